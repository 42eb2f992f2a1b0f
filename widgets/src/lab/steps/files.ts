/** Dataset, data card and model: what would be written where, a button that writes it, and what was written last. */

import { fill, h, newId, setText, show, whenChanged, type Child, type Part } from '../dom';
import { button, select } from '../fields';
import type { LabModel } from '../model';
import type { Export, SavedKind } from '../steptypes';
import type { CodePart } from './code';

const BUTTONS: [SavedKind, string][] = [
  ['dataset', 'Save dataset'],
  ['card', 'Save data card'],
  ['model', 'Save model']
];

const OPTIMISTIC =
  'Set by hand with the holdout in view: optimistic. Else the one chosen on validation rows is exported.';

export function filesPart(model: LabModel): CodePart {
  const rows = BUTTONS.map(([what, label]) => fileRow(model, what, label));
  return {
    el: h('div', { class: 'sb-files', 'data-kernel': '' }, ...rows.map(row => row.el)),
    draw(ready = true) {
      rows.forEach(row => {
        row.draw(ready);
      });
    }
  };
}

function fileRow(model: LabModel, what: SavedKind, label: string): CodePart {
  const title = h('b');
  const words = h('p', { class: 'sb-cap' });
  const said = h('p', { class: 'sb-cap sb-said', role: 'status' });
  let format: string | undefined;
  const formats = select(`Format of ${label.slice(5)}`, value => {
    format = value;
  });
  const save = button(label, '', () => {
    model.send(format === undefined ? { type: 'save', what } : { type: 'save', what, format });
    setText(said, 'Saving');
  });
  const el = h('div', { class: 'sb-file1' }, h('div', {}, title, words, said), formats.el, save.el);
  const say = whenChanged(() => {
    fill(
      said,
      ...savedWords(
        model
          .get('export')
          .saved?.filter(one => one.what === what)
          .at(-1)
      )
    );
  });
  return {
    el,
    draw(ready = true) {
      const { items, saved } = model.get('export');
      const item = items?.find(one => one.what === what);
      const many = item && item.formats.length > 1 ? item.formats : [];
      format = format !== undefined && many.includes(format) ? format : many[0];
      show(el, item !== undefined);
      setText(title, item?.title ?? '');
      fill(words, h('code', { text: item?.path ?? '' }), `, ${item?.text ?? ''}`);
      show(formats.el, many.length > 0);
      formats.show(
        many.map(value => ({ value, text: value })),
        format ?? ''
      );
      say(saved?.filter(one => one.what === what));
      save.show(label, ready);
    }
  };
}

/** "Saved payments-1.csv, 93 672 rows", or what went wrong. */
function savedWords(last: Export['saved'][number] | undefined): Child[] {
  if (!last?.path) {
    const mark = h('span', { class: 'sb-dot sb-dot-error', 'aria-hidden': 'true' });
    return last ? [mark, last.text] : [];
  }
  const rest = last.text.replace(last.path, '').trim();
  return ['Saved ', h('code', { text: last.path }), rest && `, ${rest}`];
}

/** A tick that exports the threshold set by hand in Score. */
export function ownThreshold(model: LabModel): Part {
  const note = h('span', { class: 'sb-cap', id: newId('own') });
  const tick = h('input', { type: 'checkbox', 'aria-describedby': note.id });
  tick.addEventListener('change', () => {
    model.set({ own_threshold: tick.checked });
  });
  return {
    el: h('div', { class: 'sb-own', 'data-kernel': '' }, h('label', {}, tick, 'export my threshold'), note),
    draw() {
      const isSet = model.get('threshold') !== null;
      tick.disabled = !isSet;
      tick.checked = model.get('own_threshold') && isSet;
      setText(note, isSet ? OPTIMISTIC : 'No threshold is set by hand: the one chosen on validation rows is exported.');
    }
  };
}
