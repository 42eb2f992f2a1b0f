/** The confusion matrix, with marks beside the counts, and what each cell costs. */

import { h, setText, type Part } from '../../dom';
import { count, money } from '../../format';
import { sign } from '../../charts/marks';
import { decide, type Curve, type Decision } from '../../thresholds';
import { spanWords, type Figures, type ScoreState } from './state';

interface Cell {
  td: HTMLElement;
  big: HTMLElement;
  cap: HTMLElement;
}

export function confusionMatrix(state: ScoreState): Part {
  const rest = h('span');
  const rare = h('span', { class: 'sb-cap sb-under' });
  const other = h('span', { class: 'sb-cap sb-under' });
  const tp = cell(sign('caught'));
  const fn = cell(sign('missed'));
  const fp = cell(sign('false'));
  const tn = cell(null);
  const reviews = cell(null, '');
  const missed = cell(null, '');
  const note = h('p', { class: 'sb-cap sb-note' });
  const row = (name: string, under: HTMLElement | null, cells: Cell[], look?: string): HTMLElement =>
    h('tr', { class: look }, h('th', { scope: 'row' }, h('b', { text: name }), under), ...cells.map(one => one.td));
  const heads = ['Alert', 'No alert'].map(text => h('th', { scope: 'col', text }));
  const el = h(
    'table',
    { class: 'sb-table sb-cm', 'aria-label': 'Confusion matrix' },
    h('caption', {}, h('b', { text: 'Confusion matrix' }), rest),
    h('thead', {}, h('tr', {}, h('td', { class: 'sb-corner' }), ...heads)),
    h(
      'tbody',
      {},
      row('Rare', rare, [tp, fn]),
      row('Other', other, [fp, tn]),
      row('Cost', null, [reviews, missed], 'sb-tot')
    )
  );
  return {
    el: h('div', {}, el, note),
    draw() {
      const figures = state.figures();
      const curve = figures?.part === 'validation' ? state.validation : state.holdout;
      if (!figures || !curve) {
        return;
      }
      setText(rest, figures.part === 'validation' ? ', validation; holdout in grey' : `, ${captionWords(curve)}`);
      setText(rare, count(curve.rare));
      setText(other, count(curve.others));
      fillCells(figures, { tp, fn, fp, tn, reviews, missed });
      setText(note, noneWords(state, figures));
    }
  };
}

function captionWords(curve: Curve): string {
  const span = spanWords(curve);
  return span === curve.part ? span : `${span}, ${curve.part}`;
}

function cell(mark: SVGElement | null, look = 'sb-c'): Cell {
  const big = h('span');
  const cap = h('span', { class: 'sb-cap sb-under' });
  return { td: h('td', {}, h('span', { class: look }, mark, mark ? ' ' : null, big), cap), big, cap };
}

function fillCells(figures: Figures, cells: Record<'tp' | 'fn' | 'fp' | 'tn' | 'reviews' | 'missed', Cell>): void {
  const { large, holdout, part } = figures;
  const put = (one: Cell, big: string, words: string, grey: string): void => {
    setText(one.big, big);
    setText(one.cap, part === 'validation' ? `holdout ${grey}` : words);
  };
  const kept = large.caughtMoney === null ? '' : `, ${money(large.caughtMoney)} kept`;
  put(cells.tp, count(large.tp), `caught${kept}`, count(holdout.tp));
  put(cells.fn, count(large.fn), `missed, ${money(large.missedCost)} lost`, count(holdout.fn));
  put(cells.fp, count(large.fp), `false alarms, ${money(reviewShare(large))}`, count(holdout.fp));
  put(cells.tn, count(large.tn), 'left in peace', count(holdout.tn));
  put(cells.reviews, money(large.reviewCost), `for ${count(large.alerts)} reviews`, money(holdout.reviewCost));
  put(cells.missed, money(large.missedCost), 'missed', money(holdout.missedCost));
}

function reviewShare(one: Decision): number {
  return one.alerts > 0 ? (one.reviewCost * one.fp) / one.alerts : 0;
}

/** What None does at its own threshold, and the difference in money. */
function noneWords(state: ScoreState, figures: Figures): string {
  const { none, run } = state;
  if (!none || !run || run.name === 'none') {
    return '';
  }
  const own = decide(none, none.chosen, state.costs);
  const counts = `${count(own.tp)} caught, ${count(own.fn)} missed, ${count(own.fp)} false alarms, ${money(own.cost)}`;
  const gap = own.cost - figures.holdout.cost;
  const size = Math.round(Math.abs(gap));
  const words = size === 0 ? 'the same' : `${money(size)} ${gap < 0 ? 'less' : 'more'}`;
  return `None at its own threshold: ${counts}; that is ${words} than here.`.replace('the same than', 'the same as');
}
