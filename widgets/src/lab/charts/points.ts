/** Real and synthetic rows on two columns: a canvas, since there may be 10,000, with a table twin in numbers. */

import { h, show, type Part } from '../dom';
import { segments, select, type Select } from '../fields';
import { count, tick } from '../format';
import type { LabModel } from '../model';
import { table } from '../tables';
import { axisScale, decodePoints, quantiles, type AxisScale, type Points } from '../pointdata';
import { decades, figure, niceTicks, path, xAxis, yAxis, type Box } from './figure';
import { paintPoints, type Plot } from './canvas';
import { legendItem, sign } from './marks';

const HEIGHT = 250;
const VIEWS = [
  { value: 'plot', text: 'Plot' },
  { value: 'table', text: 'Table' }
];

export function pointsView(model: LabModel): Part {
  const { across, upward, draw: drawPickers } = axisPickers(model);
  const plot = pointPlot();
  const twin = table('Rows in numbers');
  const none = h('p', { class: 'sb-cap', text: 'Rows appear here with the first preview.' });
  const legend = pointLegend();
  const toggle = segments('Rows as', VIEWS, value => draw(value), { small: true });
  const head = h(
    'div',
    { class: 'sb-fighead' },
    h('h3', { text: 'New rows' }),
    h('span', { class: 'sb-sp' }),
    toggle.el
  );
  const up = h('div', { class: 'sb-upward' }, upward.el);
  const foot = h('div', { class: 'sb-axisrow' }, legend, across.el);
  let view = 'plot';
  const draw = (next = view): void => {
    view = next;
    const points = decodePoints(model.get('points_info'), model.get('points'));
    const any = points !== null;
    drawPickers();
    toggle.show(view);
    show(up, any);
    show(foot, any);
    show(plot.el, any && view === 'plot');
    show(legend, view === 'plot');
    show(twin.el, any && view === 'table');
    show(none, !any);
    if (points) {
      plot.draw(points);
      twin.show(twinContent(points));
    }
  };
  return { el: h('div', { class: 'sb-points' }, head, up, plot.el, twin.el, none, foot), draw: () => draw() };
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

/** Axes as SVG, points on a canvas over it. */
function pointPlot(): { el: HTMLElement; draw(points: Points): void } {
  const canvas = h('canvas', { class: 'sb-canvas', 'aria-hidden': 'true' });
  let points: Points | null = null;
  let drawn = '';
  const chart = figure(HEIGHT, (svg, width) => {
    if (!points) {
      return '';
    }
    const box: Box = { left: 40, right: width - 6, top: 6, bottom: HEIGHT - 22 };
    const plot: Plot = { points, scales: [axisScale(points, 0), axisScale(points, 1)], box };
    paintPoints(canvas, plot, width, HEIGHT);
    return paintAxes(svg, plot);
  });
  chart.el.append(canvas);
  return {
    el: chart.el,
    draw(next) {
      points = next;
      const theme = chart.el.closest<HTMLElement>('.sb-lab')?.dataset['dark'] ?? '';
      const key = JSON.stringify([next.info, next.digest, theme, chart.el.clientWidth]);
      if (key !== drawn) {
        drawn = key;
        chart.draw();
      }
    }
  };
}

function paintAxes(svg: SVGElement, { points, scales, box }: Plot): string {
  const { info } = points;
  const [across, upward] = scales;
  xAxis(svg, box, value => box.left + across.share(value) * (box.right - box.left), ticksOf(across), tick, true);
  yAxis(svg, box, value => box.bottom - upward.share(value) * (box.bottom - box.top), ticksOf(upward), tick);
  svg.append(path(`M${box.left} ${box.top}V${box.bottom}H${box.right}`, 'sb-ax'));
  const made = `${count(info.rare)} real rare rows, ${count(info.synthetic)} synthetic, ${count(info.others)} others`;
  return `${made}: ${info.x} across, ${info.y} upward`;
}

function ticksOf(scale: AxisScale): number[] {
  return scale.isLog ? decades(scale.low, scale.high, 5) : niceTicks(scale.low, scale.high, 4);
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
