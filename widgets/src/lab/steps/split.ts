/** The form of the split. Changes gather in a draft; "Split again" sends it, since every run starts anew then. */

import { fill, h, setText, show, whenChanged, type Part } from '../dom';
import { button, field, finder, moreWords, MOST, segments, type Option } from '../fields';
import { numberField } from '../numberfield';
import { count } from '../format';
import type { LabModel } from '../model';
import { draftOf, groupColumns, missing, sameDraft, sendDraft, targetColumns, timeColumns, type Draft } from './draft';

const HOWS: Option[] = [
  { value: 'stratified', text: 'Stratified' },
  { value: 'by time', text: 'By time' },
  { value: 'by group', text: 'By group' }
];
/** From how many on the columns left out scroll in themselves. */
const MANY = 12;
const HINTS: Record<string, string> = {
  stratified: 'At random, with the same share of rare rows in each part.',
  'by time': 'Oldest rows train, newest are the holdout: as in real use.',
  'by group': 'Rows of one group stay in one part.',
  given: 'The holdout is the one you gave; it is not split again.'
};

/** The form, and a way for the warnings to leave a column out or put it back. */
export interface SplitForm extends Part {
  drops(column: string): boolean;
  toggle(column: string): void;
  onChange(callback: () => void): void;
}

export function splitForm(model: LabModel): SplitForm {
  let draft: Draft = draftOf({});
  let base = '';
  const listeners: (() => void)[] = [];
  const change = (values: Partial<Draft>): void => {
    draft = { ...draft, ...values };
    drawForm();
    listeners.forEach(call => {
      call();
    });
  };
  const fields = makeFields(model, () => draft, change);
  const drawForm = (): void => {
    fields.draw(draft);
  };
  const toggle = (column: string): void => {
    const drop = draft.drop.includes(column) ? draft.drop.filter(one => one !== column) : [...draft.drop, column];
    change({ drop });
  };
  return {
    el: fields.el,
    draw() {
      const key = JSON.stringify([draftOf(model.get('facts')), model.get('facts').fingerprint]);
      if (key !== base) {
        base = key;
        draft = draftOf(model.get('facts'));
      }
      drawForm();
    },
    drops: column => draft.drop.includes(column),
    toggle,
    onChange: callback => listeners.push(callback)
  };
}

type Change = (values: Partial<Draft>) => void;

function makeFields(model: LabModel, draft: () => Draft, change: Change): { el: HTMLElement; draw(now: Draft): void } {
  const target = finder('Target', value => {
    change({ target: value });
  });
  const rare = h('span', { class: 'sb-value' });
  const split = splitControls(model, change);
  const chips = leftOut(model, draft, change);
  const apply = applyRow(model, draft, change);
  const el = h('div', { class: 'sb-form', 'data-kernel': '' });
  el.append(
    h('h3', { text: 'What to predict' }),
    field('Target', target.el),
    field('Rare class', rare),
    h('h3', { class: 'sb-gap', text: 'How to split' }),
    ...split.els,
    chips.el,
    apply.el
  );
  return {
    el,
    draw(now) {
      const facts = model.get('facts');
      target.show(options(targetColumns(facts)), now.target);
      setText(rare, `${facts.positive ?? ''}: ${count(facts.rare)} rows`);
      split.draw(now);
      chips.draw();
      apply.draw();
    }
  };
}

function splitControls(model: LabModel, change: Change): { els: HTMLElement[]; draw(now: Draft): void } {
  const how = segments('Split', HOWS, value => {
    const facts = model.get('facts');
    const time = facts.time ?? timeColumns(facts)[0] ?? null;
    change(value === 'by time' ? { how: value, time } : { how: value });
  });
  const hint = h('p', { class: 'sb-cap sb-hint' });
  const time = finder('Time column', value => {
    change({ time: value });
  });
  const group = finder('Group column', value => {
    change({ group: value });
  });
  const seed = numberField('Seed', value => {
    change({ seed: Math.max(0, Math.round(value ?? 0)) });
  });
  const timeRow = field('Time column', time.el);
  const groupRow = field('Group column', group.el);
  return {
    els: [how.el, hint, timeRow, groupRow, field('Seed', seed.el)],
    draw(now) {
      const facts = model.get('facts');
      how.show(now.how, now.how === 'given');
      setText(hint, HINTS[now.how] ?? '');
      show(timeRow, now.how === 'by time');
      show(groupRow, now.how === 'by group');
      time.show(options(timeColumns(facts)), now.time ?? '');
      group.show(options(groupColumns(facts)), now.group ?? '');
      seed.show(now.seed, { low: 0, high: null, step: 1, integer: true });
    }
  };
}

function leftOut(model: LabModel, draft: () => Draft, change: Change): Part {
  const chips = h('div', { class: 'sb-chips' });
  const list = h('span', { class: 'sb-contents' });
  const without = (name: string): string[] => draft().drop.filter(one => one !== name);
  let matches: (text: string) => boolean = () => true;
  const add = finder(
    'Leave out a column',
    name => {
      if (name !== '') {
        change({ drop: [...without(name), name] });
      }
    },
    {
      small: true,
      onFind(next) {
        matches = next;
        draw();
      }
    }
  );
  chips.append(list, add.el);
  const rebuild = whenChanged(() => {
    const { drop } = draft();
    const found = drop.length > MOST ? drop.filter(name => matches(name)) : drop;
    const putBack = (name: string): HTMLElement => chip(name, () => change({ drop: without(name) }));
    const more = found.length > MOST && h('span', { class: 'sb-cap', text: moreWords(found.length - MOST) });
    list.classList.toggle('sb-chips', drop.length > MANY);
    fill(list, ...found.slice(0, MOST).map(putBack), more);
  });
  const draw = (): void => {
    const { drop } = draft();
    const facts = model.get('facts');
    const gone = new Set([...drop, facts.target]);
    const names = (facts.columns ?? []).map(one => one.name).filter(one => !gone.has(one));
    rebuild(drop, drop.length > MOST && drop.map(name => matches(name)));
    add.show([{ value: '', text: 'Add column' }, ...options(names)], '', Math.max(names.length, drop.length) > MOST);
  };
  const el = field('Left out', chips);
  el.classList.add('sb-top');
  return { el, draw };
}

function chip(name: string, onPutBack: () => void): HTMLElement {
  const back = h('button', { class: 'sb-x', 'aria-label': `Put back ${name}`, text: '×' });
  back.addEventListener('click', onPutBack);
  return h('span', { class: 'sb-chip' }, h('span', { class: 'sb-chipname', text: name, title: name }), back);
}

function applyRow(model: LabModel, draft: () => Draft, change: Change): Part {
  const go = button('Split again', 'sb-pri', () => {
    sendDraft(model, draft());
  });
  const undo = button('Undo', 'sb-quiet', () => {
    change(draftOf(model.get('facts')));
  });
  const note = h('p', { class: 'sb-cap' });
  const el = h('div', { class: 'sb-apply' }, go.el, undo.el, note);
  return {
    el,
    draw() {
      const now = draft();
      const need = missing(now);
      show(el, !sameDraft(now, draftOf(model.get('facts'))));
      go.show('Split again', need === null);
      setText(note, need ?? 'A new holdout: the ledger starts anew, and None runs first.');
    }
  };
}

function options(names: string[]): Option[] {
  return names.map(name => ({ value: name, text: name }));
}
