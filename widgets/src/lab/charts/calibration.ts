/** Calibration: observed share against predicted probability in bins of equal mass, both axes logarithmic. */

import type { Part } from '../dom';
import { plain, tick } from '../format';
import { runTitle } from '../model';
import type { ScoreState } from '../steps/score/state';
import { wilson } from '../thresholds';
import {
  decades,
  figure,
  line,
  logarithmic,
  path,
  round,
  xAxis,
  xTitle,
  yAxis,
  yTitle,
  type Box,
  type Scale
} from './figure';
import { diamond } from './marks';

export const SMALL_HEIGHT = 216;

type Bin = [number, number, number];

export function calibrationChart(state: ScoreState): Part {
  return figure(SMALL_HEIGHT, (svg, width) => {
    const own = joined(state.holdout?.entry.calibration ?? []);
    const none = joined(state.none?.entry.calibration ?? []);
    const box: Box = { left: 46, right: width - 8, top: 8, bottom: SMALL_HEIGHT - 36 };
    const low = floorOf([...own, ...none]);
    const x = logarithmic([low, 1], [box.left, box.right]);
    const y = logarithmic([low, 1], [box.bottom, box.top]);
    const ticks = decades(low, 1, 5);
    const write = (value: number): string => tick(value * 100);
    yAxis(svg, box, y, ticks, write);
    xAxis(svg, box, x, ticks, write, true);
    svg.append(path(`M${x(low)} ${y(low)}L${x(1)} ${y(1)}`, 'sb-base'));
    if (state.holdout?.name !== 'none' && none.length) {
      svg.append(path(line(none.map(([mean, share]) => [x(mean), y(share)] as const)), 'sb-non'));
    }
    own.forEach(bin => {
      svg.append(...binMarks(bin, x, y));
    });
    xTitle(svg, box, 'predicted, %');
    yTitle(svg, box, 'observed, %');
    return `Calibration of ${runTitle(state.run?.name ?? '')}, logarithmic axes`;
  });
}

/**
 * Neighbouring bins put together until each holds some rare rows: on a logarithmic axis an empty one has no place.
 * From the top down, where the rare rows are; what is left over at the lower end joins the last.
 */
export function joined(bins: Bin[], fewest = 4): Bin[] {
  const result: Bin[] = [];
  let open: Bin | null = null;
  for (const bin of [...bins].reverse()) {
    open = open ? together(open, bin) : bin;
    if (open[1] * open[2] >= fewest) {
      result.unshift(open);
      open = null;
    }
  }
  const lowest = result[0];
  if (open) {
    result.splice(0, 1, lowest ? together(lowest, open) : open);
  }
  return result;
}

function together(a: Bin, b: Bin): Bin {
  const rows = a[2] + b[2];
  const mean = (index: 0 | 1): number => (rows > 0 ? (a[index] * a[2] + b[index] * b[2]) / rows : a[index]);
  return [mean(0), mean(1), rows];
}

/** A power of ten below the smallest positive mean or share, at least 0.001 %. */
function floorOf(bins: Bin[]): number {
  const positive = bins.flatMap(([mean, share]) => [mean, share]).filter(value => value > 0);
  return 10 ** Math.max(-5, Math.min(-1, Math.floor(Math.log10(Math.min(0.1, ...positive)))));
}

function binMarks([mean, share, rows]: Bin, x: Scale, y: Scale): SVGElement[] {
  const bounds = wilson(share * rows, rows);
  const at = round(x(mean));
  const whisk = bounds ? [path(`M${at} ${round(y(bounds[0]))}V${round(y(bounds[1]))}`, 'sb-stem')] : [];
  return [...whisk, diamond(at, y(share), 4.4)];
}

/** The same in numbers: predicted and observed, in percent, and rows of each bin. */
export function calibrationRows(state: ScoreState): string[][] {
  return (state.holdout?.entry.calibration ?? []).map(([mean, share, rows]) => [
    `${plain(mean * 100, 3)}`,
    `${plain(share * 100, 3)}`,
    `${plain(rows, 6)}`
  ]);
}
