import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Frame } from '../../src/protocol';
import { type Choice, FrameRow, shareWords } from '../../src/row';
import { button } from '../fake';
import { frame, target, trans } from './fakes';

const HOSTILE = '<img src=x onerror=alert(1)><b>"\'&amp;\u202e';
let row: FrameRow;
const inserted: Choice[] = [];
const beside: Choice[] = [];

beforeEach(() => {
  [inserted, beside].forEach(list => (list.length = 0));
  row = new FrameRow(trans);
  row.onInsert = async choice => inserted.push(choice);
  row.onBeside = async choice => beside.push(choice);
});

function draw(given: Frame, readOnly = false): void {
  row.draw(given, readOnly);
}

function select(): HTMLSelectElement {
  const found = row.el.querySelector('select');
  if (!found) {
    throw new Error('no select');
  }
  return found;
}

function choose(column: string): void {
  select().value = target(column).literal;
  select().dispatchEvent(new Event('change'));
}

/** The text of what is in sight. */
function text(): string {
  const copy = row.el.cloneNode(true) as HTMLElement;
  copy.querySelectorAll('[hidden]').forEach(el => el.remove());
  return copy.textContent ?? '';
}

test.each([
  [0.04, '4.0\u202f%'],
  [0.0017, '0.17\u202f%'],
  [0.5, '50.0\u202f%'],
  [0.0099, '0.99\u202f%'],
  [0.00997, '1.0\u202f%'],
  [0.00001, '0.001\u202f%']
])('a share of %d is written %s', (share, words) => {
  expect(shareWords(share)).toBe(words);
});

test('a frame shows name, shape, its one candidate, the rare class and its share', () => {
  draw(frame('payments', [target('is_fraud', 0.04, 'yes')]));
  expect(text()).toBe('payments1\u202f000 × 3target is_fraud, rare class yes4.0\u202f%Insert cellOpen beside');
  expect([select().hidden, row.el.querySelector('b')?.title]).toEqual([true, 'Share of the rare class']);
  expect(row.el.querySelector('i')?.style.width).toBe('8%');
});

test('a frame without a candidate says so, and shows no share and no bar', () => {
  draw(frame('notes', [], { rows: 12, columns: 1234 }));
  expect(text()).toBe('notes12 × 1\u202f234no column looks like a targetInsert cellOpen beside');
  expect(row.el.querySelector<HTMLElement>('.sb-side-bar')?.hidden).toBe(true);
});

test('hostile names appear as text and make no element', () => {
  draw(frame('df', [target('a')]));
  const tags = row.el.querySelectorAll('*').length;
  draw(frame(HOSTILE, [target(HOSTILE, 0.04, HOSTILE)]));
  expect(row.el.querySelectorAll('*')).toHaveLength(tags);
  expect(row.el.querySelector('.sb-side-name')?.textContent).toBe(HOSTILE);
  expect(row.el.querySelector('code')?.textContent).toBe(HOSTILE);
  draw(frame(HOSTILE, [target(HOSTILE), target('b')]));
  expect([...select().options].map(one => one.text)).toEqual([expect.stringContaining('<img src=x'), 'b']);
  expect(row.el.querySelector('img')).toBeNull();
});

describe('a frame with several candidates', () => {
  const targets = [target('a', 0.04), target('b', 0.0017), target('c', 0.3)];
  beforeEach(() => draw(frame('df', targets)));

  test('offers them, the best one first', () => {
    expect([select().hidden, select().getAttribute('aria-label')]).toEqual([false, 'Target']);
    expect([...select().options].map(one => one.text)).toEqual(['a', 'b', 'c']);
    expect([select().value, row.el.querySelector('b')?.textContent]).toEqual(['"a"', '4.0\u202f%']);
  });

  test('passes the chosen one first to both buttons, the others after it', async () => {
    choose('b');
    button(row.el, 'Insert cell').click();
    await vi.waitFor(() => expect(inserted).toHaveLength(1));
    await Promise.resolve();
    button(row.el, 'Open beside').click();
    expect(inserted[0]?.targets.map(one => one.column)).toEqual(['b', 'a', 'c']);
    expect(inserted[0]?.chosen).toBe(true);
    expect(beside).toEqual(inserted);
    expect(row.el.querySelector('b')?.textContent).toBe('0.17\u202f%');
  });

  test('keeps the chosen one while it is a candidate', () => {
    choose('b');
    draw(frame('df', [target('c', 0.1), target('b', 0.2)], { rows: 2000 }));
    expect(select().value).toBe('"b"');
    draw(frame('df', [target('a'), target('c')]));
    button(row.el, 'Insert cell').click();
    expect([select().value, inserted[0]?.targets[0]?.column, inserted[0]?.chosen]).toEqual(['"a"', 'a', false]);
  });

  test('leaves its menu alone where nothing has changed', () => {
    const change = vi.fn();
    const observer = new MutationObserver(change);
    observer.observe(select(), { childList: true });
    draw(frame('df', [...targets], { rows: 2000 }));
    expect(observer.takeRecords()).toEqual([]);
  });
});

test('a second click while the first is at work does nothing', async () => {
  let done: (value: unknown) => void = () => undefined;
  row.onInsert = choice => new Promise(resolve => (done = resolve) && inserted.push(choice));
  draw(frame('df', [target('a')]));
  button(row.el, 'Insert cell').click();
  button(row.el, 'Insert cell').click();
  expect(inserted).toHaveLength(1);
  done(true);
  await vi.waitFor(() => {
    button(row.el, 'Insert cell').click();
    expect(inserted).toHaveLength(2);
  });
});

test('a frame that there was no time for claims nothing about its columns', () => {
  draw(frame('wide', [], { looked: 0 }));
  expect(text()).not.toContain('no column');
});

test('in a read-only notebook no cell can be inserted, and the panel beside can be opened', () => {
  draw(frame('df', [target('a')]), true);
  expect([button(row.el, 'Insert cell').disabled, button(row.el, 'Open beside').disabled]).toEqual([true, false]);
  draw(frame('df', [target('a')]));
  expect(button(row.el, 'Insert cell').disabled).toBe(false);
});

test.each([
  ['pay', true],
  ['fraud', true],
  ['', true],
  ['zzz', false]
])('a search for "%s" finds by the names of frame and candidates: %s', (wanted, found) => {
  draw(frame('Payments', [target('IS_FRAUD')]));
  expect(row.matches(wanted)).toBe(found);
});
