/** Step 4: the ledger of runs, None pinned first, each difference drawn against what the holdout can resolve. */

import { forestHead, reachOf, verdictMark, verdictOf, type Verdict } from '../charts/forest';
import { legendItem, patchKey } from '../charts/marks';
import { fill, h, s, setText, show, type Part } from '../dom';
import { shownRun, type LabModel } from '../model';
import { scoreTitle } from '../scorewords';
import { scrolling } from '../tables';
import type { RunRow } from '../types';
import { keepReachable, ledgerKeys } from './ledgerkeys';
import { ledgerRow, type LedgerRow, type Ledger } from './ledger';

/** From how many runs on the ledger scrolls in itself. */
const LONG = 12;
const WORDS: Record<Verdict, string> = {
  base: 'None',
  better: 'better than None',
  worse: 'worse than None',
  open: 'not distinguishable'
};

export function compareStep(model: LabModel): Part {
  const head = h('tr');
  const body = h('tbody');
  const caption = h('caption');
  const table = h('table', { 'aria-label': 'Runs', class: 'sb-table sb-ledger' }, caption, h('thead', {}, head), body);
  const legend = h('div', { class: 'sb-legend sb-ledgerlegend' });
  const quiet = h('p', { class: 'sb-quietline' });
  const box = scrolling(table);
  const rows = new Map<string, LedgerRow>();
  ledgerKeys(body);
  pinBelowHead(head, box);
  // a preview's sentence and None's have no detectable difference: the last one of this split stays
  let zone: { fingerprint: string | undefined; width: number } = { fingerprint: undefined, width: 0 };
  return {
    el: h('div', {}, quiet, box, legend),
    draw() {
      const runs = pinned(model.get('runs'));
      show(box, runs.length > 0);
      show(quiet, runs.length === 0);
      setText(quiet, 'Runs appear here as they are scored; None comes first, by itself.');
      const { fingerprint } = model.get('facts');
      zone = {
        fingerprint,
        width: model.get('sentence').detectable ?? (zone.fingerprint === fingerprint ? zone.width : 0)
      };
      const ledger = ledgerOf(model, runs, zone.width);
      fill(caption, ...captionWords(model));
      fill(head, ...headCells(runs, ledger, model.get('facts').days ?? null));
      placeRows(body, rows, runs, model, ledger);
      keepReachable(body);
      box.classList.toggle('sb-long', runs.length > LONG);
      fill(legend, ...legendItems(runs));
    }
  };
}

/** A long ledger scrolls in itself: its head stays, and None below the head, however high that is. */
function pinBelowHead(head: HTMLElement, box: HTMLElement): void {
  if (typeof ResizeObserver !== 'undefined') {
    new ResizeObserver(() => {
      box.style.setProperty('--sb-head', `${head.offsetHeight}px`);
    }).observe(head);
  }
}

/** None first, the others as they came. */
export function pinned(runs: RunRow[]): RunRow[] {
  return [...runs.filter(run => run.name === 'none'), ...runs.filter(run => run.name !== 'none')];
}

function ledgerOf(model: LabModel, runs: RunRow[], detectable: number): Ledger {
  const overlaid = model.get('overlaid');
  return { reach: reachOf(runs, detectable), detectable, overlaid, shown: shownRun(model)?.name ?? '' };
}

/** Rows are kept by name, so that a checkbox or a name with the focus stays where it is. */
function placeRows(
  body: HTMLElement,
  rows: Map<string, LedgerRow>,
  runs: RunRow[],
  model: LabModel,
  ledger: Ledger
): void {
  const names = new Set(runs.map(run => run.name));
  for (const [name, row] of rows) {
    if (!names.has(name)) {
      row.el.remove();
      rows.delete(name);
    }
  }
  runs.forEach((run, index) => {
    const row = rows.get(run.name) ?? ledgerRow(model, run.name);
    rows.set(run.name, row);
    if (body.children[index] !== row.el) {
      body.insertBefore(row.el, body.children[index] ?? null);
    }
    row.draw(run, ledger);
  });
}

function captionWords(model: LabModel): (Node | string)[] {
  const { fingerprint, seed } = model.get('facts');
  const split = fingerprint ? [', split ', h('code', { text: fingerprint.slice(0, 8) })] : [];
  const words = `${seed === undefined ? '' : `, seed ${seed}`}. Tick up to four to overlay them in Score.`;
  return [h('b', { text: 'Runs' }), ', exact', ...split, words];
}

function headCells(runs: RunRow[], ledger: Ledger, days: number | null): HTMLElement[] {
  const primary = scoreTitle(runs[0]?.primary ?? 'average_precision');
  const drawing = h('td', { class: 'sb-colforest' }, forestHead(ledger.reach, ledger.detectable));
  const th = (text: string, look: string | null = null): HTMLElement => h('th', { scope: 'col', class: look, text });
  return [
    h('td', { class: 'sb-corner' }),
    th('Run', 'sb-colrun'),
    th(primary, 'sb-wideonly'),
    drawing,
    th('Difference to None'),
    th('Recall', 'sb-wideonly'),
    th(days ? `Cost, ${Math.round(days)} days` : 'Cost', 'sb-wideonly'),
    th('Seconds', 'sb-wideonly')
  ];
}

function legendItems(runs: RunRow[]): HTMLElement[] {
  const kinds = new Set(runs.map(verdictOf));
  const marks = (['better', 'open', 'worse'] as const)
    .filter(kind => kinds.has(kind))
    .map(kind => {
      const key = s(
        'svg',
        { class: `sb-sign sb-is-${kind}`, width: 14, height: 14, 'aria-hidden': 'true' },
        verdictMark(kind)
      );
      return legendItem(key, WORDS[kind]);
    });
  return runs.length ? [legendItem(patchKey('sb-zone'), 'too small to detect on this holdout'), ...marks] : [];
}
