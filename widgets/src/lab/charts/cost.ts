/** Cost by threshold, over the slider: holdout solid, validation dashed and scaled to the holdout's size. */

import { s, type Part } from '../dom';
import { money } from '../format';
import type { ScoreState } from '../steps/score/state';
import { costCurve, rowOf, thresholdAt, type Curve } from '../thresholds';
import { figure, line, linear, path, text, type Scale } from './figure';
import { diamond } from './marks';

const HEIGHT = 84;
const TOP = 26;
const BOTTOM = 80;

export function costFigure(state: ScoreState): Part & { move(): void } {
  let y: Scale = () => BOTTOM;
  let x: Scale = () => 0;
  let width = 480;
  const mark = s('g');
  const chart = figure(
    HEIGHT,
    (svg, wide) => {
      width = wide;
      const curve = state.holdout;
      if (!curve) {
        return '';
      }
      const costs = costCurve(curve, state.costs);
      [x, y] = scales(curve, costs, width);
      paint(svg, state, curve, costs, x, y, width);
      svg.append(mark);
      return 'Cost by threshold, holdout rows';
    },
    () => {
      move();
    }
  );
  const move = (): void => {
    const figures = state.figures();
    if (figures) {
      const at = x(state.row);
      const up = y(figures.holdout.cost);
      const anchor = at < 60 ? 'start' : at > width - 60 ? 'end' : 'middle';
      mark.replaceChildren(
        path(`M${at} ${up}V${HEIGHT + 8}`, 'sb-guide'),
        diamond(at, up, 6),
        text(at, Math.max(10, up - 12), money(figures.holdout.cost), { class: 'sb-b sb-halo', 'text-anchor': anchor })
      );
    }
  };
  chart.el.classList.add('sb-costfig');
  return { el: chart.el, draw: chart.draw, move };
}

function scales(curve: Curve, costs: Float64Array, width: number): [Scale, Scale] {
  const none = costs.at(-1) ?? 0;
  const chosen = costs[curve.chosen] ?? 0;
  const most = Math.max(...costs);
  const top = Math.max(1e-9, Math.min(most, 1.15 * Math.max(none, chosen)));
  const inner = linear([0, top], [BOTTOM, TOP]);
  return [linear([0, Math.max(1, curve.rows - 1)], [0, width]), value => Math.max(TOP - 6, inner(value))];
}

function paint(
  svg: SVGElement,
  state: ScoreState,
  curve: Curve,
  costs: Float64Array,
  x: Scale,
  y: Scale,
  width: number
): void {
  const points = Array.from(costs, (cost, row) => [x(row), y(cost)] as const);
  svg.append(path(`${line(points)}L${width} ${BOTTOM + 4}L0 ${BOTTOM + 4}z`, 'sb-costarea'));
  if (state.validation) {
    svg.append(path(line(validationPoints(state.validation, curve, state, x, y)), 'sb-costval'));
  }
  svg.append(path(line(points), 'sb-costline'));
  const [all = 0, none = 0] = [costs[0], costs.at(-1)];
  const isOff = y(all) < TOP - 3;
  svg.append(
    text(8, 46, `flag all ${money(all)}${isOff ? (width > 640 ? ', off the scale ↑' : ' ↑') : ''}`, {
      class: 'sb-halo'
    })
  );
  svg.append(
    text(width, Math.max(12, y(none) - 8), `flag none ${money(none)}`, { class: 'sb-halo', 'text-anchor': 'end' })
  );
}

/** The validation's costs at the holdout's thresholds, times the ratio of their sizes. */
function* validationPoints(
  validation: Curve,
  curve: Curve,
  state: ScoreState,
  x: Scale,
  y: Scale
): Generator<readonly [number, number]> {
  const costs = costCurve(validation, state.costs);
  const factor = (curve.rare + curve.others) / Math.max(1, validation.rare + validation.others);
  for (let row = 0; row < curve.rows; row += 1) {
    const same = row === curve.rows - 1 ? validation.rows - 1 : rowOf(validation, thresholdAt(curve, row));
    yield [x(row), y((costs[row === 0 ? 0 : same] ?? 0) * factor)];
  }
}
