/** Points from the wire: pairs of uint16 between the bounds of two columns; first real rare, then others, then synthetic. */

import type { PointsInfo } from './types';

const FULL = 65535;

export interface Points {
  info: PointsInfo;
  pairs: Uint16Array;
  /** Changes when the points do; cheap to compare. */
  digest: number;
}

/** The points, or null when there are none or the bytes do not hold as many as are announced. */
export function decodePoints(info: Partial<PointsInfo>, view: DataView | null): Points | null {
  if (!view || typeof info.rare !== 'number' || typeof info.others !== 'number' || typeof info.synthetic !== 'number') {
    return null;
  }
  const size = info.rare + info.others + info.synthetic;
  if (size === 0 || view.byteLength < size * 4) {
    return null;
  }
  const aligned = view.byteOffset % 2 === 0;
  const buffer = aligned ? view.buffer : view.buffer.slice(view.byteOffset, view.byteOffset + size * 4);
  const pairs = new Uint16Array(buffer, aligned ? view.byteOffset : 0, size * 2);
  return { info: info as PointsInfo, pairs, digest: digestOf(pairs) };
}

/** Where a value stands on the track of an axis, 0..1, and the values to label. */
export interface AxisScale {
  share(value: number): number;
  isLog: boolean;
  low: number;
  high: number;
}

/** A logarithmic axis for columns without negative values that crowd at their low end (sums of money), else a linear one. */
export function axisScale(points: Points, axis: 0 | 1): AxisScale {
  const { info } = points;
  const [low, high] = axis === 0 ? [info.x_low, info.x_high] : [info.y_low, info.y_high];
  const span = high - low || 1;
  const [q05, middle] = quantiles(points, axis, 0, info.rare + info.others + info.synthetic);
  if (low < 0 || middle === null || middle - low > 0.12 * span || !(high > 0)) {
    return { share: value => (value - low) / span, isLog: false, low, high };
  }
  const floor = Math.max(q05, high / 2000);
  const width = Math.log10(high / floor) || 1;
  return { share: value => Math.log10(Math.max(value, floor) / floor) / width, isLog: true, low: floor, high };
}

/** The value of one point on one axis, in the column's unit. */
export function valueAt(points: Points, index: number, axis: 0 | 1): number {
  return unpack(points.info, points.pairs[2 * index + axis] ?? 0, axis);
}

/** The value, in the column's unit, of a number of the wire. */
export function unpack(info: PointsInfo, raw: number, axis: 0 | 1): number {
  const [low, high] = axis === 0 ? [info.x_low, info.x_high] : [info.y_low, info.y_high];
  return low + (raw / FULL) * (high - low);
}

/** 5 %, 50 % and 95 % point of some rows on one axis (0 across, 1 upward), in the column's unit. */
export function quantiles(
  points: Points,
  axis: 0 | 1,
  start: number,
  size: number
): [number, number, number] | [null, null, null] {
  if (size === 0) {
    return [null, null, null];
  }
  const { info, pairs } = points;
  const [low, high] = axis === 0 ? [info.x_low, info.x_high] : [info.y_low, info.y_high];
  const values = Uint16Array.from({ length: size }, (_, index) => pairs[2 * (start + index) + axis] ?? 0).sort();
  const at = (share: number): number => low + ((values[Math.round(share * (size - 1))] ?? 0) / FULL) * (high - low);
  return [at(0.05), at(0.5), at(0.95)];
}

function digestOf(pairs: Uint16Array): number {
  let sum = 0;
  for (const value of pairs) {
    sum = (Math.imul(sum, 31) + value) | 0;
  }
  return sum;
}
