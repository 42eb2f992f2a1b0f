/** Precision and recall with its switches (PR or ROC, curve or table), the legend and the table twin. */

import { OVERLAY_LOOKS, ratesChart, type Kind } from '../../charts/rates';
import { legendItem, lineKey, patchKey } from '../../charts/marks';
import { fill, h, setText, show, type Part } from '../../dom';
import { segments } from '../../fields';
import { count, money, rate, score, threshold } from '../../format';
import { runTitle } from '../../model';
import { scrolling, table, type Row } from '../../tables';
import { decide, type Curve } from '../../thresholds';
import type { RunRow } from '../../types';
import type { ScoreState } from './state';

const TWIN_ROWS = 12;

/** The view, and what is called when its switch turns all figures of the step into tables or back. */
export interface RatesView extends Part {
  move(): void;
  asTables(): boolean;
}

export function ratesView(state: ScoreState, onSwitch: () => void): RatesView {
  const chart = ratesChart(state);
  const twin = table('Precision and recall by threshold');
  const twinBox = scrolling(twin.el);
  const legend = h('div', { class: 'sb-legend' });
  const title = h('h3');
  let isTable = false;
  const turn = (value: string): void => {
    isTable = value === 'table';
    draw();
    onSwitch();
  };
  const pick = (value: string): void => {
    chart.kind = value as Kind;
    draw();
  };
  const shape = segments('Curves or tables', SHAPES, turn, { small: true });
  const kind = segments('PR or ROC', KINDS, pick, { small: true });
  const move = (): void => {
    if (!isTable) {
      chart.move();
    } else if (state.holdout) {
      twin.show({ caption: ['', 'holdout rows'], head: HEADS, rows: twinRows(state, state.holdout) });
    }
  };
  const draw = (): void => {
    setText(title, TITLES[chart.kind]);
    shape.show(isTable ? 'table' : 'curve');
    kind.show(chart.kind);
    swap([chart.el, legend], [twinBox], isTable);
    fill(legend, ...legendItems(state, chart.kind));
    if (!isTable) {
      chart.draw();
    }
    move();
  };
  const head = h('div', { class: 'sb-fighead sb-wrap' }, title, h('span', { class: 'sb-sp' }), shape.el, kind.el);
  return { el: h('div', { class: 'sb-rates' }, head, chart.el, twinBox, legend), draw, move, asTables: () => isTable };
}

const TITLES: Record<Kind, string> = { pr: 'Precision and recall', roc: 'Recall and false alarms' };
const SHAPES = [
  { value: 'curve', text: 'Curve' },
  { value: 'table', text: 'Table' }
];
const KINDS = [
  { value: 'pr', text: 'PR' },
  { value: 'roc', text: 'ROC' }
];
const HEADS = ['Threshold', 'Precision', 'Recall', 'False alarm rate', 'Alerts', 'Cost'];

/** Show the first ones or the second ones. */
function swap(first: HTMLElement[], second: HTMLElement[], isSecond: boolean): void {
  first.forEach(el => {
    show(el, !isSecond);
  });
  second.forEach(el => {
    show(el, isSecond);
  });
}

/** A dozen rows spread over the table, the threshold's own among them and marked. */
function twinRows(state: ScoreState, curve: Curve): Row[] {
  const last = curve.rows - 1;
  const picked = Array.from({ length: TWIN_ROWS }, (_, index) => Math.round((index * last) / (TWIN_ROWS - 1)));
  const rows = [...new Set([...picked, state.row])].sort((a, b) => a - b);
  return rows.map(row => {
    const one = decide(curve, row, state.costs);
    const cells = [
      threshold(one.threshold),
      rate(one.precision),
      rate(one.recall),
      score(one.falseAlarmRate),
      count(one.alerts),
      money(one.cost)
    ];
    return { cells, current: row === state.row, look: row === state.row ? 'sb-cur' : '' };
  });
}

function legendItems(state: ScoreState, kind: Kind): HTMLElement[] {
  const runs = state.model.get('runs');
  const key = kind === 'pr' ? 'average_precision' : 'roc_auc';
  const words = (name: string): string => {
    const run: RunRow | undefined = runs.find(one => one.name === name);
    return `${runTitle(name)}, ${score(run?.scores[key]?.[0])}`;
  };
  const { holdout, none, overlays } = state;
  const items = holdout ? [legendItem(lineKey('sb-line'), words(holdout.name))] : [];
  if (kind === 'pr') {
    items.push(legendItem(patchKey('sb-band'), '95\u202f% interval'));
  }
  if (none && none.name !== holdout?.name) {
    items.push(legendItem(lineKey('sb-non'), words(none.name)));
  }
  overlays.forEach((curve, index) => {
    items.push(legendItem(lineKey(OVERLAY_LOOKS[index] ?? 'sb-l5'), words(curve.name)));
  });
  return items;
}
