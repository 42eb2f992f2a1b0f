/** Work for what is caught: alerts a day against the share of the rare rows caught, with the capacity. */

import { s, type Part } from '../dom';
import { isNumber, plain, rate, tick } from '../format';
import { workload, workloadTitle, type ScoreState } from '../steps/score/state';
import { decide, type Curve } from '../thresholds';
import { SMALL_HEIGHT } from './calibration';
import {
  decades,
  figure,
  line,
  linear,
  logarithmic,
  path,
  text,
  xAxis,
  xTitle,
  yAxis,
  type Box,
  type Scale
} from './figure';
import { diamond } from './marks';

export function workloadChart(state: ScoreState): Part & { move(): void } {
  const mark = s('g');
  let scales: [Scale, Scale] = [() => 0, () => 0];
  let box: Box = { left: 40, right: 272, top: 8, bottom: SMALL_HEIGHT - 36 };
  const chart = figure(
    SMALL_HEIGHT,
    (svg, width) => {
      box = { left: 40, right: width - 8, top: 8, bottom: SMALL_HEIGHT - 36 };
      scales = paint(svg, box, state);
      svg.append(mark);
      return `${workloadTitle(state.holdout)} by share of the rare rows caught`;
    },
    () => {
      move();
    }
  );
  const move = (): void => {
    const figures = state.figures();
    const curve = state.holdout;
    mark.replaceChildren();
    if (figures && curve) {
      const load = workload(figures.holdout, curve);
      const across = scales[0](figures.holdout.recall ?? 0);
      const up = scales[1](load);
      const isLeft = across > (box.left + box.right) / 2;
      const more = { class: 'sb-b sb-halo', 'text-anchor': isLeft ? 'end' : 'start' };
      mark.append(path(`M${across} ${box.bottom}V${up}H${box.left}`, 'sb-guide'), diamond(across, up, 5));
      mark.append(text(across + (isLeft ? -9 : 9), Math.max(box.top + 10, up - 8), plain(load, 3), more));
    }
  };
  return { el: chart.el, draw: chart.draw, move };
}

function paint(svg: SVGElement, box: Box, state: ScoreState): [Scale, Scale] {
  const { holdout, none } = state;
  const x = linear([0, 1], [box.left, box.right]);
  if (!holdout) {
    return [x, () => box.bottom];
  }
  const loads = loadsOf(holdout, state);
  const positive = loads.map(([, load]) => load).filter(load => load > 0);
  const most = Math.max(...positive, 1);
  const least = Math.max(Math.min(...positive, most / 10), most / 1e4);
  const y = logarithmic([least, most], [box.bottom, box.top]);
  yAxis(svg, box, y, decades(least, most, 4), tick);
  xAxis(svg, box, x, [0, 0.25, 0.5, 0.75, 1], value => plain(value * 100));
  capacityLine(svg, box, state, holdout, y);
  if (none && none.name !== holdout.name) {
    svg.append(path(line(loadsOf(none, state).map(([recall, load]) => [x(recall), y(load)] as const)), 'sb-non'));
  }
  svg.append(path(line(loads.map(([recall, load]) => [x(recall), y(load)] as const)), 'sb-line'));
  svg.append(path(`M${box.left} ${box.top}V${box.bottom}H${box.right}`, 'sb-ax'));
  xTitle(svg, box, 'rare rows caught, %');
  return [x, y];
}

function loadsOf(curve: Curve, state: ScoreState): [number, number][] {
  const pairs: [number, number][] = [];
  for (let row = curve.rows - 1; row >= 0; row -= 1) {
    const one = decide(curve, row, state.costs);
    if (one.alerts > 0) {
      pairs.push([one.recall ?? 0, workload(one, curve)]);
    }
  }
  return pairs;
}

function capacityLine(svg: SVGElement, box: Box, state: ScoreState, curve: Curve, y: Scale): void {
  const { capacity } = state.costs;
  if (!isNumber(capacity) || capacity <= 0) {
    return;
  }
  const load = curve.days ? capacity / curve.days : (1000 * capacity) / Math.max(1, curve.rare + curve.others);
  const up = Math.min(box.bottom, Math.max(box.top, y(load)));
  svg.append(path(`M${box.left} ${up}H${box.right}`, 'sb-capline'));
  svg.append(text(box.left + 6, up - 5, `capacity ${plain(load, 3)}`, { class: 'sb-b sb-halo' }));
}

/** The same in numbers: share caught, alerts, of them right, at ten places. */
export function workloadRows(state: ScoreState): string[][] {
  const curve = state.holdout;
  if (!curve) {
    return [];
  }
  const places = Array.from({ length: 11 }, (_, index) => Math.round((index * (curve.rows - 1)) / 10)).reverse();
  return places.map(row => {
    const one = decide(curve, row, state.costs);
    return [rate(one.recall), plain(workload(one, curve), 3), rate(one.precision)];
  });
}
