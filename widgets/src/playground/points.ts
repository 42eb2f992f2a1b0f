/** The points: each a button that is dragged, moved by arrows and taken away by Delete. */

import { h, newId, set, type Part } from '../lab/dom';
import { listenDrag, mover, pressed } from './moving';
import type { PlayModel, Point } from './types';

const HELP = 'Drag it, or move it with the arrow keys, ten times as far with Shift. Delete takes it away.';

export interface PointLayer extends Part {
  focus(index: number): void;
  /** Take the selected point away. */
  remove(): void;
}

export function pointLayer(model: PlayModel): PointLayer {
  const help = h('span', { id: newId('move'), class: 'sb-sr', text: HELP });
  const el = h('div', {}, help);
  const buttons: HTMLButtonElement[] = [];
  const at = (target: EventTarget | null): number => buttons.findIndex(one => one === target);
  const draw = (): void => {
    const points = model.get('points');
    fit(el, buttons, points.length, help.id);
    points.forEach((point, index) => {
      dress(buttons[index], point, model, index);
    });
  };
  const focus = (index: number): void => {
    draw();
    buttons[index]?.focus();
  };
  const remove = (): void => {
    const points = model.get('points');
    const index = model.selected;
    if (index >= 0 && index < points.length) {
      model.selected = Math.min(index, points.length - 2);
      model.set({ points: points.filter((_, i) => i !== index) });
      focus(model.selected);
    }
  };
  const move = mover(model);
  listenDrag(el, at, move);
  el.addEventListener('keydown', event => {
    if (pressed(event, at(event.target), model, move, remove)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
  el.addEventListener('focusin', event => {
    model.selected = at(event.target);
    model.onSelect();
    draw();
  });
  return { el, draw, focus, remove };
}

/** As many buttons as points; those that stay keep the focus. */
function fit(el: HTMLElement, buttons: HTMLButtonElement[], size: number, help: string): void {
  while (buttons.length < size) {
    const button = h('button', { 'aria-describedby': help });
    buttons.push(button);
    el.append(button);
  }
  buttons.splice(size).forEach(button => {
    button.remove();
  });
}

function dress(button: HTMLButtonElement | undefined, point: Point, model: PlayModel, index: number): void {
  if (!button) {
    return;
  }
  const near = model.get('story').near?.includes(index) === true ? ' sb-near' : '';
  const chosen = index === model.selected ? ' sb-chosenpoint' : '';
  set(button, {
    'aria-label': `${model.nameOf(index)}, x ${point.x.toFixed(2)}, y ${point.y.toFixed(2)}`,
    class: `sb-point ${point.label === 1 ? 'sb-rare' : 'sb-other'}${near}${chosen}`
  });
  button.style.left = `${point.x * 100}%`;
  button.style.top = `${(1 - point.y) * 100}%`;
}
