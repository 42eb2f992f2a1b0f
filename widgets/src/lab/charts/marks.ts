/** Marks that do not rest on colour alone: diamond for an estimate, disc, cross, square, triangle; and legend keys. */

import { h, s, type Attributes } from '../dom';
import { path, round } from './figure';

export function diamond(x: number, y: number, size: number, more: Attributes = {}): SVGElement {
  const d = `M${round(x)} ${round(y - size)}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`;
  return path(d, 'sb-dia', more);
}

export function cross(x: number, y: number, size: number): SVGElement {
  const half = size / 2;
  const start = `M${round(x - half)} ${round(y - half)}`;
  return path(`${start}l${size} ${size}m0 ${-size}l${-size} ${size}`, 'sb-cross');
}

/** An interval with ends, drawn flat. */
export function whisker(low: number, high: number, y: number, half: number, look: string): SVGElement {
  const [a, b] = [round(low), round(high)];
  return path(`M${a} ${y}H${b}M${a} ${y - half}v${2 * half}M${b} ${y - half}v${2 * half}`, `sb-whisker ${look}`);
}

type Sign = 'caught' | 'missed' | 'false' | 'warn' | 'ok' | 'pin' | 'real' | 'synthetic' | 'other';

const SIGNS: Record<Sign, () => SVGElement[]> = {
  caught: () => [s('circle', { cx: 6, cy: 6, r: 4, class: 'sb-fillrun' })],
  missed: () => [cross(6, 6, 8)],
  false: () => [s('rect', { x: 2.5, y: 2.5, width: 7, height: 7, class: 'sb-square' })],
  warn: () => [path('M6 1.2 11.2 10.6H.8zM6 4.6v2.8M6 8.6v.9', 'sb-warnsign')],
  ok: () => [s('circle', { cx: 6, cy: 6, r: 5, class: 'sb-oksign' }), path('m3.7 6.2 1.7 1.6 3-3.4', 'sb-oksign')],
  pin: () => [path('M3.5 1.5h5l-.8 3.2 2 1.8H2.3l2-1.8zM6 6.5V11', 'sb-pin')],
  real: () => [s('circle', { cx: 6, cy: 6, r: 3.7, class: 'sb-ring' })],
  synthetic: () => [path('M6 2 10.2 9.6H1.8z', 'sb-fillsyn')],
  other: () => [s('circle', { cx: 6, cy: 6, r: 1.8, class: 'sb-dotmark' })]
};

/** A small sign of 12 px, hidden from screen readers: the words beside it say the same. */
export function sign(kind: Sign, size = 12): SVGElement {
  return s(
    'svg',
    { class: 'sb-sign', viewBox: '0 0 12 12', width: size, height: size, 'aria-hidden': 'true' },
    ...SIGNS[kind]()
  );
}

/** One entry of a legend: a key and its words. */
export function legendItem(key: Node, words: string): HTMLElement {
  return h('span', {}, key, h('span', { text: words }));
}

/** A short piece of a line, as key of a legend. */
export function lineKey(look: string): SVGElement {
  return s('svg', { class: 'sb-sign', width: 22, height: 12, 'aria-hidden': 'true' }, path('M0 6H22', look));
}

/** A patch of an area, as key of a legend. */
export function patchKey(look: string): SVGElement {
  const rect = s('rect', { width: 22, height: 12, class: look });
  return s('svg', { class: 'sb-sign', width: 22, height: 12, 'aria-hidden': 'true' }, rect);
}
