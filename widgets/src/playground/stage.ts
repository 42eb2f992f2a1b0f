/** The stage: the model's region, the synthetic rows with their parents, and the points on top. */

import { h, type Part } from '../lab/dom';
import { overlay } from './overlay';
import { pointLayer } from './points';
import { drawRegion } from './region';
import { onSquare, type PlayModel, type Point } from './types';

export interface Stage extends Part {
  /** The stage has another size. */
  size(): void;
  add(label: number, at?: { x: number; y: number }): void;
  remove(): void;
}

export function stage(model: PlayModel): Stage {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const rows = overlay(model);
  const points = pointLayer(model);
  const box = h('div', { class: 'sb-stage', role: 'group', 'aria-label': 'Stage' }, canvas, rows.el, points.el);
  const el = h('div', { class: 'sb-stagebox' }, axis('y'), box, axis('x'));
  const draw = (): void => {
    drawRegion(canvas, model);
    rows.draw();
    points.draw();
  };
  const add = (label: number, at = freePlace(model.get('points'))): void => {
    const all = [...model.get('points'), { x: onSquare(at.x), y: onSquare(at.y), label }];
    model.set({ points: all });
    points.focus(all.length - 1);
  };
  box.addEventListener('dblclick', event => {
    if (event.target instanceof Element && !event.target.closest('.sb-point')) {
      const frame = box.getBoundingClientRect();
      const across = (event.clientX - frame.left) / frame.width;
      add(model.newLabel, { x: across, y: 1 - (event.clientY - frame.top) / frame.height });
    }
  });
  return { el, draw, size: draw, add, remove: points.remove };
}

/** Near the middle, where no point is yet. */
function freePlace(points: Point[]): { x: number; y: number } {
  const places = [0.5, 0.55, 0.45, 0.6, 0.4, 0.65, 0.35].map(x => ({ x, y: 0.5 }));
  const isFree = (place: { x: number; y: number }): boolean =>
    points.every(one => Math.hypot(one.x - place.x, one.y - place.y) > 0.02);
  return places.find(isFree) ?? { x: 0.5, y: 0.5 };
}

function axis(name: 'x' | 'y'): HTMLElement {
  const ends = name === 'x' ? ['0', 'x', '1'] : ['1', 'y', '0'];
  return h(
    'div',
    { class: `sb-stageaxis sb-axis${name}`, 'aria-hidden': 'true' },
    ...ends.map(text => h('span', { text }))
  );
}
