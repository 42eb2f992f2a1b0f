/** Painting points on a canvas: others as dots, real rare rows as circles, synthetic ones as triangles. */

import { unpack, type AxisScale, type Points } from '../pointdata';
import type { Box } from './figure';

/** Points, the scales of their two axes, and where to draw them. */
export interface Plot {
  points: Points;
  scales: [AxisScale, AxisScale];
  box: Box;
}

export function paintPoints(canvas: HTMLCanvasElement, plot: Plot, width: number, height: number): void {
  const { points } = plot;
  const pixels = Math.min(3, globalThis.devicePixelRatio || 1);
  canvas.width = Math.round(width * pixels);
  canvas.height = Math.round(height * pixels);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  if (!pen) {
    return;
  }
  pen.scale(pixels, pixels);
  const { rare, others, synthetic } = points.info;
  const color = (name: string): string => resolved(canvas, name);
  const at = (index: number): [number, number] => spotOf(plot, pairAt(points, index));
  dots(pen, at, rare, others, color('--sb-dots'));
  triangles(pen, at, rare + others, synthetic, color('--sb-syn'), color('--sb-surface'));
  circles(pen, at, rare, color('--sb-run'), color('--sb-surface'));
}

/** One point as it came over the wire. */
export function pairAt({ pairs }: Points, index: number): [number, number] {
  return [pairs[2 * index] ?? 0, pairs[2 * index + 1] ?? 0];
}

/** Where a pair of the wire stands, in pixels. */
export function spotOf({ points, scales, box }: Plot, [x, y]: [number, number]): [number, number] {
  return [
    box.left + scales[0].share(unpack(points.info, x, 0)) * (box.right - box.left),
    box.bottom - scales[1].share(unpack(points.info, y, 1)) * (box.bottom - box.top)
  ];
}

/** What a colour variable comes to: a canvas knows no variables. */
function resolved(canvas: HTMLCanvasElement, name: string): string {
  canvas.style.color = `var(${name}, gray)`;
  return getComputedStyle(canvas).color;
}

type At = (index: number) => [number, number];
type Pen = CanvasRenderingContext2D;

function dots(pen: Pen, at: At, start: number, size: number, color: string): void {
  pen.fillStyle = color;
  pen.globalAlpha = size > 3000 ? 0.55 : 0.8;
  for (let index = start; index < start + size; index += 1) {
    const [x, y] = at(index);
    pen.fillRect(x - 1, y - 1, 2, 2);
  }
  pen.globalAlpha = 1;
}

function triangles(pen: Pen, at: At, start: number, size: number, color: string, edge: string): void {
  const r = size > 1500 ? 2.4 : 3.2;
  pen.fillStyle = color;
  pen.strokeStyle = edge;
  pen.lineWidth = 0.75;
  pen.globalAlpha = size > 1500 ? 0.75 : 1;
  for (let index = start; index < start + size; index += 1) {
    const [x, y] = at(index);
    pen.beginPath();
    pen.moveTo(x, y - r);
    pen.lineTo(x + r, y + r * 0.85);
    pen.lineTo(x - r, y + r * 0.85);
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function circles(pen: Pen, at: At, size: number, color: string, edge: string): void {
  const r = size > 800 ? 2.6 : 3.4;
  for (const [style, width] of [
    [edge, 3],
    [color, 1.5]
  ] as const) {
    pen.strokeStyle = style;
    pen.lineWidth = width;
    pen.globalAlpha = style === edge ? 0.5 : 1;
    for (let index = 0; index < size; index += 1) {
      const [x, y] = at(index);
      pen.beginPath();
      pen.arc(x, y, r, 0, 2 * Math.PI);
      pen.stroke();
    }
  }
}
