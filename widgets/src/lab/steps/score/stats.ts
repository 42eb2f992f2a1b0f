/** The row of figures under the slider: precision, recall, alerts, cost, what is saved. */

import { h, setText, type Part } from '../../dom';
import { DASH, interval, isNumber, money, percent, plain, rate } from '../../format';
import { decide, wilson, type Curve, type Decision } from '../../thresholds';
import { spanWords, workload, workloadTitle, type Figures, type ScoreState } from './state';

interface Stat {
  title(curve: Curve): string;
  large(decision: Decision, curve: Curve, state: ScoreState): string;
  small(decision: Decision, curve: Curve, state: ScoreState): string;
}

const STATS: Stat[] = [
  {
    title: () => 'Precision',
    large: one => rate(one.precision),
    small: one => bounds(wilson(one.tp, one.alerts))
  },
  {
    title: () => 'Recall',
    large: one => rate(one.recall),
    small: one => bounds(wilson(one.tp, one.tp + one.fn))
  },
  {
    title: workloadTitle,
    large: (one, curve) => plain(workload(one, curve), 3),
    small: (_, curve, state) => capacityWords(curve, state)
  },
  {
    title: curve => `Cost, ${spanWords(curve)}`,
    large: one => money(one.cost),
    small: () => ''
  },
  { title: () => 'Saved against flag none', large: saved, small: () => '' }
];

export function statsRow(state: ScoreState): Part {
  const over = h('p', { class: 'sb-over sb-which' });
  const cells = STATS.map(stat => {
    const term = h('dt');
    const large = h('span');
    const small = h('small');
    return { stat, term, large, small, el: h('div', {}, term, h('dd', {}, large, ' ', small)) };
  });
  const el = h('div', {}, over, h('dl', { class: 'sb-stats' }, ...cells.map(cell => cell.el)));
  return {
    el,
    draw() {
      const figures = state.figures();
      const curve = figures?.part === 'validation' ? state.validation : state.holdout;
      if (!figures || !curve) {
        return;
      }
      setText(over, overline(figures));
      for (const { stat, term, large, small } of cells) {
        setText(term, stat.title(curve));
        setText(large, stat.large(figures.large, curve, state));
        setText(small, secondary(stat, figures, curve, state));
      }
    }
  };
}

function overline(figures: Figures): string {
  return figures.part === 'validation' ? 'Validation rows while the slider is held; holdout in grey' : 'Holdout rows';
}

/** Beside the large figure: the holdout's while the slider is held, else the interval. */
function secondary(stat: Stat, figures: Figures, curve: Curve, state: ScoreState): string {
  if (figures.part === 'validation' && state.holdout) {
    return `holdout ${stat.large(figures.holdout, state.holdout, state)}`;
  }
  return stat.small(figures.large, curve, state);
}

function saved(decision: Decision, curve: Curve, state: ScoreState): string {
  const none = decide(curve, curve.rows - 1, state.costs).cost;
  return none > 0 ? percent(1 - decision.cost / none) : DASH;
}

function capacityWords(curve: Curve, state: ScoreState): string {
  const { capacity } = state.costs;
  if (!isNumber(capacity)) {
    return '';
  }
  const rows = curve.days ? capacity / curve.days : (1000 * capacity) / Math.max(1, curve.rare + curve.others);
  return `capacity ${plain(rows, 3)}`;
}

function bounds(pair: [number, number] | null): string {
  return pair ? `(${interval(pair[0], pair[1], rate)})` : '';
}
