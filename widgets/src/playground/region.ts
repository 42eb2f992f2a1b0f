/** Where the model says rare: a tint with an edge at one half, drawn from the kernel's grid of probabilities. */

import type { PlayModel } from './types';

const HALF = 127.5;

export function drawRegion(canvas: HTMLCanvasElement, model: PlayModel): void {
  const [width, height] = [Math.round(canvas.clientWidth), Math.round(canvas.clientHeight)];
  const context = width > 0 && height > 0 ? canvas.getContext('2d') : null;
  if (!context) {
    return;
  }
  canvas.width = width;
  canvas.height = height;
  const grid = model.get('region');
  const [across, up] = model.get('region_size');
  if (grid && grid.byteLength === across * up && across > 0) {
    const color = colorOf(getComputedStyle(canvas).getPropertyValue('--sb-run'));
    context.putImageData(tinted(grid, across, up, width, height, color), 0, 0);
  }
}

function tinted(grid: DataView, across: number, up: number, width: number, height: number, color: number[]): ImageData {
  const image = new ImageData(width, height);
  let above = new Float32Array(width);
  for (let row = 0; row < height; row += 1) {
    const line = lineOf(grid, across, up, width, 1 - (row + 0.5) / height);
    for (let column = 0; column < width; column += 1) {
      const value = line[column] ?? 0;
      const isRare = value >= HALF;
      const isEdge =
        (row > 0 && isRare !== (above[column] ?? 0) >= HALF) ||
        (column > 0 && isRare !== (line[column - 1] ?? 0) >= HALF);
      image.data.set(
        [color[0] ?? 0, color[1] ?? 0, color[2] ?? 0, isEdge ? 190 : isRare ? 52 : 0],
        (row * width + column) * 4
      );
    }
    above = line;
  }
  return image;
}

/** Values along one line of the stage, between the middles of the grid's cells. */
function lineOf(grid: DataView, across: number, up: number, width: number, y: number): Float32Array<ArrayBuffer> {
  const [low, part] = between(y * up - 0.5, up);
  const next = Math.min(low + 1, up - 1);
  const line = new Float32Array(width);
  for (let column = 0; column < width; column += 1) {
    const [left, share] = between(((column + 0.5) / width) * across - 0.5, across);
    const right = Math.min(left + 1, across - 1);
    const at = (row: number): number =>
      grid.getUint8(row * across + left) * (1 - share) + grid.getUint8(row * across + right) * share;
    line[column] = at(low) * (1 - part) + at(next) * part;
  }
  return line;
}

function between(place: number, size: number): [number, number] {
  const inside = Math.min(Math.max(place, 0), size - 1);
  const low = Math.floor(inside);
  return [low, inside - low];
}

/** "#0072b2" as three numbers. */
function colorOf(text: string): number[] {
  const digits = text.trim().replace('#', '');
  return [0, 2, 4].map(start => Number.parseInt(digits.slice(start, start + 2), 16) || 0);
}
