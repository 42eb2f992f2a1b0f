/** Real and synthetic rows on two columns: a canvas, since there may be 10,000, with a table twin in numbers. */

import { h, show, type Part } from '../dom';
import { segments, select, type Select } from '../fields';
import { count, tick } from '../format';
import type { LabModel } from '../model';
import { table } from '../tables';
import { decodePoints, quantiles, type Points } from '../pointdata';
import { legendItem, sign } from './marks';
import { pointPlot } from './pointplot';

const HEIGHT = 250;
/** A figure, or its table twin. */
export const VIEWS = [
  { value: 'plot', text: 'Plot' },
  { value: 'table', text: 'Table' }
];

/** The view; `foot` is written under the plot and its table. */
export function pointsView(model: LabModel, foot: Part, title = 'New rows', height = HEIGHT): Part {
  const { across, upward, draw: drawPickers } = axisPickers(model);
  const plot = pointPlot(model, height);
  const twin = table('Rows in numbers');
  const none = h('p', { class: 'sb-cap', text: 'Rows appear here as they are made.' });
  const legend = pointLegend();
  const toggle = segments('Rows as', VIEWS, value => draw(value), { small: true });
  const head = h('div', { class: 'sb-fighead' }, h('h3', { text: title }), h('span', { class: 'sb-sp' }), toggle.el);
  const up = h('div', { class: 'sb-upward' }, upward.el);
  const axisRow = h('div', { class: 'sb-axisrow' }, legend, across.el);
  let view = 'plot';
  const draw = (next = view): void => {
    view = next;
    const points = decodePoints(model.get('points_info'), model.get('points'));
    const any = points !== null;
    drawPickers();
    toggle.show(view);
    show(up, any);
    show(axisRow, any);
    show(foot.el, any);
    show(plot.el, any && view === 'plot');
    show(legend, view === 'plot');
    show(twin.el, any && view === 'table');
    show(none, !any);
    if (points) {
      foot.draw();
      plot.draw(points);
      twin.show(twinContent(points));
    }
  };
  const el = h('div', { class: 'sb-points' }, head, up, plot.el, twin.el, none, axisRow, foot.el);
  return { el, draw: () => draw() };
}

function pointLegend(): HTMLElement {
  const legend = h('div', { class: 'sb-legend' });
  legend.append(
    legendItem(sign('real'), 'real rare'),
    legendItem(sign('synthetic'), 'synthetic'),
    legendItem(sign('other'), 'other')
  );
  return legend;
}

/** The selects stand where the titles of the axes would: upward over the plot, across under it. */
function axisPickers(model: LabModel): { across: Select; upward: Select; draw(): void } {
  const pick =
    (index: 0 | 1) =>
    (value: string): void => {
      const { x = '', y = '' } = model.get('points_info');
      const axes = model.get('axes').length === 2 ? [...model.get('axes')] : [x, y];
      axes[index] = value;
      model.set({ axes });
    };
  const across = select('Column across', pick(0), { small: true });
  const upward = select('Column upward', pick(1), { small: true });
  return {
    across,
    upward,
    draw() {
      const info = model.get('points_info');
      const [x = info.x ?? '', y = info.y ?? ''] = model.get('axes');
      const names = [...new Set([...(model.get('facts').numeric_columns ?? []), x, y])].filter(name => name !== '');
      across.show(
        names.map(name => ({ value: name, text: `${name} →` })),
        x
      );
      upward.show(
        names.map(name => ({ value: name, text: `${name} ↑` })),
        y
      );
    }
  };
}

function clip(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

function twinContent(points: Points): { caption: [string, string]; head: string[]; rows: { cells: string[] }[] } {
  const { info } = points;
  const row = (name: string, start: number, size: number): { cells: string[] } => ({
    cells: [name, count(size), spread(quantiles(points, 0, start, size)), spread(quantiles(points, 1, start, size))]
  });
  return {
    caption: ['', 'median (5 % to 95 %)'],
    head: ['', 'Shown', clip(info.x), clip(info.y)],
    rows: [
      row('Real rare', 0, info.rare),
      row('Synthetic rare', info.rare + info.others, info.synthetic),
      row('Other', info.rare, info.others)
    ]
  };
}

function spread([low, middle, high]: [number, number, number] | [null, null, null]): string {
  return low === null ? '–' : `${tick(middle)} (${tick(low)} to ${tick(high)})`;
}
