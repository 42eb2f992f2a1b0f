/** Rare rows a day, coloured by part, so that one sees whether the holdout is the future; with a table twin. */

import { h, s, setText, show, whenChanged, type Part } from '../dom';
import { count, date } from '../format';
import { segments } from '../fields';
import type { LabModel } from '../model';
import { table, type Content } from '../tables';
import type { DayCounts, PartName } from '../types';
import { figure, linear, niceTicks, path, round, text, yAxis, type Box } from './figure';

const PARTS: PartName[] = ['train', 'validation', 'holdout'];
const HEIGHT = 168;
const VIEWS = [
  { value: 'chart', text: 'Chart' },
  { value: 'table', text: 'Table' }
];

export function dayChart(model: LabModel): Part {
  const counts = (): DayCounts | null => model.get('facts').histogram ?? null;
  const chart = figure(HEIGHT, (svg, width) => paint(svg, width, counts()));
  const twin = table('Rare rows by part');
  const title = h('h3');
  const caption = h('span', { class: 'sb-cap' });
  const view = segments('Days as', VIEWS, value => open(value), { small: true });
  const open = (value: string): void => {
    view.show(value);
    show(chart.el, value === 'chart');
    show(twin.el, value === 'table');
  };
  const head = h('div', { class: 'sb-fighead' }, title, caption, h('span', { class: 'sb-sp' }), view.el);
  const el = h('div', {}, head, chart.el, twin.el);
  open('chart');
  const redraw = whenChanged(() => {
    const now = counts();
    if (now) {
      setText(title, `Rare rows a ${now.unit}`);
      setText(caption, model.get('facts').how === 'by time' ? 'cut by time: the holdout is the future' : 'by part');
      chart.draw();
      twin.show(twinContent(now));
    }
  });
  return {
    el,
    draw() {
      show(el, counts() !== null);
      redraw(counts());
    }
  };
}

function twinContent(now: DayCounts): Content {
  const head = ['', `${now.unit}s`, 'Rare rows', `A ${now.unit}`];
  return { caption: ['', ''], head, rows: PARTS.map(part => twinRow(part, now[part])) };
}

function twinRow(part: PartName, days: number[]): { cells: string[] } {
  const total = sum(days);
  return { cells: [part, count(days.length), count(total), days.length ? (total / days.length).toFixed(1) : '0'] };
}

function paint(svg: SVGElement, width: number, counts: DayCounts | null): string {
  if (!counts) {
    return '';
  }
  const box: Box = { left: 28, right: width - 2, top: 32, bottom: HEIGHT - 24 };
  const total = Math.max(1, sum(PARTS.map(part => counts[part].length)));
  const ticks = niceTicks(0, Math.max(2, ...PARTS.flatMap(part => counts[part])), 2);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const most = Math.max(...ticks, ...PARTS.flatMap(part => counts[part]));
  const top = most > (ticks.at(-1) ?? 0) + step / 3 ? [(ticks.at(-1) ?? 0) + step] : [];
  const x = linear([0, total], [box.left, box.right]);
  const y = linear([0, Math.max(most, ...top)], [box.bottom, box.top]);
  yAxis(svg, box, y, [...ticks, ...top], count);
  let start = 0;
  for (const part of PARTS) {
    svg.append(bars(counts[part], start, x, y, box, part), ...bracket(part, counts[part], start, x, counts.unit));
    start += counts[part].length;
  }
  svg.append(...dates(counts, x, box));
  const words = PARTS.map(
    part => `${part} ${count(counts[part].length)} ${counts.unit}s, ${count(sum(counts[part]))} rare rows`
  );
  return `Rare rows a ${counts.unit}: ${words.join('; ')}`;
}

type Scale = (value: number) => number;

function bars(days: number[], start: number, x: Scale, y: Scale, box: Box, part: PartName): SVGElement {
  const wide = x(1) - x(0);
  const gap = wide > 3 ? 1 : 0;
  const d = days
    .map(
      (value, index) =>
        `M${round(x(start + index) + gap / 2)} ${box.bottom}V${round(y(value))}h${Math.max(0.6, wide - gap).toFixed(2)}V${box.bottom}z`
    )
    .join('');
  return path(d, `sb-bar-${part}`);
}

function bracket(part: PartName, days: number[], start: number, x: Scale, unit: string): SVGElement[] {
  if (!days.length) {
    return [];
  }
  const [a, b] = [round(x(start) + 0.5), round(x(start + days.length) - 1.5)];
  const short = part === 'validation' ? 'val.' : part;
  const forms = [
    `${part}, ${count(days.length)} ${unit}s, ${count(sum(days))} rare`,
    `${part}, ${count(sum(days))}`,
    `${short} ${count(sum(days))}`,
    short
  ];
  const words = forms.find(form => form.length * 5.6 < b - a) ?? '';
  return [
    path(`M${a} 22v-4H${b}v4`, 'sb-ax'),
    text((a + b) / 2, 12, words, { 'text-anchor': 'middle', class: 'sb-k' })
  ];
}

function dates(counts: DayCounts, x: Scale, box: Box): SVGElement[] {
  const y = box.bottom + 17;
  const marks = [s('g')];
  const ends = [
    text(box.left, y, date(counts.start)),
    text(box.right, y, date(counts.end, 0, false), { 'text-anchor': 'end' })
  ];
  if (counts.unit === 'day') {
    let at = counts.train.length;
    let last = box.left + 70;
    for (const part of ['validation', 'holdout'] as const) {
      const left = x(at);
      if (left - last > 34 && box.right - left > 74) {
        marks.push(text(left, y, date(counts.start, at, false), { 'text-anchor': 'middle' }));
        last = left;
      }
      at += counts[part].length;
    }
  }
  return [...marks, ...ends];
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
