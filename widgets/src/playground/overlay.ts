/** The synthetic rows, and of the one that is explained the way from its parents; under the points. */

import { fill, s, type Attributes } from '../lab/dom';
import type { PlayModel, Point } from './types';

const SIZE = 5;
const LARGE = 8;

export function overlay(model: PlayModel): { el: SVGElement; draw(): void } {
  const el = s('svg', { class: 'sb-rows', 'aria-hidden': 'true' });
  return {
    el,
    draw() {
      const place = placer(el);
      const shown = model.get('shown');
      const rows = model.visible().filter((_, index) => index !== shown);
      const current = model.get('synthetic')[shown];
      fill(
        el,
        ...rows.map(row => triangle(place(row), SIZE, shown < 0 ? 'sb-fillsyn' : 'sb-fillsyn sb-past')),
        ...(current ? [...ways(model, current, place), triangle(place(current), LARGE, 'sb-fillsyn sb-current')] : [])
      );
    }
  };
}

type Place = (point: Point) => [number, number];

function placer(el: SVGElement): Place {
  const { width, height } = el.getBoundingClientRect();
  return point => [point.x * width, (1 - point.y) * height];
}

/** From the first parent to the row, and on to the second one; two rings tell which is which. */
function ways(model: PlayModel, row: Point, place: Place): SVGElement[] {
  const points = model.get('points');
  const parents = model.get('parents')[model.get('shown')] ?? {};
  const first = points[parents.seed ?? parents.base ?? -1];
  const second = points[parents.neighbor ?? parents.donor ?? -1];
  if (!first || !second) {
    return [];
  }
  return [
    line(place(row), place(second), { class: 'sb-way sb-rest' }),
    line(place(first), place(row), { class: 'sb-way' }),
    ring(place(first), 11),
    ring(place(second), 11),
    letter(place(first), parents.seed === undefined ? 'base' : 'seed'),
    letter(place(second), parents.seed === undefined ? 'donor' : 'neighbour')
  ];
}

function line([x1, y1]: [number, number], [x2, y2]: [number, number], more: Attributes): SVGElement {
  return s('line', { x1, y1, x2, y2, ...more });
}

function ring([cx, cy]: [number, number], r: number): SVGElement {
  return s('circle', { cx, cy, r, class: 'sb-parent' });
}

function letter([x, y]: [number, number], text: string): SVGElement {
  const el = s('text', { x, y: y < 24 ? y + 26 : y - 15, class: 'sb-parentname', 'text-anchor': 'middle' });
  el.textContent = text;
  return el;
}

function triangle([x, y]: [number, number], size: number, look: string): SVGElement {
  return s('path', { class: look, d: `M${x} ${y - size}l${size} ${1.8 * size}h${-2 * size}z` });
}
