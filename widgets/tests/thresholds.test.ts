import { expect, test } from 'vitest';
import { asInt32, costCurve, decide, findCurve, readCurve, readCurves, rowOf, wilson } from '../src/lab/thresholds';
import { bytes, entry, ROWS, state } from './fake';

const { curves, tables } = state();
const curve = findCurve(readCurves(curves, tables), 'SMOTE 5 %', 'holdout');

test('columns are cut from the bytes of their own run', () => {
  expect([...(curve?.tp ?? [])]).toEqual(ROWS.tp);
  expect([...(curve?.missed ?? [])]).toEqual(ROWS.missed);
});

test('bytes that are not aligned are copied', () => {
  expect([...asInt32(bytes([1, -2, 3], 3))]).toEqual([1, -2, 3]);
  expect(asInt32(null)).toHaveLength(0);
});

test('an entry that its bytes do not hold is left out', () => {
  expect(readCurve(entry('none', 'holdout', 1), asInt32(bytes(Array(20).fill(0))))).toBeNull();
  expect(readCurves(curves, null)).toEqual([]);
});

test('a threshold means the first row that is not below it', () => {
  const rows = [0, 0.01, 0.1, 0.2, 0.3, 0.61, 1.000001, 5].map(value => (curve ? rowOf(curve, value) : -1));
  expect(rows).toEqual([0, 0, 1, 2, 2, 4, 4, 4]);
});

test('the first row flags everything, the last nothing', () => {
  const [all, none] = curve ? [decide(curve, 0, {}), decide(curve, 4, {})] : [];
  expect([all?.recall, all?.fn, all?.tn]).toEqual([1, 0, 0]);
  expect([none?.recall, none?.precision, none?.alerts]).toEqual([0, null, 0]);
});

test('cost is missed money plus reviews, by column or by a fixed sum', () => {
  const byColumn = curve && decide(curve, 2, { missed: 'amount', review: 10 });
  expect(byColumn?.cost).toBeCloseTo(300 + 13 * 10);
  expect(byColumn?.caughtMoney).toBeCloseTo(1700);
  const fixed = curve && decide(curve, 2, { missed: 500, review: 10 });
  expect(fixed?.cost).toBe(2 * 500 + 13 * 10);
  expect(curve && [...costCurve(curve, { missed: 500, review: 10 })]).toEqual([1000, 790, 1130, 3040, 5000]);
});

test('the Wilson interval is that of the textbook', () => {
  const [low = 0, high = 0] = wilson(257, 340) ?? [];
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.708', '0.799']);
  expect(wilson(0, 0)).toBeNull();
});
