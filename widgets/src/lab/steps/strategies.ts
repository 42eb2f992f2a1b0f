/** The radiogroup "Strategy": one card a strategy, in families, built from what the kernel offers. */

import { fill, h, newId, setText, whenChanged, type Part } from '../dom';
import { seconds } from '../format';
import { chosenStrategy, type LabModel } from '../model';
import { mark, rove } from '../roving';
import type { Family, Strategy } from '../types';

const FAMILIES: [Family, string][] = [
  ['none', 'No rows made'],
  ['neighbours', 'Rows from neighbours or statistics'],
  ['model', 'Rows from a model']
];

export function strategyCards(model: LabModel): Part {
  const group = h('div', { class: 'sb-fams', role: 'radiogroup', 'aria-label': 'Strategy' });
  const suits = h('p', { class: 'sb-suits', 'aria-hidden': 'true' });
  const lead = h('b');
  const rest = h('span', { class: 'sb-cap' });
  suits.append(lead, ' ', rest);
  rove(group, 'radio', member => {
    model.set({ strategy: member.dataset['value'] ?? 'none' });
  });
  const rebuild = whenChanged(() => {
    fill(group, ...families(model.get('strategies')));
  });
  return {
    el: h('div', { 'data-kernel': '' }, group, suits),
    draw() {
      rebuild(model.get('strategies'));
      const key = model.get('strategy');
      mark(group.querySelectorAll<HTMLElement>('[role="radio"]'), 'aria-checked', el => el.dataset['value'] === key);
      const chosen = chosenStrategy(model);
      setText(lead, chosen?.label ?? '');
      setText(rest, chosen?.sentence ?? '');
    }
  };
}

function families(strategies: Strategy[]): HTMLElement[] {
  return FAMILIES.map(([family, title]) => ({ title, members: strategies.filter(one => one.family === family) }))
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) =>
      h(
        'div',
        { class: 'sb-fam', role: 'presentation' },
        h('div', { class: 'sb-over', text: title }),
        h('div', { class: 'sb-cards', role: 'presentation' }, ...members.map(card))
      )
    );
}

function card(strategy: Strategy): HTMLElement {
  const id = newId('suits');
  const attributes = { role: 'radio', tabindex: -1, 'aria-label': strategy.label, 'aria-describedby': id };
  return h(
    'div',
    { class: 'sb-card', 'data-value': strategy.key, ...attributes },
    h('span', { class: 'sb-radio', 'aria-hidden': 'true' }),
    h(
      'span',
      {},
      h('span', { class: 'sb-time', 'aria-hidden': 'true', text: seconds(strategy.seconds) }),
      h('span', { class: 'sb-nm', text: strategy.label }),
      h('span', { class: 'sb-cap', id, text: strategy.sentence })
    )
  );
}
