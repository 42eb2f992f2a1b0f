/** One row of the ledger: tick to overlay, name to show, scores, drawing, difference. */

import { forestCell } from '../charts/forest';
import { sign } from '../charts/marks';
import { fill, h, set, setText, whenChanged } from '../dom';
import { delta, interval, isNumber, money, plain, rate, score } from '../format';
import { runTitle, type LabModel } from '../model';
import type { RunRow } from '../types';

const MOST_OVERLAID = 4;

/** What all rows share. */
export interface Ledger {
  reach: number;
  detectable: number;
  overlaid: string[];
  shown: string;
}

export interface LedgerRow {
  el: HTMLElement;
  draw(run: RunRow, ledger: Ledger): void;
}

export function ledgerRow(model: LabModel, name: string): LedgerRow {
  const tick = overlayTick(model, name);
  const head = runHead(name);
  const cells = ledgerCells();
  const el = h('tr', {}, h('td', { class: 'sb-coltick' }, tick), head.el, ...Object.values(cells));
  el.addEventListener('click', event => {
    const isKnown = !model.gone || model.get('curves').some(one => one.name === name);
    if (isKnown && !(event.target instanceof HTMLInputElement)) {
      model.set({ shown: name });
    }
  });
  let now: { run: RunRow; ledger: Ledger } | null = null;
  const rebuild = whenChanged(() => {
    if (now) {
      fillCells(cells, now.run, now.ledger);
    }
  });
  return {
    el,
    draw(run, ledger) {
      now = { run, ledger };
      head.draw(run, ledger.shown === name);
      drawState(el, tick, name, ledger);
      rebuild(run, ledger.reach, ledger.detectable);
    }
  };
}

type Cells = Record<'primary' | 'forest' | 'diff' | 'recall' | 'cost' | 'seconds', HTMLElement>;

function ledgerCells(): Cells {
  const wide = (): HTMLElement => h('td', { class: 'sb-wideonly' });
  return {
    primary: wide(),
    forest: h('td', { class: 'sb-colforest' }),
    diff: h('td'),
    recall: wide(),
    cost: wide(),
    seconds: wide()
  };
}

function fillCells(cells: Cells, run: RunRow, ledger: Ledger): void {
  const bounds = interval(run.delta_low, run.delta_high, one => delta(one));
  fill(cells.primary, ...stacked(score(run.value), interval(run.low, run.high)));
  fill(cells.forest, forestCell(run, ledger.reach, ledger.detectable));
  fill(cells.diff, ...stacked(deltaWords(run), bounds));
  setText(cells.recall, rate(run.recall));
  setText(cells.cost, money(run.cost));
  setText(cells.seconds, secondsWords(run.seconds));
}

/** The first cell: the name as a button that shows the run, its knobs, and on narrow panels the rest of the row. */
function runHead(name: string): { el: HTMLElement; draw(run: RunRow, isShown: boolean): void } {
  const pick = h('button', { class: 'sb-rowname' });
  const words = h('span', { class: 'sb-cap sb-under' });
  const more = h('span', { class: 'sb-cap sb-under sb-more' });
  const pin = name === 'none' ? sign('pin') : null;
  return {
    el: h('th', { scope: 'row', class: 'sb-colrun' }, pick, pin, words, more),
    draw(run, isShown) {
      drawHead(pick, words, run);
      set(pick, { 'aria-pressed': String(isShown) });
      setText(more, moreWords(run));
    }
  };
}

function overlayTick(model: LabModel, name: string): HTMLInputElement {
  const tick = h('input', { type: 'checkbox', 'aria-label': `overlay ${runTitle(name)}` });
  tick.addEventListener('change', () => {
    const others = model.get('overlaid').filter(one => one !== name);
    model.set({ overlaid: tick.checked ? [...others, name].slice(-MOST_OVERLAID) : others });
  });
  return tick;
}

/** The label in bold and the knobs below; a name of the user's own stands for the label. */
function drawHead(pick: HTMLElement, words: HTMLElement, run: RunRow): void {
  const isOwnName = run.name !== 'none' && run.label !== '' && !run.name.startsWith(run.label);
  setText(pick, run.name === 'none' ? 'None' : isOwnName || run.label === '' ? run.name : run.label);
  setText(words, isOwnName ? [run.label, run.knob_words].filter(Boolean).join(', ') : run.knob_words);
  set(pick, { 'aria-label': runTitle(run.name) });
}

function drawState(el: HTMLElement, tick: HTMLInputElement, name: string, ledger: Ledger): void {
  const isShown = ledger.shown === name;
  set(el, {
    class: isShown ? 'sb-cur' : name === 'none' ? 'sb-pinned' : null,
    'aria-current': isShown ? 'true' : null
  });
  tick.checked = ledger.overlaid.includes(name);
  tick.disabled = !tick.checked && ledger.overlaid.length >= MOST_OVERLAID;
  set(tick, { title: tick.disabled ? 'At most four: untick one first.' : null });
}

function deltaWords(run: RunRow): string {
  return run.name === 'none' ? '0' : delta(run.delta, true);
}

function stacked(text: string, under: string): (Node | string)[] {
  return under ? [text, h('span', { class: 'sb-cap sb-under', text: under })] : [text];
}

function secondsWords(value: number | null): string {
  return isNumber(value) ? (value < 100 ? value.toFixed(1) : plain(value)) : '–';
}

/** What the narrow ledger leaves out, shown under the chosen run. */
function moreWords(run: RunRow): string {
  const bounds = interval(run.low, run.high);
  const primary = `${score(run.value)}${bounds ? ` (${bounds})` : ''}`;
  return `${primary}, recall ${rate(run.recall)}, cost ${money(run.cost)}, ${secondsWords(run.seconds)} s`;
}
