/** Moving points: by the arrow keys, and by a pointer that holds one. */

import { throttle } from '../lab/throttle';
import { onSquare, type PlayModel } from './types';

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1]
};
const STEP = 0.01;
const LARGE_STEP = 0.1;
const SEND_EVERY = 40;

export type Move = (index: number, x: number, y: number) => void;

/** Moves a point in the view at once, and in the kernel at most 25 times a second. */
export function mover(model: PlayModel): Move {
  const send = throttle(() => {
    model.widget.save_changes();
  }, SEND_EVERY);
  return (index, x, y) => {
    const place = { x: onSquare(x), y: onSquare(y) };
    model.widget.set(
      'points',
      model.get('points').map((one, i) => (i === index ? { ...one, ...place } : one))
    );
    send(undefined);
  };
}

/** Whether a key was one of the points' own: arrows move one, Delete takes it away. */
export function pressed(
  event: KeyboardEvent,
  index: number,
  model: PlayModel,
  move: Move,
  remove: () => void
): boolean {
  const point = model.get('points')[index];
  const way = Object.hasOwn(WAYS, event.key) ? WAYS[event.key] : undefined;
  if (!point || event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  if (way) {
    const step = event.shiftKey ? LARGE_STEP : STEP;
    move(index, point.x + way[0] * step, point.y + way[1] * step);
    return true;
  }
  if (event.key === 'Delete' || event.key === 'Backspace') {
    remove();
    return true;
  }
  return false;
}

/** Drag the points within `el`, which covers the stage. */
export function listenDrag(el: HTMLElement, at: (target: EventTarget | null) => number, move: Move): void {
  let held: { pointer: number; index: number } | null = null;
  el.addEventListener('pointerdown', event => {
    const index = at(event.target);
    if (index >= 0 && event.button === 0 && event.target instanceof HTMLElement) {
      held = { pointer: event.pointerId, index };
      event.target.setPointerCapture?.(event.pointerId);
      event.target.focus();
      event.preventDefault();
    }
  });
  el.addEventListener('pointermove', event => {
    if (held?.pointer === event.pointerId) {
      const frame = el.getBoundingClientRect();
      move(held.index, (event.clientX - frame.left) / frame.width, 1 - (event.clientY - frame.top) / frame.height);
    }
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    el.addEventListener(name, () => {
      held = null;
    });
  }
}
