/** A panel without data: a DataFrame of the kernel, a file, or an embedded table. */

import { fill, h, newId, show, whenChanged, type Child, type Part } from '../dom';
import { button, finder } from '../fields';
import { count, percent } from '../format';
import type { LabModel } from '../model';
import type { Sources, TargetGuess } from '../steptypes';

type Kind = 'frame' | 'file' | 'embedded';
/** Something to open: its name, what its button says, what stands beside. */
type Found = [name: string, text: string, note: string];

const LEAD = 'Choose a DataFrame of this kernel, or a file beside the notebook, or an embedded table.';
const GROUPS: [Kind, string, string][] = [
  ['frame', 'DataFrames of this kernel', 'No DataFrame in this kernel.'],
  ['file', 'Files beside the notebook', 'No table beside the notebook.'],
  ['embedded', 'Embedded tables', 'None found.']
];

export function openStep(model: LabModel): Part {
  const asking = askTarget(model);
  const groups = GROUPS.map(([kind, title, nothing]) => group(model, kind, title, nothing));
  const again = button('Look again', '', () => {
    model.send({ type: 'sources' });
  });
  const el = h(
    'div',
    { class: 'sb-bd sb-open', 'data-kernel': '' },
    h('p', { class: 'sb-openlead', text: LEAD }),
    asking.el
  );
  el.append(...groups.map(one => one.el), line(again.el));
  groups[1]?.el.append(fileField(model));
  return {
    el,
    draw() {
      [asking, ...groups].forEach(part => {
        part.draw();
      });
    }
  };
}

function line(...children: Child[]): HTMLElement {
  return h('div', { class: 'sb-openrow' }, ...children);
}

/** A heading and a button for each thing found. */
function group(model: LabModel, kind: Kind, title: string, nothing: string): Part {
  const list = h('div', { class: 'sb-openlist' });
  const rebuild = whenChanged(() => {
    const found = foundIn(model.get('sources'), kind);
    const quiet = h('p', { class: 'sb-cap', text: found ? nothing : 'Not looked yet.' });
    fill(list, ...(found?.length ? found.map((one, index) => foundRow(model, kind, one, index)) : [quiet]));
  });
  return {
    el: h('section', {}, h('h3', { text: title }), list),
    draw() {
      rebuild(model.get('sources'));
    }
  };
}

function foundRow(model: LabModel, kind: Kind, [name, text, note]: Found, index: number): HTMLElement {
  const words = h('span', { class: 'sb-cap', id: newId('note'), text: note });
  const go = button(text, kind === 'frame' && index === 0 ? 'sb-pri' : '', () => {
    model.send({ type: 'open', kind, name });
  });
  go.el.setAttribute('aria-describedby', words.id);
  return line(go.el, words);
}

function foundIn({ frames, files, embedded }: Partial<Sources>, kind: Kind): Found[] | undefined {
  if (kind === 'file') {
    return files?.map(({ name, text }) => [name, name, text]);
  }
  return kind === 'frame'
    ? frames?.map(one => {
        const [first] = one.targets;
        return [one.name, sized(one), first ? `target perhaps ${rare(first)}` : 'asks for its target'];
      })
    : embedded?.map(one => {
        const note = `target ${rare({ column: one.target, share: one.share })}`;
        return [one.name, sized(one), one.text ? `${note}. ${one.text}` : note];
      });
}

function sized({ name, rows, columns }: { name: string; rows: number; columns: number }): string {
  return `${name}, ${count(rows)} × ${count(columns)}`;
}

function rare({ column, share }: TargetGuess): string {
  return `${column}, ${percent(share)} rare`;
}

/** A path typed by hand. */
function fileField(model: LabModel): HTMLElement {
  const input = h('input', { type: 'text', 'aria-label': 'File', placeholder: 'folder/table.csv or .parquet' });
  const go = button('Open file', '', () => {
    const name = input.value.trim();
    if (name !== '') {
      model.send({ type: 'open', kind: 'file', name });
    }
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      go.el.click();
    }
  });
  return line(h('span', { class: 'sb-inp sb-path' }, input), go.el);
}

/** Which column is the target, where it could not be told. */
function askTarget(model: LabModel): Part {
  const words = h('p', { class: 'sb-openlead', role: 'status' });
  const ask = () => model.get('sources').asking;
  let target = '';
  const menu = finder('Target', value => {
    target = value;
    draw();
  });
  const go = button('Open', 'sb-pri', () => {
    const now = ask();
    if (now) {
      model.send({ type: 'open', kind: now.kind, name: now.name, target });
    }
  });
  const row = line(menu.el, go.el);
  const restart = whenChanged(() => {
    const now = ask();
    target = now?.columns[0]?.column ?? '';
    fill(words, ...(now ? ['Which column of ', h('code', { text: now.name }), ' is the target?'] : []));
  });
  const draw = (): void => {
    restart(ask());
    show(row, Boolean(ask()));
    menu.show(ask()?.columns.map(one => ({ value: one.column, text: rare(one) })) ?? [], target);
    go.show('Open', target !== '');
  };
  return { el: h('div', { class: 'sb-ask' }, words, row), draw };
}
