/** Heading of the threshold: where it comes from, and what a missed rare row and a review cost. */

import { h, setText, show, type Part } from '../../dom';
import { button, select, type Option } from '../../fields';
import { numberField } from '../../numberfield';
import type { LabModel } from '../../model';
import type { ScoreState } from './state';

const CHOSEN = 'chosen on validation rows, reported on the holdout';
const BY_HAND = 'threshold chosen by hand with the holdout in view: optimistic';
const FIXED = '\u0000fixed';
const LIMITS = { low: 0, high: null, step: 10, integer: false };

export function scoreHead(state: ScoreState, titleId: string, onReset: () => void): Part {
  const caption = h('span', { class: 'sb-cap' });
  const back = button('Back to the chosen one', 'sb-sm sb-quiet', () => {
    state.reset();
    onReset();
  });
  const costs = costInputs(state.model);
  const left = h('div', { class: 'sb-thead' }, h('h3', { id: titleId, text: 'Decision threshold' }), caption, back.el);
  const el = h('div', { class: 'sb-fighead sb-wrap' }, left, h('span', { class: 'sb-sp' }), costs.el);
  return {
    el,
    draw() {
      const byHand = state.figures()?.byHand === true;
      setText(caption, byHand ? BY_HAND : CHOSEN);
      caption.classList.toggle('sb-caution', byHand);
      show(back.el, byHand);
      costs.draw();
    }
  };
}

function costInputs(model: LabModel): Part {
  let lastFixed = 500;
  const kind = select(
    'A missed rare row costs',
    value => {
      write(model, { missed: value === FIXED ? lastFixed : value });
    },
    { small: true }
  );
  const missed = numberField(
    'Cost of a missed rare row',
    value => {
      write(model, { missed: value ?? 0 });
    },
    { small: true }
  );
  const review = numberField(
    'Cost of a review',
    value => {
      write(model, { review: value ?? 0 });
    },
    { small: true }
  );
  const el = h('div', { class: 'sb-costs' });
  el.append(words('A missed rare row costs'), kind.el, missed.el, words('a review'), review.el);
  return {
    el,
    draw() {
      const costs = model.get('costs');
      const byColumn = typeof costs.missed === 'string';
      lastFixed = typeof costs.missed === 'number' ? costs.missed : lastFixed;
      kind.show(columnOptions(model), typeof costs.missed === 'string' ? costs.missed : FIXED);
      show(missed.el, !byColumn);
      missed.show(lastFixed, LIMITS);
      review.show(costs.review ?? 0, { ...LIMITS, step: 1 });
    }
  };
}

function write(model: LabModel, values: { missed?: number | string; review?: number }): void {
  const costs = model.get('costs');
  model.set({ costs: { missed: 500, review: 10, capacity: null, ...costs, ...values } });
}

function columnOptions(model: LabModel): Option[] {
  const { money, numeric_columns } = model.get('facts');
  const now = model.get('costs').missed;
  const names = [typeof now === 'string' ? now : null, money ?? null, ...(numeric_columns ?? [])];
  const columns = [...new Set(names)].filter((name): name is string => name !== null);
  return [{ value: FIXED, text: 'a fixed sum' }, ...columns.map(name => ({ value: name, text: `its ${name}` }))];
}

function words(text: string): HTMLElement {
  return h('span', { class: 'sb-cap', text, 'aria-hidden': 'true' });
}
