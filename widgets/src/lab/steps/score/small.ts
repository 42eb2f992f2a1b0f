/** The three small charts: calibration, scores of the holdout, alerts, each with a table twin. */

import { calibrationChart, calibrationRows } from '../../charts/calibration';
import { histogramChart, histogramRows } from '../../charts/histogram';
import { lineKey, legendItem, patchKey } from '../../charts/marks';
import { workloadChart, workloadRows } from '../../charts/workload';
import { h, set, setText, show, type Part } from '../../dom';
import { scrolling, table } from '../../tables';
import { workloadTitle, type ScoreState } from './state';

const CALIBRATION = 'Calibration';

interface Small {
  part: Part & { move?(): void };
  title(): string;
  caption(): string;
  head: string[];
  rows(): string[][];
  legend?: HTMLElement;
}

export function smallCharts(state: ScoreState, asTables: () => boolean): Part & { move(): void } {
  const smalls = smallsOf(state).map(one => {
    const title = h('h3');
    const caption = h('div', { class: 'sb-cap' });
    const twin = table(one.head.join(', '));
    const box = scrolling(twin.el);
    const el = h('div', { class: 'sb-small' }, title, caption, one.part.el, box, one.legend);
    return { one, title, caption, twin, box, el };
  });
  return {
    el: h('div', { class: 'sb-grid sb-grid-small' }, ...smalls.map(one => one.el)),
    draw() {
      const isTable = asTables();
      for (const { one, title, caption, twin, box } of smalls) {
        setText(title, one.title());
        setText(caption, one.caption());
        set(caption, { title: one.title() === CALIBRATION ? state.run?.calibration : null });
        show(one.part.el, !isTable);
        show(box, isTable);
        if (one.legend) {
          show(one.legend, !isTable);
        }
        if (isTable) {
          twin.show({ caption: ['', ''], head: one.head, rows: one.rows().map(cells => ({ cells })) });
        } else {
          one.part.draw();
        }
      }
    },
    move() {
      if (!asTables()) {
        smalls.forEach(({ one }) => one.part.move?.());
      }
    }
  };
}

function smallsOf(state: ScoreState): Small[] {
  const keys = h('div', { class: 'sb-legend' });
  keys.append(legendItem(patchKey('sb-histrare'), 'rare'), legendItem(patchKey('sb-histother'), 'other'));
  const lines = h('div', { class: 'sb-legend' });
  lines.append(legendItem(lineKey('sb-line'), 'this run'), legendItem(lineKey('sb-non'), 'None'));
  return [
    {
      part: calibrationChart(state),
      title: () => CALIBRATION,
      caption: () => firstSentence(state.run?.calibration || 'as the model gives it'),
      head: ['Predicted, %', 'Observed, %', 'Rows'],
      rows: () => calibrationRows(state)
    },
    {
      part: histogramChart(state),
      title: () => 'Scores of the holdout',
      caption: () => 'rows by score, both scales logarithmic',
      head: ['Score, %', 'Rare', 'Other'],
      rows: () => histogramRows(state),
      legend: keys
    },
    {
      part: workloadChart(state),
      title: () => workloadTitle(state.holdout),
      caption: () => 'what catching more costs in reviews',
      head: ['Caught', 'Alerts', 'Precision'],
      rows: () => workloadRows(state),
      legend: lines
    }
  ];
}

/** The first sentence of what was done; the whole stands in its tooltip. */
function firstSentence(text: string): string {
  return /^.*?\.(?=\s+[A-Z])/u.exec(text)?.[0] ?? text;
}
