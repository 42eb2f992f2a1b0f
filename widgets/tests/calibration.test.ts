import { expect, test } from 'vitest';
import { joined } from '../src/lab/charts/calibration';

test('bins without rare rows join their neighbours, and no row is lost', () => {
  const bins = joined([
    [0.001, 0, 100],
    [0.01, 0.02, 100],
    [0.1, 0.05, 100],
    [0.9, 0.75, 8]
  ]);
  expect(bins.map(([, , rows]) => rows)).toEqual([300, 8]);
  expect(bins.map(([, share]) => share)).toEqual([expect.closeTo(7 / 300), 0.75]);
});

test('what is left over joins the lowest bin', () => {
  const bins = joined([
    [0.001, 0, 100],
    [0.1, 0.05, 100]
  ]);
  expect(bins).toEqual([[expect.closeTo(0.0505), 0.025, 200]]);
});

test('bins that hold enough stay as they are', () => {
  const bins: [number, number, number][] = [
    [0.1, 0.1, 100],
    [0.9, 0.8, 50]
  ];
  expect(joined(bins)).toEqual(bins);
  expect(joined([])).toEqual([]);
});
