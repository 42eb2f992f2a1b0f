import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Quiet } from '../../src/kernel';
import { BalancePanel, type Actions } from '../../src/panel';
import type { Frame } from '../../src/protocol';
import type { FrameWatch, Seen } from '../../src/watch';
import { INSTALL } from '../../src/words';
import { button } from '../fake';
import { FakeNotebook, frame, target, trans, VERSIONS } from './fakes';
import { Clipboard } from './stubs/apputils';

// Lumino names this class when it is loaded, and jsdom has none.
vi.hoisted(() => vi.stubGlobal('DragEvent', Event));
vi.mock('@jupyterlab/apputils', () => import('./stubs/apputils'));
vi.mock('@jupyterlab/notebook', () => import('./stubs/notebook'));
vi.mock('@jupyterlab/ui-components', () => import('./stubs/components'));

class FakeWatch {
  readonly changed = new Signal<this, Seen>(this);
  readonly look = vi.fn();
  visible = false;
  isManual = false;

  constructor(public seen: Seen) {}

  tell(more: Partial<Seen>): void {
    this.seen = { ...this.seen, ...more };
    this.changed.emit(this.seen);
  }
}

const HOSTILE = '<img src=x onerror=alert(1)>';
const actions = { insert: vi.fn<Actions['insert']>(), beside: vi.fn<Actions['beside']>() };
let notebook: FakeNotebook;
let watch: FakeWatch;
let panel: BalancePanel;

const list = (...frames: Frame[]) => ({ ...VERSIONS, frames, more: 0 });
const silence = (state: Quiet, detail = '') => ({ state, detail });
const find = (query: string): HTMLElement | null => panel.node.querySelector(query);
const isShown = (query: string): boolean => find(query)?.hidden === false;
const said = (): string => (isShown('.sb-side-quiet') ? (find('.sb-side-quiet')?.textContent ?? '') : '');
const foot = (): string[] => [...panel.node.querySelectorAll('.sb-side-foot p')].map(el => el.textContent ?? '');
const rows = (): string[] =>
  [...panel.node.querySelectorAll<HTMLElement>('li')]
    .filter(el => !el.hidden)
    .map(el => el.querySelector('.sb-side-name')?.textContent ?? '');

function search(wanted: string): void {
  const input = panel.node.querySelector('input') as HTMLInputElement;
  input.value = wanted;
  input.dispatchEvent(new Event('input'));
}

beforeEach(() => {
  vi.clearAllMocks();
  actions.insert.mockResolvedValue(undefined);
  notebook = new FakeNotebook();
  watch = new FakeWatch({ notebook: notebook.as, frames: null, silence: null, at: null });
  panel = new BalancePanel(watch as unknown as FrameWatch, actions, trans);
});
afterEach(() => {
  panel.dispose();
});

test('the watch looks while the panel is in sight', () => {
  Widget.attach(panel, document.body);
  const seen = [watch.visible];
  panel.hide();
  seen.push(watch.visible);
  panel.show();
  seen.push(watch.visible);
  Widget.detach(panel);
  expect([...seen, watch.visible]).toEqual([true, false, true, false]);
});

test('the button Refresh looks at once', () => {
  button(panel.node, 'Refresh').click();
  expect(watch.look).toHaveBeenCalledOnce();
});

describe('the list', () => {
  test('has the newest frame first, and says how many there are, and of whom', () => {
    watch.tell({ frames: { ...list(frame('old'), frame('new')), more: 3 } });
    expect(rows()).toEqual(['new', 'old']);
    expect(find('.sb-side-kernel')?.textContent).toBe('payments.ipynb, Python 35 data frames');
    expect(foot()).toEqual(['3 older data frames are not shown.']);
    expect(said()).toBe('');
  });

  test('keeps the row of a frame that stays, and makes a new one for a frame that was gone', () => {
    watch.tell({ frames: list(frame('a'), frame('b')) });
    const [gone, kept] = panel.node.querySelectorAll('li');
    watch.tell({ frames: list(frame('a', [], { rows: 7 }), frame('c')) });
    expect(rows()).toEqual(['c', 'a']);
    expect(panel.node.querySelectorAll('li')[1]).toBe(kept);
    watch.tell({ frames: list(frame('b')) });
    expect(panel.node.querySelector('li')).not.toBe(gone);
  });

  test('passes notebook, frame and candidates to what its buttons do', async () => {
    const one = frame('df', [target('a'), target('b')]);
    watch.tell({ frames: list(one) });
    button(panel.node, 'Insert cell').click();
    await vi.waitFor(() => {
      button(panel.node, 'Open beside').click();
      expect(actions.beside).toHaveBeenCalledWith(notebook, one, { targets: one.targets, chosen: false });
    });
    expect(actions.insert).toHaveBeenCalledExactlyOnceWith(notebook, one, { targets: one.targets, chosen: false });
  });

  test('says of how many rows the shares of large frames are', () => {
    watch.tell({ frames: list(frame('small'), frame('large', [], { rows: 90_000, looked: 5000 })) });
    expect(foot()).toEqual(['Shares of large frames are from 5\u202f000 rows, spread over all of them.']);
  });

  test('shows hostile names as text', () => {
    notebook.title.label = HOSTILE;
    watch.tell({ frames: list(frame(HOSTILE, [target(HOSTILE)])), silence: silence('failed', HOSTILE) });
    expect([rows(), find('img')]).toEqual([[HOSTILE], null]);
    expect(find('.sb-side-kernel')?.textContent).toContain(HOSTILE);
    expect(said()).toContain(HOSTILE);
  });
});

test('refreshed by hand, it says how before there is a list', () => {
  watch.isManual = true;
  watch.tell({ frames: null, silence: null });
  expect(said()).toBe('Press Refresh to list the data frames.');
});

describe('the search', () => {
  test('that finds nothing says so', () => {
    watch.tell({ frames: list(frame('a'), frame('b')) });
    search('zzz');
    expect(panel.node.textContent).toContain('No data frame in this list matches.');
    const none = [...panel.node.querySelectorAll<HTMLElement>('p')].find(el =>
      el.textContent?.startsWith('No data frame in')
    );
    expect(none?.hidden).toBe(false);
    search('a');
    expect(none?.hidden).toBe(true);
  });

  test('is offered for several frames only', () => {
    watch.tell({ frames: list(frame('a')) });
    expect(isShown('input')).toBe(false);
    watch.tell({ frames: list(frame('a'), frame('b')) });
    expect(isShown('input')).toBe(true);
  });

  test('hides the rows that it does not find, also when the list is made anew', () => {
    watch.tell({ frames: list(frame('payments', [target('is_fraud')]), frame('shops'), frame('days')) });
    search(' FRAUD ');
    expect(rows()).toEqual(['payments']);
    watch.tell({ frames: list(frame('payments', [target('is_fraud')]), frame('fraud_days'), frame('shops')) });
    expect(rows()).toEqual(['fraud_days', 'payments']);
    search('');
    expect(rows()).toHaveLength(3);
  });

  test('hides nothing once it is not offered any more', () => {
    watch.tell({ frames: list(frame('a'), frame('b')) });
    search('b');
    watch.tell({ frames: list(frame('a')) });
    expect(rows()).toEqual(['a']);
  });
});

const SENTENCES: [Quiet, string, string][] = [
  ['none', '', 'This notebook has no kernel. Start one to see its data frames.'],
  ['starting', '', 'The kernel is starting.'],
  ['restarting', '', 'The kernel is restarting.'],
  ['dead', '', 'The kernel is gone. Restart it to see its data frames.'],
  ['busy', '', 'The kernel is busy. It answers when the running cell has ended.'],
  ['language', 'R', 'This kernel speaks R. SynthBalance needs a Python kernel.'],
  ['missing', '', 'synthbalance is missing in this kernel. Run this in a cell:'],
  ['outdated', '0.0.7', 'This kernel has synthbalance 0.0.7, which does not fit this extension (0.1.0). Run this in'],
  ['failed', 'KeyError: 1', 'The kernel could not list its data frames: KeyError: 1']
];

test.each(SENTENCES)('a kernel that is %s has its quiet sentence', (state, detail, words) => {
  watch.tell({ silence: silence(state, detail) });
  expect(said()).toContain(words);
  expect(isShown('.sb-side-install')).toBe(state === 'missing' || state === 'outdated');
  expect([isShown('ul'), isShown('input')]).toEqual([false, false]);
});

test('the line that installs the package can be copied', () => {
  watch.tell({ silence: silence('missing') });
  expect(find('.sb-side-install code')?.textContent).toBe(INSTALL);
  button(panel.node, 'Copy').click();
  expect(Clipboard.copyToSystem).toHaveBeenCalledExactlyOnceWith(INSTALL);
});

test('without a notebook, and without a frame, the panel says what to do', () => {
  watch.tell({ notebook: null });
  expect(said()).toBe('Open a notebook to see the data frames of its kernel.');
  watch.tell({ notebook: notebook.as, frames: list() });
  expect(said()).toBe('No data frame yet. One that a cell makes (pandas or polars) is listed here.');
});

test('the list of a busy kernel stays, with the time it was made', () => {
  watch.tell({ frames: list(frame('df')), silence: silence('busy'), at: new Date(2026, 2, 1, 14, 5) });
  expect([rows(), said()]).toEqual([['df'], '']);
  expect(foot()).toEqual([expect.stringMatching(/^Kernel busy: list from .*:05.*\.$/)]);
});

test.each([
  ['its model', (one: FakeNotebook) => (one.context.model.readOnly = true)],
  ['its file', (one: FakeNotebook) => (one.context.contentsModel.writable = false)]
])('a notebook that is read-only by %s takes no cell, and says so', (_, lock) => {
  lock(notebook);
  watch.tell({ frames: list(frame('df')) });
  expect([button(panel.node, 'Insert cell').disabled, button(panel.node, 'Open beside').disabled]).toEqual([
    true,
    false
  ]);
  expect(foot()).toEqual(['This notebook is read-only: no cell can be inserted. Use "Open beside", or save a copy.']);
});
