// @vitest-environment node
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pythonLiteral } from '../../src/literal';

const HOSTILE = [
  '',
  'payments.csv',
  "it's",
  'say "no"',
  `both ' and "`,
  '\\',
  '\\"',
  "\\'",
  '"\\',
  'C:\\new\\x41',
  'two\nlines',
  'a\r\nb\tc\0d\x1b\x7f\x85',
  'a\u2028b\u2029c',
  'a\u202ecsv.exe',
  '\u00a0\u200b\u200d\ufeff\u3000',
  '\ud800',
  '\udc00\ud800',
  'half \ud83d of one',
  '😀 and 👩‍💻',
  'مدفوعات.csv',
  'ä.csv',
  'e\u0301',
  '\ue000\u{1d173}\u{f0000}\u{e0001}',
  "'); import os; os.system('x') #",
  '"); import os; os.system("x") #',
  `\\'"); import os #\n`
];
const PIECES = [...HOSTILE.join(''), 'ab', '\\n', '\\x', '\\u', '\\N{DASH}', '{0}', '%s', '"""', "'''"];
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(n)|([\\'"]))/g;

/** Python's reading of a literal, for those escapes that may occur in one; throws where it is not one literal. */
function decoded(literal: string): string {
  const quote = literal.charAt(0);
  const whole = new RegExp(`^(["'])(?:[^\\\\${quote}]|${ESCAPE.source.replace(/\((?!\?)/g, '(?:')})*${quote}$`, 'u');
  if (!whole.test(literal)) {
    throw new Error(`not one literal: ${literal}`);
  }
  const char = (_: string, x?: string, u?: string, U?: string, n?: string, same?: string): string =>
    n ? '\n' : (same ?? String.fromCodePoint(parseInt(x ?? u ?? U ?? '', 16)));
  return literal.slice(1, -1).replace(ESCAPE, char);
}

/** The same pseudo-random numbers below `end` on every run. */
function seeded(seed: number): (end: number) => number {
  let state = seed;
  return end => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/** Strings of hostile pieces and of any halves of characters. */
function random(many: number, seed: number): string[] {
  const below = seeded(seed);
  const piece = (): string => (below(4) ? (PIECES[below(PIECES.length)] ?? '') : String.fromCharCode(below(0x10000)));
  return Array.from({ length: many }, () => Array.from({ length: below(12) }, piece).join(''));
}

const isPrintableLine = (text: string): boolean => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text);

test.each(HOSTILE.map(text => [text]))('%j becomes one printable line that says the same', text => {
  const literal = pythonLiteral(text);
  expect(literal).toSatisfy(isPrintableLine);
  expect(decoded(literal)).toBe(text);
});

test('thousands of random texts become printable lines that say the same', () => {
  const texts = random(6000, 1);
  const literals = texts.map(pythonLiteral);
  expect(literals.filter(one => !isPrintableLine(one))).toEqual([]);
  expect(literals.map(decoded)).toEqual(texts);
});

test('ordinary names are written as anyone would write them', () => {
  expect(pythonLiteral('Zahlungen März.csv')).toBe('"Zahlungen März.csv"');
  expect(pythonLiteral("it's.csv")).toBe(`"it's.csv"`);
  expect(pythonLiteral('"x".csv')).toBe(`'"x".csv'`);
});

test('what cannot be seen is written as the shortest escape that Python has for it', () => {
  expect(pythonLiteral('\t|\u00a0|\u202e|\u{e0001}|\ud800')).toBe('"\\x09|\\xa0|\\u202e|\\U000e0001|\\ud800"');
});

test('Python itself reads the same texts', context => {
  const texts = [...HOSTILE, ...random(2000, 2)];
  const program = 'import ast, json, sys; print(json.dumps([ast.literal_eval(one) for one in json.load(sys.stdin)]))';
  const input = JSON.stringify(texts.map(pythonLiteral));
  const options = { input, encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } } as const;
  const python = spawnSync('python3', ['-S', '-c', program], options);
  context.skip(python.error !== undefined, 'there is no python3 here');
  expect(python.stderr).toBe('');
  expect(JSON.parse(python.stdout)).toEqual(texts);
});
