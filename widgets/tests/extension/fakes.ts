/** Small stand-ins for what JupyterLab hands to the extension; each is cast to JupyterLab's type once, here. */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { CELL_IDS } from '../../src/files';
import { API, type Frame, type Target } from '../../src/protocol';

export const VERSIONS = { synthbalance: '0.1.0', api: API };

/** Texts as they stand in the code, %1 filled in as JupyterLab does it; `said` changes each first. */
export function bundle(said: (text: string) => string = text => text): TranslationBundle {
  const filled = (text: string, ...given: unknown[]): string =>
    said(text).replace(/%(\d+)/g, (_, at: string) => String(given[Number(at) - 1]));
  return {
    __: filled,
    _n: (one: string, many: string, n: number, ...given: unknown[]) => filled(n === 1 ? one : many, n, ...given)
  } as unknown as TranslationBundle;
}
export const trans = bundle();

export function target(column: string, share = 0.04, value = '1'): Target {
  return { column, literal: JSON.stringify(column), value, share, missing: 0 };
}

export function frame(name: string, targets: Target[] = [], more: Partial<Frame> = {}): Frame {
  return { name, code: name, kind: 'pandas', rows: 1000, columns: 3, looked: 1000, targets, ...more };
}

type Replied = { content: { user_expressions?: object } };

/** What a kernel replies: its answer as JSON beside the version that is installed there. */
export function replied(answer: object, version = '0.1.0'): Replied {
  return expressions({ status: 'ok', data: { 'application/json': answer } }, version);
}

/** What a kernel replies whose function raised. */
export function raised(ename: string, evalue = '', version = '0.1.0'): Replied {
  return expressions({ status: 'error', ename, evalue }, version);
}

/** What a kernel without synthbalance replies. */
export function without(): Replied {
  const error = { status: 'error', ename: 'ModuleNotFoundError', evalue: 'synthbalance' };
  return { content: { user_expressions: { answer: error, version: error } } };
}

function expressions(answer: object, version: string): Replied {
  const found = { status: 'ok', data: { 'text/plain': `'${version}'` } };
  return { content: { user_expressions: { answer, version: found } } };
}

export interface Sent {
  code: string;
  silent: boolean;
  store_history: boolean;
  user_expressions: { answer: string; version: string };
}

/** A kernel that notes what it is sent; `done` decides what comes back. */
export class FakeKernel {
  readonly sent: Sent[] = [];
  status: Kernel.Status = 'idle';
  connectionStatus: Kernel.ConnectionStatus = 'connected';
  info: Promise<unknown>;
  disposed = 0;
  done: (call: string) => Promise<Replied> = () => Promise.resolve(replied({ ...VERSIONS, frames: [], more: 0 }));

  constructor(
    language = 'python',
    readonly id = 'one'
  ) {
    this.info = Promise.resolve({ language_info: { name: language } });
  }

  requestExecute(content: Sent): object {
    this.sent.push(content);
    const call = content.user_expressions.answer.replace(/^.*\)\./, '');
    return { done: this.done(call), dispose: () => (this.disposed += 1) };
  }
}

export class FakeSession {
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly kernelChanged = new Signal<this, object>(this);
  readonly propertyChanged = new Signal<this, string>(this);
  readonly ready = Promise.resolve();
  readonly session: { kernel: FakeKernel | null };
  kernelDisplayName = 'Python 3';
  kernelDisplayStatus = 'unknown';
  isDisposed = false;

  constructor(public kernel: FakeKernel | null = new FakeKernel()) {
    this.session = { kernel };
  }

  /** The kernel's status becomes another one, and the session tells it. */
  turn(status: Kernel.Status): void {
    if (this.kernel) {
      this.kernel.status = status;
    }
    this.statusChanged.emit(status);
  }

  get as(): ISessionContext {
    return this as unknown as ISessionContext;
  }
}

/** A notebook with these code cells. */
export class FakeNotebook {
  readonly content: { activeCellIndex: number; widgets: FakeCell[] };
  readonly context: {
    path: string;
    ready: Promise<void>;
    model: { readOnly: boolean };
    contentsModel: { writable: boolean };
    saved: number;
    save: () => Promise<void>;
  };
  readonly title: { label: string };
  isDisposed = false;
  isAttached = true;

  constructor(
    readonly sessionContext = new FakeSession(),
    path = 'payments.ipynb',
    sources: string[] = []
  ) {
    this.title = { label: path };
    this.content = { activeCellIndex: 0, widgets: sources.map((source, at) => new FakeCell(source, CELL_IDS[at])) };
    const context = {
      path,
      ready: Promise.resolve(),
      model: { readOnly: false },
      contentsModel: { writable: true },
      saved: 0,
      save: async () => void (context.saved += 1)
    };
    this.context = context;
  }

  get as(): NotebookPanel {
    return this as unknown as NotebookPanel;
  }
}

export class FakeCell {
  readonly model: {
    id: string;
    outputs: object[];
    sharedModel: { getSource: () => string; setSource: (text: string) => void };
  };

  constructor(
    public source: string,
    id = ''
  ) {
    const sharedModel = { getSource: () => this.source, setSource: (text: string) => (this.source = text) };
    this.model = { id, outputs: [], sharedModel };
  }
}

export class FakeTracker {
  readonly currentChanged = new Signal<this, FakeNotebook | null>(this);
  readonly widgetAdded = new Signal<this, FakeNotebook>(this);

  constructor(public currentWidget: FakeNotebook | null = null) {}

  /** Another notebook comes to the front. */
  show(notebook: FakeNotebook | null): void {
    this.currentWidget = notebook;
    this.currentChanged.emit(notebook);
  }

  get as(): INotebookTracker {
    return this as unknown as INotebookTracker;
  }
}

/** An error as the server's answers become in JupyterLab. */
export function refused(status: number, message = 'refused'): Error {
  return Object.assign(new Error(message), { response: { status } });
}
