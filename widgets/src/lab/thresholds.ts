/** Confusion counts and costs at every row of a thinned threshold table; pure functions over the kernel's int32 columns. */

import { COLUMNS } from './protocol';
import type { Costs, CurveEntry } from './types';

const MICRO = 1e6;

/** One run on one part: R rows, threshold rising from "every row is an alert" to "no alert". */
export interface Curve {
  name: string;
  part: 'holdout' | 'validation';
  rows: number;
  rare: number;
  others: number;
  chosen: number;
  days: number | null;
  moneyUnit: number;
  threshold: Int32Array;
  tp: Int32Array;
  fp: Int32Array;
  missed: Int32Array;
  entry: CurveEntry;
}

/** What a threshold means: counts, shares and money. Shares are null where they have no meaning. */
export interface Decision {
  threshold: number;
  tp: number;
  fp: number;
  fn: number;
  tn: number;
  alerts: number;
  precision: number | null;
  recall: number | null;
  falseAlarmRate: number | null;
  cost: number;
  missedCost: number;
  caughtMoney: number | null;
  reviewCost: number;
}

/** The bytes of a trait as int32 numbers, copied where the buffer is not aligned. */
export function asInt32(view: DataView | null): Int32Array {
  if (!view) {
    return new Int32Array();
  }
  const bytes = view.byteLength - (view.byteLength % 4);
  if (view.byteOffset % 4 === 0) {
    return new Int32Array(view.buffer, view.byteOffset, bytes / 4);
  }
  return new Int32Array(view.buffer.slice(view.byteOffset, view.byteOffset + bytes));
}

/** Cut the table of one entry into its columns; null when the bytes do not hold it. */
export function readCurve(entry: CurveEntry, table: Int32Array): Curve | null {
  const { offset, rows } = entry;
  if (rows < 1 || offset < 0 || offset + COLUMNS.length * rows > table.length) {
    return null;
  }
  const column = (index: number): Int32Array => table.subarray(offset + index * rows, offset + (index + 1) * rows);
  return {
    name: entry.name,
    part: entry.part,
    rows,
    rare: entry.rare,
    others: entry.others,
    chosen: clamp(entry.chosen, 0, rows - 1),
    days: entry.days,
    moneyUnit: entry.money_unit ?? 1,
    threshold: column(0),
    tp: column(1),
    fp: column(2),
    missed: column(3),
    entry
  };
}

/** All curves by name and part. */
export function readCurves(entries: CurveEntry[], view: DataView | null): Curve[] {
  const table = asInt32(view);
  return entries.map(entry => readCurve(entry, table)).filter((curve): curve is Curve => curve !== null);
}

export function findCurve(curves: Curve[], name: string, part: Curve['part']): Curve | undefined {
  return curves.find(curve => curve.name === name && curve.part === part);
}

/** The row that a threshold means: an alert is a score at or above it, so the first row whose own is not below it. */
export function rowOf(curve: Curve, threshold: number): number {
  const micro = Math.round(threshold * MICRO);
  let low = 0;
  let high = curve.rows - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.threshold[middle] ?? 0) < micro) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

export function thresholdAt(curve: Curve, row: number): number {
  return (curve.threshold[row] ?? 0) / MICRO;
}

/** Counts, shares and money at one row of the table. */
export function decide(curve: Curve, row: number, costs: Partial<Costs>): Decision {
  const index = clamp(row, 0, curve.rows - 1);
  const tp = curve.tp[index] ?? 0;
  const fp = curve.fp[index] ?? 0;
  const fn = Math.max(0, curve.rare - tp);
  const byColumn = typeof costs.missed === 'string';
  const missedCost = byColumn ? (curve.missed[index] ?? 0) * curve.moneyUnit : fn * Number(costs.missed ?? 0);
  const reviewCost = (tp + fp) * (costs.review ?? 0);
  return {
    threshold: thresholdAt(curve, index),
    tp,
    fp,
    fn,
    tn: Math.max(0, curve.others - fp),
    alerts: tp + fp,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, curve.rare),
    falseAlarmRate: ratio(fp, curve.others),
    cost: missedCost + reviewCost,
    missedCost,
    caughtMoney: byColumn ? ((curve.missed.at(-1) ?? 0) - (curve.missed[index] ?? 0)) * curve.moneyUnit : null,
    reviewCost
  };
}

/** Cost at every row. */
export function costCurve(curve: Curve, costs: Partial<Costs>): Float64Array {
  return Float64Array.from({ length: curve.rows }, (_, row) => decide(curve, row, costs).cost);
}

/** 95 % Wilson interval of a share; null without a denominator. */
export function wilson(hits: number, total: number): [number, number] | null {
  if (total <= 0) {
    return null;
  }
  const z = 1.959964;
  const share = Math.min(1, hits / total);
  const scale = 1 + (z * z) / total;
  const middle = (share + (z * z) / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
