// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { scoreDrawing } from '../src/lab/charts/verdict';
import { emphasised } from '../src/lab/sentence';

const bold = (text: string): string[] =>
  emphasised({ kind: 'none', text })
    .filter((part): part is HTMLElement => part instanceof HTMLElement && part.tagName === 'B')
    .map(part => part.textContent);

test('a cost with a thin space between its thousands is bold to its end', () => {
  expect(bold('Doing nothing scores 7\u202f120 (5\u202f000 to 9\u202f100) cost.')).toEqual([
    'Doing nothing scores 7\u202f120'
  ]);
  const gain =
    'SMOTE 5 % loses 1\u202f120 (−2\u202f000 to 90): not distinguishable from doing nothing on this holdout, which can detect 900.';
  expect(bold(gain)).toEqual(['SMOTE 5 % loses 1\u202f120', 'not distinguishable from doing nothing']);
});

test('a score stands between 0 and 1, a cost between 0 and the end of its interval', () => {
  const ends = (values: { value: number; low: number; high: number }): string[] =>
    [...scoreDrawing(values).querySelectorAll('text')].slice(-3).map(one => one.textContent ?? '');
  expect(ends({ value: 0.7, low: 0.6, high: 0.8 })).toEqual(['0', '0.5', '1']);
  expect(ends({ value: 7120, low: 5000, high: 9100 })).toEqual(['0', '4\u202f550', '9\u202f100']);
  expect(scoreDrawing({ value: 7120, low: 5000, high: 9100 }).textContent).toContain('None 7\u202f120');
});
