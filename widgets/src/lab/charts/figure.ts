/** Ground of the charts: an SVG as wide as its place, scales, axes and marks. Drawn in pixels, so text never scales. */

import { fill, h, s, set, type Attributes, type Part } from '../dom';

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export type Scale = (value: number) => number;

/** A chart that paints itself at the width it is given; `label` names it for a screen reader. */
export function figure(
  tall: number | (() => number),
  paint: (svg: SVGElement, width: number) => string,
  onPaint?: () => void
): Part & { svg: SVGElement } {
  const svg = s('svg', { class: 'sb-fig', role: 'img' });
  const el = h('div', { class: 'sb-figbox' }, svg);
  let width = 0;
  const draw = (): void => {
    width = el.clientWidth || 480;
    const height = typeof tall === 'number' ? tall : tall();
    set(svg, { height, viewBox: `0 0 ${width} ${height}` });
    fill(svg);
    svg.setAttribute('aria-label', paint(svg, width));
    onPaint?.();
  };
  if (typeof ResizeObserver !== 'undefined') {
    new ResizeObserver(() => {
      if (el.clientWidth > 0 && el.clientWidth !== width) {
        draw();
      }
    }).observe(el);
  }
  return { el, svg, draw };
}

export function linear(from: [number, number], to: [number, number]): Scale {
  const span = from[1] - from[0] || 1;
  return value => to[0] + ((value - from[0]) / span) * (to[1] - to[0]);
}

/** A logarithmic scale; values at or below zero stand at its lower end. */
export function logarithmic(from: [number, number], to: [number, number]): Scale {
  const inner = linear([Math.log10(from[0]), Math.log10(from[1])], to);
  return value => inner(Math.log10(Math.max(value, from[0])));
}

/** Round values from 0 or `low` up to `high`, about `count` of them. */
export function niceTicks(low: number, high: number, count = 4): number[] {
  const span = high - low;
  if (!(span > 0)) {
    return [low];
  }
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough) ?? rough;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten from `low` to `high`, thinned to at most `count`. */
export function decades(low: number, high: number, count = 6): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / count));
  const powers: number[] = [];
  for (let power = first; power <= last; power += every) {
    powers.push(10 ** power);
  }
  return powers;
}

/** A path through points, "M..L..". */
export function line(points: Iterable<readonly [number, number]>): string {
  let path = '';
  for (const [x, y] of points) {
    path += `${path ? 'L' : 'M'}${round(x)} ${round(y)}`;
  }
  return path;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function path(d: string, look: string, more: Attributes = {}): SVGElement {
  return s('path', { d, class: look, ...more });
}

export function text(x: number, y: number, words: string, more: Attributes = {}): SVGElement {
  return s('text', { x: round(x), y: round(y), text: words, ...more });
}

/** Grid lines and labels of the vertical axis. */
export function yAxis(
  svg: SVGElement,
  box: Box,
  scale: Scale,
  ticks: number[],
  write: (value: number) => string
): void {
  for (const value of ticks) {
    const y = round(scale(value));
    svg.append(path(`M${box.left} ${y}H${box.right}`, 'sb-gr'));
    svg.append(text(box.left - 6, y + 4, write(value), { 'text-anchor': 'end' }));
  }
}

/** Labels of the horizontal axis, and grid lines if asked for; labels at the ends stay inside. */
export function xAxis(
  svg: SVGElement,
  box: Box,
  scale: Scale,
  ticks: number[],
  write: (value: number) => string,
  grid = false
): void {
  for (const value of ticks) {
    const x = round(scale(value));
    if (grid) {
      svg.append(path(`M${x} ${box.top}V${box.bottom}`, 'sb-gr'));
    }
    const anchor = x > box.right - 8 ? 'end' : 'middle';
    svg.append(
      text(anchor === 'end' ? Math.max(x, box.right) : x, box.bottom + 15, write(value), { 'text-anchor': anchor })
    );
  }
}

/** Name of the vertical axis, written upwards at the left edge. */
export function yTitle(svg: SVGElement, box: Box, words: string): void {
  const y = (box.top + box.bottom) / 2;
  svg.append(text(10, y, words, { 'text-anchor': 'middle', transform: `rotate(-90 10 ${round(y)})` }));
}

export function xTitle(svg: SVGElement, box: Box, words: string): void {
  svg.append(text((box.left + box.right) / 2, box.bottom + 32, words, { 'text-anchor': 'middle' }));
}
