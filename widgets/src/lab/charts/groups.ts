/** Recall of each group with its interval: None as a disc on a dashed line, the run as a diamond on a solid one. */

import { s, type Part } from '../dom';
import { isNumber, rate } from '../format';
import type { Bounds, GroupRates } from '../steptypes';
import { figure, linear, niceTicks, path, round, text, xAxis, type Box, type Scale } from './figure';
import { diamond } from './marks';

const ROW = 30;

export function groupsChart(): Part & { show(groups: GroupRates[], label: string): void } {
  let groups: GroupRates[] = [];
  let label = '';
  const chart = figure(
    () => ROW * groups.length + 26,
    (svg, width) => {
      const longest = Math.max(...groups.map(group => group.name.length));
      const left = Math.min(0.36 * width, 14 + 6.6 * longest);
      const box: Box = { left, right: width - 8, top: 2, bottom: ROW * groups.length + 4 };
      const [low, high] = rangeOf(groups);
      const scale = linear([low, high], [box.left, box.right]);
      xAxis(svg, box, scale, niceTicks(low, high, width < 400 ? 3 : 5), value => rate(value).replace(/0$/, ''), true);
      groups.forEach((group, index) => {
        paintGroup(svg, group, ROW * index + ROW / 2 + 2, scale, left);
      });
      return label;
    }
  );
  return {
    el: chart.el,
    draw: chart.draw,
    show(next, words) {
      [groups, label] = [next, words];
      chart.draw();
    }
  };
}

function paintGroup(svg: SVGElement, { name, none, run }: GroupRates, y: number, scale: Scale, left: number): void {
  const most = Math.floor((left - 12) / 6.4);
  const label = text(0, y + 4, name.length > most ? `${name.slice(0, most - 1)}…` : name, { class: 'sb-k' });
  label.append(s('title', { text: name }));
  svg.append(label);
  paintRate(svg, none, y - 5.5, scale, 'sb-non', (x, at) => s('circle', { cx: x, cy: at, r: 4, class: 'sb-disc' }));
  paintRate(svg, run, y + 5.5, scale, 'sb-line', (x, at) => diamond(x, at, 5));
  if (!isNumber(none?.[0]) && !isNumber(run?.[0])) {
    svg.append(text(left + 6, y + 4, 'no rare rows to count'));
  }
}

function paintRate(
  svg: SVGElement,
  bounds: Bounds | null,
  y: number,
  scale: Scale,
  look: string,
  mark: (x: number, y: number) => SVGElement
): void {
  const [value, low, high] = bounds ?? [null, null, null];
  if (isNumber(low) && isNumber(high)) {
    svg.append(path(`M${round(scale(low))} ${y}H${round(scale(high))}`, look));
  }
  if (isNumber(value)) {
    svg.append(mark(round(scale(value)), y));
  }
}

/** From a tenth below the least bound to a tenth above the greatest. */
function rangeOf(groups: GroupRates[]): [number, number] {
  const all = groups.flatMap(group => [...(group.none ?? []), ...(group.run ?? [])]).filter(isNumber);
  if (all.length === 0) {
    return [0, 1];
  }
  const high = Math.max(Math.ceil(10 * Math.max(...all)) / 10, 0.1);
  return [Math.min(Math.floor(10 * Math.min(...all)) / 10, high - 0.1), high];
}
