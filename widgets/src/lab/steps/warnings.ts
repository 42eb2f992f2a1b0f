/** "Before anything trains": what the split warns of, and leaving a column out or putting it back. */

import { fill, h, whenChanged, type Part } from '../dom';
import { sign } from '../charts/marks';
import { MOST } from '../fields';
import { count } from '../format';
import type { LabModel } from '../model';
import type { DataWarning } from '../types';
import type { SplitForm } from './split';

export function warningList(model: LabModel, form: SplitForm): Part {
  const list = h('ul', { class: 'sb-warnings' });
  const el = h('div', { 'data-kernel': '' }, h('h3', { text: 'Before anything trains' }), list);
  const rebuild = whenChanged(() => {
    const warnings = model.get('facts').warnings ?? [];
    const more = warnings.length - MOST;
    fill(list, ...(warnings.length ? warnings.slice(0, MOST).map(one => warningRow(one, form)) : [quiet()]));
    list.append(...(more > 0 ? [h('li', {}, sign('warn', 16), h('p', { text: `and ${count(more)} more` }))] : []));
  });
  const draw = (): void => {
    const warnings = model.get('facts').warnings ?? [];
    rebuild(
      warnings,
      warnings.map(one => one.column !== null && form.drops(one.column))
    );
  };
  form.onChange(draw);
  return { el, draw };
}

function quiet(): HTMLElement {
  const words = 'Nothing found: no copies across the parts, no identifiers, no column that gives the target away.';
  return h('li', {}, sign('ok', 16), h('p', { text: words }));
}

function warningRow(warning: DataWarning, form: SplitForm): HTMLElement {
  const { column, text } = warning;
  const dropped = column !== null && form.drops(column);
  const words = h('p', {}, ...named(text, column));
  if (column === null) {
    return h('li', {}, sign('warn', 16), words);
  }
  const label = dropped ? 'Put back' : 'Leave out';
  const act = h('button', { class: dropped ? 'sb-btn sb-sm sb-quiet' : 'sb-btn sb-sm', text: label });
  act.setAttribute('aria-label', `${label} ${column}`);
  act.addEventListener('click', () => {
    form.toggle(column);
  });
  return h('li', {}, sign(dropped ? 'ok' : 'warn', 16), words, act);
}

/** The sentence, with the first mention of the column in the code face. */
function named(text: string, column: string | null): (Node | string)[] {
  const at = column ? text.indexOf(column) : -1;
  if (!column || at < 0) {
    return [text];
  }
  return [text.slice(0, at), h('code', { text: column }), text.slice(at + column.length)];
}
