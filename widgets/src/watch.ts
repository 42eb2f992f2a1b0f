/** When to look at a kernel: visible and idle only, after a cell, another notebook or a restart; never by a clock. */

import type { ISessionContext } from '@jupyterlab/apputils';
import { type INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { ask, isBusy, type Quiet, type Reply, type Silence, silenceOf } from './kernel';
import { type Frames, readFrames } from './protocol';
import type { LiveSettings } from './settings';

/** Cells that end one after the other cause one look. */
const TOGETHER_MS = 150;
const NOT_READY = new Set<Kernel.Status>([
  'restarting',
  'autorestarting',
  'starting',
  'dead',
  'terminating',
  'unknown'
]);
/** What ends by itself; after another silence the answer to our own question would cause the next question. */
const WAITING = new Set<Quiet | undefined>(['none', 'starting', 'restarting', 'dead', 'busy']);

/** What is known of the tables of the current notebook; a busy kernel's list stays, with the time it was made. */
export interface Seen {
  notebook: NotebookPanel | null;
  frames: Frames | null;
  silence: Silence | null;
  at: Date | null;
}

const NOTHING: Seen = { notebook: null, frames: null, silence: null, at: null };

export class FrameWatch {
  readonly changed = new Signal<this, Seen>(this);
  seen: Seen = NOTHING;
  private _visible = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _session: ISessionContext | null = null;
  private _state: 'resting' | 'looking' | 'again' = 'resting';

  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _settings: LiveSettings
  ) {
    _tracker.currentChanged.connect(this._follow, this);
    NotebookActions.executed.connect((_, { notebook }) => {
      if (notebook === this._tracker.currentWidget?.content) {
        this.lookByItself();
      }
    });
  }

  /** Look when shown, rest when hidden. */
  set visible(visible: boolean) {
    this._visible = visible;
    if (visible) {
      this._follow();
    } else {
      clearTimeout(this._timer);
    }
  }

  /** Whether the user wants to be asked. */
  get isManual(): boolean {
    return this._settings.current.refresh === 'manual';
  }

  /** Look soon, if anybody sees it. */
  look(): void {
    clearTimeout(this._timer);
    if (this._visible) {
      this._timer = setTimeout(() => void this._look(), TOGETHER_MS);
    }
  }

  /** Look again where that is wanted without being asked. */
  lookByItself(): void {
    if (!this.isManual) {
      this.look();
    }
  }

  private _follow(): void {
    const notebook = this._tracker.currentWidget;
    const session = notebook?.sessionContext ?? null;
    if (this._session !== session) {
      this._session?.statusChanged.disconnect(this._onStatus, this);
      this._session?.propertyChanged.disconnect(this._onName, this);
      this._session?.kernelChanged.disconnect(this._onKernel, this);
      this._session = session;
      session?.statusChanged.connect(this._onStatus, this);
      session?.propertyChanged.connect(this._onName, this);
      session?.kernelChanged.connect(this._onKernel, this);
      this._tell({ ...NOTHING, notebook });
    }
    this.lookByItself();
  }

  /** A kernel that starts anew has lost its tables; one that was not ready, and is idle now, can be asked. */
  private _onStatus(_: ISessionContext, status: Kernel.Status): void {
    if (NOT_READY.has(status)) {
      void this._toldSilence();
    } else if (status === 'idle' && this._state === 'resting' && WAITING.has(this.seen.silence?.state)) {
      this._ended();
    }
  }

  /** What the sentence waited for is over; with a refresh by hand it says so instead of asking. */
  private _ended(): void {
    if (!this.isManual) {
      this.look();
    } else {
      this._tell({ ...this.seen, silence: null });
    }
  }

  /** A notebook that was renamed is called by its new name. */
  private _onName(): void {
    this._tell(this.seen);
  }

  private _onKernel(): void {
    this._tell({ ...NOTHING, notebook: this.seen.notebook });
    this.lookByItself();
  }

  private async _toldSilence(): Promise<void> {
    const [session, silence] = [this._session, await silenceOf(this._session)];
    if (session === this._session && silence && !isBusy(silence)) {
      this._tell({ ...NOTHING, notebook: this.seen.notebook, silence });
    }
  }

  private async _look(): Promise<void> {
    if (this._state !== 'resting') {
      this._state = 'again';
      return;
    }
    this._state = 'looking';
    const session = this._session;
    const reply = session && (await ask(session, `frames(${this._settings.current.rows})`, readFrames));
    const again = (this._state as string) === 'again' || session !== this._session;
    this._state = 'resting';
    if (session === this._session) {
      this._take(reply);
    }
    if (again) {
      this.look();
    }
  }

  private _take(reply: Reply<Frames> | null): void {
    const { notebook, frames, at } = this.seen;
    if (reply?.state === 'ok') {
      this._tell({ notebook, frames: reply.value, silence: null, at: new Date() });
    } else if (reply && isBusy(reply)) {
      this._tell({ notebook, frames, silence: reply, at });
    } else {
      this._tell({ ...NOTHING, notebook, silence: reply });
    }
  }

  private _tell(seen: Seen): void {
    this.seen = seen;
    this.changed.emit(seen);
  }
}
