import { expect, test } from 'vitest';
import * as f from '../src/lab/format';

test('thousands are parted by a thin space', () => {
  expect(f.count(150000)).toBe('150\u202f000');
  expect(f.count(-1234567)).toBe('\u22121\u202f234\u202f567');
  expect(f.count(999)).toBe('999');
});

test('a score has at most three significant digits', () => {
  expect([0.715, 0.7154, 0.0041234, 0.00904, 0, 1, 0.99961, -0.0312].map(value => f.score(value))).toEqual([
    '0.715',
    '0.715',
    '0.0041',
    '0.009',
    '0',
    '1.00',
    '1.00',
    '\u22120.031'
  ]);
});

test('a difference has three decimals, a true minus and a sign where asked', () => {
  expect(f.delta(-0.031)).toBe('\u22120.031');
  expect(f.delta(0.002, true)).toBe('+0.002');
  expect(f.delta(-0.0001, true)).toBe('0.000');
});

test('what is missing is a dash, never NaN', () => {
  const writers = [f.count, f.score, f.delta, f.threshold, f.plain, f.percent, f.rate, f.money];
  expect(writers.map(write => write(null))).toEqual(writers.map(() => '\u2013'));
  expect(f.score(Number.NaN)).toBe('\u2013');
  expect(f.interval(0.1, null)).toBe('');
});

test('thresholds stay readable from one in ten thousand to one', () => {
  expect([0.31, 0.05, 0.00012, 0.9971, 1, 1.000001].map(value => f.threshold(value))).toEqual([
    '0.31',
    '0.05',
    '0.00012',
    '0.9971',
    '1',
    'above 1'
  ]);
});

test('durations, dates and ticks are short', () => {
  expect([7.2, 0.4, 240].map(value => f.seconds(value))).toEqual(['7\u202fs', '0.4\u202fs', '4\u202fmin']);
  expect(f.date('2024-01-30T00:00', 3)).toBe('2 Feb 2024');
  expect(f.date('week 3')).toBe('week 3');
  expect([0.01, 100, 10000, 2e6].map(value => f.tick(value))).toEqual(['0.01', '100', '10\u202fk', '2\u202fM']);
  expect([f.times(1), f.times(3)]).toEqual(['once', '3 times']);
});
