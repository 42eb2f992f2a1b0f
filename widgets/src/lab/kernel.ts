/** Whether a kernel still answers: the widget's comm, and the notebook's session where the page tells of it. */

import { set } from './dom';
import type { WidgetModel } from './traits';
import type { Sentence, Traits } from './types';

type Slot = (sender: unknown, value: unknown) => void;
interface Signal {
  connect(slot: Slot): unknown;
  disconnect(slot: Slot): unknown;
}
interface Session {
  statusChanged: Signal;
  connectionStatusChanged?: Signal;
  session?: { kernel?: { id?: string } | null } | null;
}

const ENDED = new Set<unknown>(['dead', 'disconnected']);
const BACK = new Set<unknown>(['idle', 'connected']);
/** A kernel that starts anew knows nothing of this panel, whatever it says later. */
const ANEW = new Set<unknown>(['restarting', 'autorestarting']);

/** Call back with true when the kernel of this view is gone, with false when it is back; returns what ends it. */
export function watchKernel(widget: WidgetModel, el: HTMLElement, onChange: (gone: boolean) => void): () => void {
  const session = sessionOf(widget.widget_manager);
  const kernel = session?.session?.kernel?.id;
  let told = false;
  let [isEnded, isAnew] = [false, false];
  const check = (): void => {
    const gone = isEnded || isAnew || el.closest('.jupyter-widgets-disconnected') !== null;
    if (gone !== told) {
      told = gone;
      onChange(gone);
    }
  };
  const status: Slot = (_, value) => {
    const now = session?.session?.kernel?.id;
    isAnew ||= ANEW.has(value) || (kernel !== undefined && now !== undefined && now !== kernel);
    isEnded = ENDED.has(value) || (isEnded && !BACK.has(value));
    check();
  };
  const signals = session ? [session.statusChanged, session.connectionStatusChanged] : [];
  widget.on('comm_live_update', check);
  signals.forEach(signal => signal?.connect(status));
  check();
  return () => {
    widget.off('comm_live_update', check);
    signals.forEach(signal => signal?.disconnect(status));
  };
}

function sessionOf(manager: unknown): Session | undefined {
  const session = (manager as { context?: { sessionContext?: Partial<Session> } } | undefined)?.context?.sessionContext;
  return typeof session?.statusChanged?.connect === 'function' ? (session as Session) : undefined;
}

/** A trait as the panel shows it without a kernel: idle, and the way out in place of the sentence. */
export function withoutKernel<K extends keyof Traits>(key: K, value: Traits[K], runs: number): Traits[K] {
  const kept = runs > 1 ? ` The ${runs} runs in this panel are kept until then.` : '';
  const instead: Partial<Traits> = { busy: false, message: 'Idle, no kernel', partial: {} };
  if (key === 'sentence') {
    instead.sentence = {
      ...(value as Partial<Sentence>),
      kind: 'empty',
      basis: 'No kernel. Curves, threshold, costs and tables still answer; a new run needs a kernel.',
      text: `Run the cell again to go on.${runs === 1 ? ' The run in this panel is kept until then.' : kept}`,
      sub: '',
      error: null
    };
  }
  return (instead[key] as Traits[K] | undefined) ?? value;
}

const CONTROLS =
  '[data-kernel] :is(button, input, select, [role="radio"]), .sb-quality :is(button, select), .sb-points select';
const HELD = 'data-held';

/** Disable what needs a kernel (controls inside `data-kernel`, in Quality and beside the points), described by `reason`; called after each draw. */
export function holdBack(root: HTMLElement, gone: boolean, reason: HTMLElement): void {
  for (const el of root.querySelectorAll<HTMLElement>(gone ? CONTROLS : `[${HELD}]`)) {
    if (gone !== el.hasAttribute(HELD)) {
      const words = new Set(el.getAttribute('aria-describedby')?.split(' '));
      words[gone ? 'add' : 'delete'](reason.id);
      set(el, { [HELD]: gone, 'aria-describedby': [...words].join(' ') || null });
    }
    set(el, el.matches('[role]') ? { 'aria-disabled': gone ? 'true' : null } : { disabled: gone });
  }
}
