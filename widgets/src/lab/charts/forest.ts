/** The differences to None of all runs on one axis: zone too small to detect, interval, estimate. Fluid, in percent. */

import { h, s } from '../dom';
import { delta, isNumber } from '../format';
import type { RunRow } from '../types';
import { cross, diamond } from './marks';

export type Verdict = 'base' | 'better' | 'worse' | 'open';

/** The verdict of a row, by its simultaneous interval alone. */
export function verdictOf(run: RunRow): Verdict {
  if (run.name === 'none' || !isNumber(run.delta)) {
    return 'base';
  }
  if (isNumber(run.delta_low) && run.delta_low > 0) {
    return 'better';
  }
  return isNumber(run.delta_high) && run.delta_high < 0 ? 'worse' : 'open';
}

/** Half the width of the axis: wide enough for every bound and for the zone. */
export function reachOf(runs: RunRow[], detectable: number): number {
  const bounds = runs.flatMap(run => [run.delta, run.delta_low, run.delta_high]).filter(isNumber);
  return Math.max(1.25 * detectable, ...bounds.map(bound => 1.1 * Math.abs(bound)), 1e-6);
}

function place(value: number, reach: number): number {
  return 50 + (50 * value) / reach;
}

/** The drawing of one row. */
export function forestCell(run: RunRow, reach: number, detectable: number): HTMLElement {
  const verdict = verdictOf(run);
  const el = h(
    'div',
    { class: `sb-forest sb-is-${verdict}`, 'aria-hidden': 'true' },
    zone(reach, detectable),
    zeroLine()
  );
  if (isNumber(run.delta_low) && isNumber(run.delta_high)) {
    const from = Math.max(0, place(run.delta_low, reach));
    const whisker = h('i', { class: 'sb-wh' });
    whisker.style.left = `${from}%`;
    whisker.style.width = `${Math.min(100, place(run.delta_high, reach)) - from}%`;
    el.append(whisker);
  }
  const mark = s('svg', { class: 'sb-mark', viewBox: '0 0 14 14', width: 14, height: 14 }, verdictMark(verdict));
  mark.style.left = `${place(run.delta ?? 0, reach)}%`;
  el.append(mark);
  return el;
}

/** The mark of a verdict, in a field of 14 px. */
export function verdictMark(verdict: Verdict): SVGElement {
  if (verdict === 'worse') {
    return cross(7, 7, 8);
  }
  return verdict === 'open' ? diamond(7, 7, 5) : s('circle', { cx: 7, cy: 7, r: 4.5, class: 'sb-disc' });
}

/** The labels over the drawings: −d, 0, +d. */
export function forestHead(reach: number, detectable: number): HTMLElement {
  const el = h('div', { class: 'sb-foresthead' });
  const at = (value: number, words: string, bold = false): void => {
    const label = h('span', { class: bold ? 'sb-mid sb-bold' : 'sb-mid sb-edge', text: words });
    label.style.left = `${place(value, reach)}%`;
    el.append(label);
  };
  if (detectable > 0 && detectable / reach > 0.3) {
    at(-detectable, delta(-detectable));
    at(detectable, delta(detectable, true));
  }
  at(0, '0', true);
  return el;
}

function zone(reach: number, detectable: number): HTMLElement {
  const el = h('i', { class: 'sb-zonebox' });
  el.style.left = `${place(-detectable, reach)}%`;
  el.style.right = `${100 - place(detectable, reach)}%`;
  return el;
}

function zeroLine(): HTMLElement {
  return h('i', { class: 'sb-zeroline' });
}
