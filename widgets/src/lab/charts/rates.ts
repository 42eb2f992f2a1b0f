/** Precision and recall, or ROC: the shown run with its interval, None, the overlaid runs, and where the threshold stands. */

import { s, type Part } from '../dom';
import { plain, rate, score, threshold } from '../format';
import { runTitle } from '../model';
import type { ScoreState } from '../steps/score/state';
import { wilson, type Curve } from '../thresholds';
import { figure, line, linear, path, text, xAxis, xTitle, yAxis, yTitle, type Box, type Scale } from './figure';
import { diamond } from './marks';

export type Kind = 'pr' | 'roc';
type Point = readonly [number, number];

const HEIGHT = 300;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** Look of each overlaid line, by its place: they differ in dash as well as in colour. */
export const OVERLAY_LOOKS = ['sb-l2', 'sb-l3', 'sb-l4', 'sb-l5'];

export interface RatesChart extends Part {
  move(): void;
  kind: Kind;
}

export function ratesChart(state: ScoreState): RatesChart {
  const mark = s('g');
  let box: Box = { left: 44, right: 474, top: 8, bottom: HEIGHT - 36 };
  const chart = figure(
    HEIGHT,
    (svg, width) => {
      box = { left: 44, right: width - 8, top: 8, bottom: HEIGHT - 36 };
      const label = paint(svg, box, state, self.kind);
      svg.append(mark);
      return label;
    },
    () => {
      self.move();
    }
  );
  const self: RatesChart = {
    el: chart.el,
    kind: 'pr',
    draw: chart.draw,
    move() {
      mark.replaceChildren(...thresholdMark(state, box, self.kind));
    }
  };
  return self;
}

function paint(svg: SVGElement, box: Box, state: ScoreState, kind: Kind): string {
  const { holdout, none, overlays, run } = state;
  if (!holdout) {
    return '';
  }
  const [x, y] = unit(box);
  yAxis(svg, box, y, QUARTERS, plain);
  xAxis(svg, box, x, QUARTERS, plain);
  if (kind === 'pr') {
    svg.append(path(band(holdout, x, y), 'sb-band'));
  }
  const look = (curve: Curve, name: string): void => {
    svg.append(path(line(points(curve, kind, x, y)), name));
  };
  overlays.forEach((curve, index) => {
    look(curve, OVERLAY_LOOKS[index] ?? 'sb-l5');
  });
  look(holdout, 'sb-line');
  if (none && none.name !== holdout.name) {
    look(none, 'sb-non');
  }
  baseLine(svg, box, holdout, kind, y);
  svg.append(path(`M${box.left} ${box.top}V${box.bottom}`, 'sb-ax'));
  yTitle(svg, box, kind === 'pr' ? 'precision' : 'recall');
  xTitle(svg, box, kind === 'pr' ? 'recall: share of rare rows caught' : 'false alarms: share of the others flagged');
  const name = kind === 'pr' ? 'Precision-recall curve' : 'ROC curve';
  return `${name} of ${runTitle(run?.name ?? '')}${none ? ', and None' : ''}, holdout rows`;
}

function unit(box: Box): [Scale, Scale] {
  return [linear([0, 1], [box.left, box.right]), linear([0, 1], [box.bottom, box.top])];
}

/** The base rate for precision, the diagonal for ROC. */
function baseLine(svg: SVGElement, box: Box, curve: Curve, kind: Kind, y: Scale): void {
  if (kind === 'roc') {
    svg.append(path(`M${box.left} ${box.bottom}L${box.right} ${box.top}`, 'sb-base'));
    return;
  }
  const rate = curve.rare / Math.max(1, curve.rare + curve.others);
  svg.append(path(`M${box.left} ${y(rate)}H${box.right}`, 'sb-base'));
  svg.append(text(box.left + 8, y(rate) - 6, `base rate ${score(rate)}`, { class: 'sb-halo' }));
}

/** Points from "no alert" to "all"; precision starts flat, where the first alerts are. */
function points(curve: Curve, kind: Kind, x: Scale, y: Scale): Point[] {
  const result: Point[] = [];
  for (let row = curve.rows - 1; row >= 0; row -= 1) {
    const tp = curve.tp[row] ?? 0;
    const fp = curve.fp[row] ?? 0;
    const recall = tp / Math.max(1, curve.rare);
    if (kind === 'roc') {
      result.push([x(fp / Math.max(1, curve.others)), y(recall)]);
    } else if (tp + fp > 0) {
      const precision = tp / (tp + fp);
      if (result.length === 0) {
        result.push([x(0), y(precision)]);
      }
      result.push([x(recall), y(precision)]);
    }
  }
  return result;
}

/** 95 % interval of both shares at each threshold, as one closed path; left out where few are caught. */
function band(curve: Curve, x: Scale, y: Scale): string {
  const upper: Point[] = [];
  const lower: Point[] = [];
  const fewest = Math.max(10, 0.05 * curve.rare);
  for (let row = curve.rows - 1; row >= 0; row -= 1) {
    const tp = curve.tp[row] ?? 0;
    const precision = tp >= fewest ? wilson(tp, tp + (curve.fp[row] ?? 0)) : null;
    const recall = wilson(tp, curve.rare);
    if (precision && recall) {
      if (!upper.length) {
        upper.push([x(recall[0]), y(precision[1])]);
      }
      lower.push([x(recall[0]), y(precision[0])]);
      upper.push([x(recall[1]), y(precision[1])]);
    }
  }
  return upper.length ? `${line([...upper, ...lower.reverse()])}z` : '';
}

function thresholdMark(state: ScoreState, box: Box, kind: Kind): SVGElement[] {
  const figures = state.figures();
  if (!figures) {
    return [];
  }
  const { precision, recall, falseAlarmRate } = figures.holdout;
  const [x, y] = unit(box);
  const across = x((kind === 'pr' ? recall : falseAlarmRate) ?? 0);
  const up = y((kind === 'pr' ? (precision ?? 1) : recall) ?? 0);
  const words =
    kind === 'pr'
      ? `precision ${rate(precision)}, recall ${rate(recall)}`
      : `recall ${rate(recall)}, false alarms ${score(falseAlarmRate)}`;
  const isLeft = across > (box.left + box.right) / 2;
  const at = isLeft ? across - 12 : across + 12;
  const more = { 'text-anchor': isLeft ? 'end' : 'start' };
  const line1 = Math.max(box.top + 12, Math.min(up - 14, box.bottom - 34));
  return [
    path(`M${across} ${box.bottom}V${up}H${box.left}`, 'sb-guide'),
    diamond(across, up, 6),
    text(at, line1, `threshold ${threshold(figures.threshold)}`, { ...more, class: 'sb-b sb-halo' }),
    text(at, line1 < up - 8 ? Math.max(line1 + 28, up + 16) : line1 + 16, words, { ...more, class: 'sb-k sb-halo' })
  ];
}
