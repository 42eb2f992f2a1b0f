/** What was measured of the new rows, in columns: label, note, value and interval; and the columns least alike. */

import { fill, h, setText, show, whenChanged, type Part } from '../../dom';
import { DASH, isNumber, percent, plain } from '../../format';
import type { LabModel } from '../../model';
import type { Quality, QualityRow } from '../../steptypes';
import { table } from '../../tables';
import { auditOf } from './head';

/** Measures that are shares of rows; the others are figures of their own. */
const SHARES = /^(hidden|exact|out_of_range|(sampler\.)?constraints)/u;

export function measuresView(model: LabModel): Part {
  const grid = h('div', { class: 'sb-grid sb-grid-small' });
  const likeness = h('ul', { class: 'sb-likeness' });
  const alike = h('div', { class: 'sb-alike' }, h('h3', { text: 'Columns least alike' }), likeness);
  const note = h('p', { class: 'sb-cap sb-gap' });
  const el = h('section', { class: 'sb-sec', 'aria-label': 'Measures' }, grid, alike, note);
  let last: Partial<Quality> = {};
  const redraw = whenChanged(() => {
    fill(grid, ...(last.sections ?? []).map(sectionTable));
    fill(likeness, ...(last.likeness ?? []).map(likenessItem));
    show(alike, (last.likeness ?? []).length > 0);
    setText(note, last.note ?? '');
  });
  return {
    el,
    draw() {
      last = keepUntilDone(last, auditOf(model));
      show(el, (last.sections ?? []).length > 0);
      redraw(last.sections, last.likeness, last.note);
    }
  };
}

/** While a run is audited anew, its last figures stay; those of another run never do. */
export function keepUntilDone(last: Partial<Quality>, now: Partial<Quality>): Partial<Quality> {
  const isBlank = (now.sections ?? []).length === 0;
  const isSoon = now.state === 'waiting' || now.state === 'running';
  return isBlank && isSoon && now.run !== undefined && now.run === last.run ? last : now;
}

function sectionTable({ title, rows }: Quality['sections'][number]): HTMLElement {
  const measures = table(title, 'sb-measures');
  measures.show({
    caption: [title, ''],
    head: ['Measure', 'Value'],
    rows: rows.map(row => {
      const bounds =
        isNumber(row.low) && isNumber(row.high) ? `${figureOf(row, row.low)} to ${figureOf(row, row.high)}` : '';
      return {
        cells: [
          { text: row.label, under: row.note },
          { text: figureOf(row, row.value), under: bounds, look: 'sb-strong' }
        ]
      };
    })
  });
  return measures.el;
}

function figureOf({ measure }: QualityRow, value: number | null): string {
  if (!isNumber(value)) {
    return DASH;
  }
  return SHARES.test(measure) ? percent(value) : Math.abs(value) < 0.1 ? plain(value, 2) : value.toFixed(2);
}

function likenessItem({ name, value }: Quality['likeness'][number]): HTMLElement {
  return h('li', {}, h('code', { text: name }), h('span', { text: isNumber(value) ? value.toFixed(2) : DASH }));
}
