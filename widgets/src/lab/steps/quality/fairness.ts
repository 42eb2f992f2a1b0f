/** Recall of the groups of one column, None beside the run: in words, as a drawing, as a table. */

import { groupsChart } from '../../charts/groups';
import { diamond, legendItem, lineKey } from '../../charts/marks';
import { VIEWS } from '../../charts/points';
import { fill, h, s, setText, show, whenChanged, type Part } from '../../dom';
import { segments, select } from '../../fields';
import { count, interval, rate } from '../../format';
import { runTitle, type LabModel } from '../../model';
import type { Bounds, Quality } from '../../steptypes';
import { scrolling, table, type Cell, type Content } from '../../tables';
import { auditOf } from './head';

const NO_COLUMN = '\u0000none';

type Fairness = Quality['fairness'];

export function fairnessView(model: LabModel): Part {
  const by = select(
    'Fairness by',
    value => {
      model.set({ fair_by: value === NO_COLUMN ? null : value });
    },
    { small: true }
  );
  const text = h('p', { 'aria-live': 'polite' });
  const legend = h('div', { class: 'sb-legend' });
  const groups = groupsView();
  const head = h('div', { class: 'sb-fighead' }, h('h3', { text: 'Fairness by' }), by.el);
  const words = h('div', {}, head, text, legend);
  const el = h('section', { class: 'sb-sec sb-grid sb-grid-fair', 'aria-label': 'Fairness' }, words, groups.el);
  const redraw = whenChanged(() => {
    const { run, fairness } = auditOf(model);
    fill(legend, ...legendItems(runTitle(run ?? '')));
    groups.show(fairness?.groups ?? [], fairness?.by ?? '', runTitle(run ?? ''));
  });
  return {
    el,
    draw() {
      const { run, fairness } = auditOf(model);
      const chosen = model.get('fair_by');
      const options = (fairness?.choices ?? []).map(value => ({ value, text: value }));
      show(el, options.length > 0);
      by.show([{ value: NO_COLUMN, text: 'no column' }, ...options], chosen ?? NO_COLUMN);
      setText(text, wordsOf(fairness, chosen));
      const any = (fairness?.groups ?? []).length > 0;
      show(legend, any);
      show(groups.el, any);
      redraw(run, fairness);
    }
  };
}

function wordsOf(fairness: Fairness | undefined, chosen: string | null): string {
  if (chosen === null) {
    return fairness?.text || 'Choose a column to compare the recall of its groups.';
  }
  return fairness?.by === chosen ? fairness.text : `The groups of ${chosen} are being counted.`;
}

function legendItems(name: string): HTMLElement[] {
  const key = (look: string, mark: SVGElement): SVGElement => {
    const el = lineKey(look);
    el.append(mark);
    return el;
  };
  return [
    legendItem(key('sb-non', s('circle', { cx: 11, cy: 6, r: 4, class: 'sb-disc' })), 'None'),
    legendItem(key('sb-line', diamond(11, 6, 5)), name)
  ];
}

/** The drawing and its table twin, one at a time. */
function groupsView(): { el: HTMLElement; show(groups: Fairness['groups'], by: string, run: string): void } {
  const chart = groupsChart();
  const twin = table('Recall by group');
  const twinBox = scrolling(twin.el);
  const toggle = segments('Groups as', VIEWS, value => turn(value), { small: true });
  const turn = (value: string): void => {
    toggle.show(value);
    show(chart.el, value === 'plot');
    show(twinBox, value === 'table');
  };
  turn('plot');
  const title = h('span', { class: 'sb-cap', text: 'Recall on the holdout, 95\u202f% interval' });
  const head = h('div', { class: 'sb-fighead' }, title, h('span', { class: 'sb-sp' }), toggle.el);
  return {
    el: h('div', {}, head, chart.el, twinBox),
    show(groups, by, run) {
      if (groups.length > 0) {
        chart.show(groups, `Recall by ${by}, None and ${run}, ${count(groups.length)} groups`);
      }
      twin.show(twinContent(groups, by, run));
    }
  };
}

function twinContent(groups: Fairness['groups'], by: string, run: string): Content {
  return {
    caption: ['Recall', `, by ${by}`],
    head: ['Group', 'Rows', 'Rare rows', 'None', run],
    rows: groups.map(group => ({
      cells: [group.name, count(group.rows), count(group.rare), boundsCell(group.none), boundsCell(group.run)]
    }))
  };
}

function boundsCell(bounds: Bounds | null): Cell {
  const [value, low, high] = bounds ?? [null, null, null];
  const beside = interval(low, high, rate);
  return { text: rate(value), ...(beside ? { under: beside } : {}) };
}
