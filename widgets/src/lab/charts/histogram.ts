/** Histogram of the holdout's scores, rare and other, both scales logarithmic, with the line of the threshold. */

import { s, type Part } from '../dom';
import { count, threshold, tick } from '../format';
import type { ScoreState } from '../steps/score/state';
import { SMALL_HEIGHT } from './calibration';
import {
  decades,
  figure,
  linear,
  logarithmic,
  path,
  round,
  text,
  xAxis,
  xTitle,
  yAxis,
  type Box,
  type Scale
} from './figure';

export function histogramChart(state: ScoreState): Part & { move(): void } {
  const mark = s('g');
  let x: Scale = () => 0;
  let box: Box = { left: 40, right: 272, top: 8, bottom: SMALL_HEIGHT - 36 };
  const chart = figure(
    SMALL_HEIGHT,
    (svg, width) => {
      box = { left: 40, right: width - 8, top: 8, bottom: SMALL_HEIGHT - 36 };
      x = paint(svg, box, state);
      svg.append(mark);
      return 'Histogram of scores, rare and other rows of the holdout, logarithmic scales';
    },
    () => {
      move();
    }
  );
  const move = (): void => {
    const at = state.figures()?.threshold;
    const edges = state.holdout?.entry.histogram?.edges_log10;
    mark.replaceChildren();
    if (at !== undefined && edges?.length) {
      const across = round(Math.min(box.right, Math.max(box.left, x(Math.log10(Math.max(at, 1e-9))))));
      const isLeft = across > (box.left + box.right) / 2;
      const anchor = isLeft ? 'end' : 'start';
      mark.append(
        path(`M${across} ${box.top}V${box.bottom}`, 'sb-cut'),
        text(across + (isLeft ? -6 : 6), box.top + 10, `alert from ${threshold(at)}`, {
          class: 'sb-b sb-halo',
          'text-anchor': anchor
        })
      );
    }
  };
  return { el: chart.el, draw: chart.draw, move };
}

function paint(svg: SVGElement, box: Box, state: ScoreState): Scale {
  const histogram = state.holdout?.entry.histogram;
  const edges = histogram?.edges_log10 ?? [];
  if (!histogram || edges.length < 2) {
    return () => box.left;
  }
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? 1;
  const most = Math.max(10, ...histogram.others, ...histogram.rare);
  const x = linear([first, last], [box.left, box.right]);
  const y = logarithmic([0.7, most * 1.6], [box.bottom, box.top]);
  yAxis(svg, box, y, decades(1, most * 1.6, 4), tick);
  svg.append(path(stairs(edges, histogram.others, x, y, box), 'sb-histother'));
  svg.append(path(stairs(edges, histogram.rare, x, y, box), 'sb-histrare'));
  xAxis(
    svg,
    box,
    value => x(Math.log10(value)),
    decades(10 ** first, 10 ** last, 6),
    value => tick(value * 100)
  );
  xTitle(svg, box, 'score, %');
  return x;
}

/** Bars as one closed outline; an empty bin stands on the axis. */
function stairs(edges: number[], counts: number[], x: Scale, y: Scale, box: Box): string {
  let d = `M${round(x(edges[0] ?? 0))} ${box.bottom}`;
  counts.forEach((value, index) => {
    d += `V${value > 0 ? round(y(value)) : box.bottom}H${round(x(edges[index + 1] ?? 0))}`;
  });
  return `${d}V${box.bottom}z`;
}

/** The same in numbers: from, to (in percent), rare and other rows of each bin that holds any. */
export function histogramRows(state: ScoreState): string[][] {
  const histogram = state.holdout?.entry.histogram;
  const edges = histogram?.edges_log10 ?? [];
  return (histogram?.others ?? [])
    .map((others, index) => [edges[index] ?? 0, edges[index + 1] ?? 0, histogram?.rare[index] ?? 0, others] as const)
    .filter(([, , rare, others]) => rare + others > 0)
    .map(([from, to, rare, others]) => [
      `${tick(10 ** from * 100)} to ${tick(10 ** to * 100)}`,
      count(rare),
      count(others)
    ]);
}
