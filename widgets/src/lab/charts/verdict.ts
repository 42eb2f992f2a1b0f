/** The small drawings beside the sentence: an interval against the zone that the holdout cannot resolve, or a score from 0 to 1. */

import { s } from '../dom';
import { count, delta, score } from '../format';
import type { Sentence } from '../types';
import { linear, path, text } from './figure';
import { cross, diamond, whisker } from './marks';

const WIDTH = 300;
const HEIGHT = 78;

/** Difference to None: its interval, the zone of differences too small to detect, worse on the left, better on the right. */
export function differenceDrawing(now: Partial<Sentence>): SVGElement {
  const value = now.delta ?? 0;
  const low = now.delta_low ?? value;
  const high = now.delta_high ?? value;
  const mde = now.detectable ?? 0;
  const reach = Math.max(1.9 * mde, 1.12 * Math.abs(low), 1.12 * Math.abs(high), 1e-6);
  const x = linear([-reach, reach], [4, 296]);
  const svg = canvas(
    `Difference to None ${delta(value)}, interval ${delta(low)} to ${delta(high)}; smallest detectable difference ${delta(mde)}`
  );
  const [left, right] = [x(-mde), x(mde)];
  svg.append(
    s('rect', { class: 'sb-zone', x: left, y: 20, width: Math.max(0, right - left), height: 36 }),
    text(150, 12, 'too small to detect here', { 'text-anchor': 'middle' }),
    path('M4 56H296', 'sb-ax'),
    path('M150 20V60', 'sb-zero'),
    path(`M${left} 56v4M${right} 56v4`, 'sb-ax')
  );
  const worse = high < 0;
  svg.append(whisker(x(low), x(high), 38, 6, worse ? 'sb-worse' : ''));
  svg.append(worse ? cross(x(value), 38, 9) : diamond(x(value), 38, 6));
  svg.append(...zoneLabels(left, right, mde));
  return svg;
}

/** ±detectable under its edges where there is room, else "worse" and "better" alone. */
function zoneLabels(left: number, right: number, mde: number): SVGElement[] {
  const middle = { 'text-anchor': 'middle' };
  const ends = [text(4, 73, 'worse'), text(296, 73, 'better', { 'text-anchor': 'end' })];
  const wide = 150 - left > 44 && left > 58;
  const edges = wide ? [text(left, 73, delta(-mde), middle), text(right, 73, delta(mde, true), middle)] : [];
  return [...ends, ...edges, text(150, 73, 'None', { ...middle, class: 'sb-b' })];
}

/** The score of one run between 0 and 1, or a cost between 0 and what its interval needs; with what chance would give. */
export function scoreDrawing(now: Partial<Sentence>): SVGElement {
  const name = 'None';
  const value = now.value ?? 0;
  const top = Math.max(1, now.high ?? value);
  const said = top > 1 ? count : score;
  const x = linear([0, top], [4, 296]);
  const svg = canvas(
    `${name} ${said(value)}, interval ${said(now.low)} to ${said(now.high)}; chance ${score(now.chance)}`
  );
  svg.append(path('M4 56H296', 'sb-ax'), path('M150 24V56', 'sb-gr'));
  if (now.chance !== null && now.chance !== undefined) {
    const at = x(now.chance);
    const clash = Math.abs(at - x(value)) < 90 && at > 60;
    svg.append(
      path(`M${at} 24V56`, 'sb-base'),
      text(at + (clash ? -4 : 4), 34, `chance ${score(now.chance)}`, clash ? { 'text-anchor': 'end' } : {})
    );
  }
  svg.append(whisker(x(now.low ?? value), x(now.high ?? value), 42, 6, 'sb-ink'));
  svg.append(s('circle', { cx: x(value), cy: 42, r: 4.5, class: 'sb-disc' }));
  const at = Math.min(Math.max(x(value), 40), 260);
  svg.append(text(at, 16, `${name} ${said(value)}`, { 'text-anchor': 'middle', class: 'sb-b' }));
  svg.append(
    text(4, 73, '0'),
    text(150, 73, top > 1 ? count(top / 2) : '0.5', { 'text-anchor': 'middle' }),
    text(296, 73, top > 1 ? count(top) : '1', { 'text-anchor': 'end' })
  );
  return svg;
}

function canvas(label: string): SVGElement {
  return s('svg', { class: 'sb-fig sb-fixed', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label });
}
