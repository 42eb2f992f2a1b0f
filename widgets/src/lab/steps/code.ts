/** The complete script of the shown run, and a button that puts it into a cell. */

import { fill, h, setText, whenChanged, type Child, type Part } from '../dom';
import { button } from '../fields';
import { insertCode, select, type Outcome } from '../insert';
import type { LabModel } from '../model';

const SAID: Record<Outcome, string> = {
  taken: 'Code cell inserted.',
  inserted: 'Code cell inserted below this one.',
  'read-only': 'This notebook is read-only: no cell was inserted. The code is selected, to copy it elsewhere.',
  copied: 'Code copied: paste it into a cell.',
  selected: 'The code is selected: copy it, and paste it into a cell.'
};

/** A part that can be kept from being used while what it shows is out of date. */
export interface CodePart extends Part {
  draw(ready?: boolean): void;
}

export function codePart(model: LabModel): CodePart {
  const pre = h('pre', { class: 'sb-code', tabindex: 0, role: 'group', 'aria-label': 'Code' });
  const said = h('p', { class: 'sb-cap sb-said', role: 'status' });
  const insert = button('Insert code cell', 'sb-pri', () => {
    void insertCode(model.get('export').code ?? '', pre, model.widget).then(outcome => {
      setText(said, SAID[outcome]);
    });
  });
  pre.addEventListener('keydown', event => {
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      select(pre);
    }
  });
  const words = h('span', { class: 'sb-cap', text: 'complete, with seeds and versions; gives these numbers again' });
  const head = h(
    'div',
    { class: 'sb-fighead' },
    h('h3', { text: 'Code' }),
    words,
    h('span', { class: 'sb-sp' }),
    insert.el
  );
  const rebuild = whenChanged(() => {
    setText(said, '');
    fill(pre, ...coloured(model.get('export').code ?? ''));
  });
  return {
    el: h('div', {}, head, pre, said),
    draw(ready = true) {
      rebuild(model.get('export').code);
      insert.show('Insert code cell', ready);
    }
  };
}

const TOKENS = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(#.*)|\b(import|from|as|for|in|with|if|def|return)\b/gu;

/** Comments paler, words of the language in the accent; the text itself is never changed. */
function coloured(code: string): Child[] {
  const pieces: Child[] = [];
  let at = 0;
  for (const match of code.matchAll(TOKENS)) {
    const [text, quoted, comment] = match;
    if (quoted === undefined) {
      pieces.push(code.slice(at, match.index), h('span', { class: comment ? 'sb-comment' : 'sb-word', text }));
      at = match.index + text.length;
    }
  }
  return [...pieces, code.slice(at)];
}
