/** Step 3: one threshold drives the figures, the confusion matrix, the charts and the cost, all computed here. */

import { h, newId, setText, show, type Part } from '../dom';
import { count, interval } from '../format';
import { noneRun, runTitle, type LabModel } from '../model';
import { scoreText } from '../scorewords';
import { scrolling, table, type Row } from '../tables';
import type { RunRow } from '../types';
import { scoreHead } from './score/head';
import { confusionMatrix } from './score/matrix';
import { ratesView } from './score/rates';
import { smallCharts } from './score/small';
import { ScoreState } from './score/state';
import { statsRow } from './score/stats';
import { thresholdTrack } from './score/track';

/** The step; `drawThreshold` alone follows a threshold set from elsewhere. */
export interface ScoreStep extends Part {
  drawThreshold(): void;
}

export function scoreStep(model: LabModel): ScoreStep {
  const state = new ScoreState(model);
  const titleId = newId('threshold');
  const move = (): void => {
    [head, stats, matrix].forEach(part => {
      part.draw();
    });
    [track, rates, smalls].forEach(part => {
      part.move();
    });
  };
  const head = scoreHead(state, titleId, move);
  const track = thresholdTrack(state, titleId, move);
  const stats = statsRow(state);
  const rates = ratesView(state, () => smalls.draw());
  const matrix = confusionMatrix(state);
  const smalls = smallCharts(state, rates.asTables);
  const full = fullTable(state);
  const quiet = h('p', { class: 'sb-quietline' });
  const middle = h('div', { class: 'sb-sec sb-grid sb-grid-score' }, rates.el, matrix.el);
  const below = [middle, h('div', { class: 'sb-sec' }, smalls.el), h('div', { class: 'sb-sec' }, full.el)];
  const body = h('div', {}, head.el, track.el, stats.el, ...below);
  return {
    el: h('div', {}, quiet, body),
    drawThreshold: move,
    draw() {
      state.refresh();
      show(body, state.holdout !== undefined);
      show(quiet, state.holdout === undefined);
      setText(quiet, 'Scores appear here when the first run has been scored on the holdout.');
      if (state.holdout) {
        [head, track, stats, rates, matrix, smalls, full].forEach(part => {
          part.draw();
        });
      }
    }
  };
}

const COLUMNS: [key: string, head: string][] = [
  ['average_precision', 'Average precision'],
  ['recall_at_fpr_1', 'Recall at 1\u202f% false alarms'],
  ['recall_at_fpr_5', 'Recall at 5\u202f% false alarms'],
  ['precision_at_k', 'Precision of top rows'],
  ['brier', 'Brier score'],
  ['calibration_error', 'Calibration error'],
  ['roc_auc', 'ROC AUC']
];

function fullTable(state: ScoreState): Part {
  const scores = table('Scores', 'sb-full');
  return {
    el: scrolling(scores.el),
    draw() {
      const { run, model } = state;
      const names = [...new Set(['none', ...model.get('overlaid'), run?.name ?? 'none'])];
      const runs = names.map(name =>
        name === 'none' ? noneRun(model) : model.get('runs').find(one => one.name === name)
      );
      const rows = state.holdout ? state.holdout.rare + state.holdout.others : 0;
      const shown = runs.filter((one): one is RunRow => one !== undefined);
      scores.show({
        caption: ['Scores', `, exact, ${count(rows)} holdout rows`],
        head: ['Run', ...COLUMNS.map(([, head]) => head)],
        rows: shown.map(one => fullRow(one, one.name === run?.name))
      });
    }
  };
}

function fullRow(run: RunRow, isCurrent: boolean): Row {
  const cells = COLUMNS.map(([key], index) => {
    const [value, low, high] = run.scores[key] ?? [null, null, null];
    const bounds = index === 0 ? interval(low, high) : '';
    return { text: scoreText(key, value), ...(bounds ? { beside: `(${bounds})` } : {}) };
  });
  const look = isCurrent ? 'sb-cur' : run.name === 'none' ? 'sb-pinned' : '';
  return { cells: [runTitle(run.name), ...cells], look, current: isCurrent };
}
