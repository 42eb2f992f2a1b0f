import { expect, test } from 'vitest';
import { newRows, ratioAt, ratioKey, ratioShare, ratioText } from '../src/lab/ratio';

test('the text is the one that screen readers are promised', () => {
  expect(ratioText(0.05)).toBe('ratio 0.05: 5 rare rows per 100 others, 4.8 % of all');
  expect(ratioText(1)).toBe('ratio 1: 100 rare rows per 100 others, 50 % of all');
});

test('an arrow is 0.01, Home the present ratio, End equal classes', () => {
  expect(ratioKey('ArrowRight', 0.05, 0.0089)).toBe(0.06);
  expect(ratioKey('ArrowLeft', 0.0095, 0.0089)).toBe(0.0089);
  expect(ratioKey('PageUp', 0.95, 0.0089)).toBe(1);
  expect(ratioKey('Home', 0.5, 0.0089)).toBe(0.0089);
  expect(ratioKey('End', 0.5, 0.0089)).toBe(1);
  expect(ratioKey('toString', 0.5, 0.0089)).toBeNull();
});

test('the track is logarithmic and goes there and back', () => {
  expect(ratioAt(0, 0.0089)).toBe(0.0089);
  expect(ratioAt(1, 0.0089)).toBe(1);
  expect(ratioAt(ratioShare(0.05, 0.0089), 0.0089)).toBeCloseTo(0.05, 3);
  expect(ratioShare(0.5, 1)).toBe(1);
});

test('new rows are what is missing to the ratio', () => {
  expect(newRows(0.05, 788, 89212)).toBe(3673);
  expect(newRows(0.001, 788, 89212)).toBe(0);
});
