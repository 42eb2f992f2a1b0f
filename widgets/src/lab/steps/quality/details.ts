/** Where the picked row comes from: a sentence, its parents and its cells side by side, the edited ones marked. */

import { isNear } from '../../charts/provenance';
import { pointRows, stepRow } from '../../charts/picking';
import { fill, h, set, setText, show, whenChanged, type Child, type Part } from '../../dom';
import { button } from '../../fields';
import { count, isNumber, plain } from '../../format';
import type { LabModel } from '../../model';
import type { DetailColumn, Details, Related } from '../../steptypes';
import { scrolling, table, type Cell, type Content, type Row } from '../../tables';

const MOST = 30;
const HINT = 'Click a triangle, or press Enter on the plot and go on with the arrows, to see what a row was made from.';

export function detailsView(model: LabModel): Part {
  const title = h('h3');
  const lead = h('p', { class: 'sb-lead', 'aria-live': 'polite' });
  const note = h('p', { class: 'sb-cap sb-gap' });
  const cells = provenanceTable();
  const steps = [stepper(model, '←', 'Previous new row', -1), stepper(model, '→', 'Next new row', 1)];
  const head = h('div', { class: 'sb-fighead' }, title, h('span', { class: 'sb-sp' }), ...steps);
  const redraw = whenChanged(() => {
    const details = model.get('details');
    const picked = model.get('picked');
    const known = picked !== null && details.row !== undefined;
    fill(title, ...titleWords(details, picked));
    setText(lead, picked === null ? HINT : known ? (details.text ?? '') : '');
    lead.classList.toggle('sb-hintline', picked === null);
    setText(note, known ? (details.note ?? '') : '');
    show(cells.el, known);
    cells.show(known ? details : {});
  });
  return {
    el: h('section', { class: 'sb-details', 'aria-label': 'Provenance of a new row' }, head, lead, cells.el, note),
    draw() {
      steps.forEach(one => {
        show(one, pointRows(model).length > 0);
      });
      redraw(model.get('details'), model.get('picked'));
    }
  };
}

/** "Row syn-1204, 1 205 of 1 576"; while the kernel reads another row, this one stays and the head says so. */
function titleWords(details: Partial<Details>, picked: number | null): Child[] {
  if (picked === null) {
    return ['Where a new row comes from'];
  }
  const reading = `${count(picked + 1)} is being read`;
  if (details.row === undefined) {
    return ['Row ', h('span', { class: 'sb-cap', text: reading })];
  }
  const place = `, ${count(details.row + 1)} of ${count(details.of)}`;
  const later = details.row === picked ? '' : `; row ${reading}`;
  return ['Row ', h('code', { text: details.label ?? '' }), h('span', { class: 'sb-cap', text: place + later })];
}

function stepper(model: LabModel, sign: string, name: string, by: 1 | -1): HTMLElement {
  const { el } = button(sign, 'sb-sm', () => {
    stepRow(model, by);
  });
  set(el, { 'aria-label': name, title: name });
  return el;
}

/** The table, and under it the switch to all columns where there are many. */
function provenanceTable(): { el: HTMLElement; show(details: Partial<Details>): void } {
  const cells = table('Provenance', 'sb-full sb-provenance');
  let details: Partial<Details> = {};
  let all = false;
  const draw = (): void => {
    const size = details.columns?.length ?? 0;
    cells.show(contentOf(details, all ? size : MOST));
    more.show(all ? 'Show fewer' : `Show all ${count(size)} columns`, true);
    show(more.el, size > MOST);
  };
  const more = button('', 'sb-sm sb-quiet', () => {
    all = !all;
    draw();
  });
  return {
    el: h('div', {}, scrolling(cells.el), more.el),
    show(next) {
      details = next;
      draw();
    }
  };
}

/** Edited columns first. A near row that is a parent too is told once; the new row stands between its parents and the rows that are only near it. */
function contentOf(details: Partial<Details>, most: number): Content {
  const columns = details.columns ?? [];
  const edited = columns.filter(column => column.edited);
  const shown = [...edited, ...columns.filter(column => !column.edited)].slice(0, most);
  const related = (details.related ?? []).map((one, index) => ({ one, index }));
  const parents = related.filter(({ one }) => !isNear(one));
  const near = related.filter(({ one }) => isNear(one) && !parents.some(parent => parent.one.label === one.label));
  const heads = (some: typeof related): string[] => some.map(({ one }) => headOf(one));
  const row = (column: DetailColumn): Row => ({
    cells: [
      { text: column.name, look: 'sb-mono' },
      ...parents.map(({ index }) => column.related[index] ?? ''),
      newCell(column),
      ...near.map(({ index }) => ({ text: column.related[index] ?? '', look: 'sb-pale' }))
    ],
    look: column.edited ? 'sb-cur' : ''
  });
  const size = `${count(columns.length)} columns`;
  return {
    caption: ['', parents[0] ? `${count(edited.length)} of ${size} differ from the ${parents[0].one.role}` : size],
    head: ['Column', ...heads(parents), 'New row', ...heads(near)],
    rows: shown.map(row)
  };
}

/** "Seed 1204, 0.42 away". */
function headOf({ role, label, distance }: Related): string {
  const name = role.charAt(0).toUpperCase() + role.slice(1);
  return `${name} ${label}${isNumber(distance) ? `, ${plain(distance, 2)} away` : ''}`;
}

function newCell({ edited, value }: DetailColumn): Cell {
  if (!edited) {
    return { text: value };
  }
  const mark = (): Node => h('span', { class: 'sb-arrow', role: 'img', 'aria-label': 'edited', text: '→' });
  return { node: mark, text: value, look: 'sb-edited' };
}
