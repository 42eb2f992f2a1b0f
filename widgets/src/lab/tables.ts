/** Plain tables: a caption, heads, rows of cells; read only, so they are filled anew when their content changes. */

import { fill, h, set, SUPPRESS, whenChanged, type Child } from './dom';

/** A cell: its text, a paler second text beside or under it, or any element. */
export interface Cell {
  text?: string;
  beside?: string;
  under?: string;
  node?: () => Node;
  look?: string;
}

export interface Row {
  cells: (Cell | string)[];
  look?: string;
  current?: boolean;
}

export interface Content {
  caption: [bold: string, rest: string];
  head: string[];
  rows: Row[];
}

export interface Table {
  el: HTMLTableElement;
  show(content: Content): void;
}

export function table(label: string, look = ''): Table {
  const caption = h('caption');
  const head = h('tr');
  const body = h('tbody');
  const el = h('table', { 'aria-label': label, class: `sb-table ${look}` }, caption, h('thead', {}, head), body);
  let content: Content = { caption: ['', ''], head: [], rows: [] };
  const rebuild = whenChanged(() => {
    const [bold, rest] = content.caption;
    fill(caption, h('b', { text: bold }), rest);
    fill(head, ...content.head.map(headCell));
    fill(body, ...content.rows.map(bodyRow));
  });
  return {
    el,
    show(next) {
      content = next;
      rebuild(next);
    }
  };
}

/** A table with its own scroll bar, for places that may be narrower or lower than it. */
export function scrolling(child: HTMLElement): HTMLElement {
  const el = h('div', { class: 'sb-scroll' }, child);
  if (typeof ResizeObserver !== 'undefined') {
    const observer = new ResizeObserver(() => {
      const isCut = el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1;
      const name = isCut ? `${child.getAttribute('aria-label') ?? 'Table'}, scrolls` : null;
      set(el, {
        tabindex: isCut ? 0 : null,
        role: isCut ? 'group' : null,
        'aria-label': name,
        [SUPPRESS]: isCut ? 'true' : null
      });
    });
    observer.observe(el);
    observer.observe(child);
  }
  return el;
}

function headCell(text: string): HTMLElement {
  return text === '' ? h('td', { class: 'sb-corner' }) : h('th', { scope: 'col', text });
}

function bodyRow(row: Row): HTMLElement {
  const [first, ...rest] = row.cells.map(cell => (typeof cell === 'string' ? { text: cell } : cell));
  return h(
    'tr',
    { class: row.look ?? null, 'aria-current': row.current ? 'true' : null },
    h('th', { scope: 'row', class: first?.look ?? null }, ...content(first ?? {})),
    ...rest.map(cell => h('td', { class: cell.look ?? null }, ...content(cell)))
  );
}

function content(cell: Cell): Child[] {
  return [
    cell.node?.(),
    cell.text,
    cell.beside && h('span', { class: 'sb-iv', text: cell.beside }),
    cell.under && h('span', { class: 'sb-cap sb-under', text: cell.under })
  ];
}
