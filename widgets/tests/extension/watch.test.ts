// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULTS, LiveSettings } from '../../src/settings';
import { FrameWatch } from '../../src/watch';
import { FakeKernel, FakeNotebook, FakeSession, FakeTracker, frame, replied, VERSIONS, without } from './fakes';
import { NotebookActions } from './stubs/notebook';

vi.mock('@jupyterlab/notebook', () => import('./stubs/notebook'));

let kernel: FakeKernel;
let notebook: FakeNotebook;
let tracker: FakeTracker;
let settings: LiveSettings;
let watch: FrameWatch;

const listed = (...names: string[]) => replied({ ...VERSIONS, frames: names.map(name => frame(name)), more: 0 });
const names = (): string[] | undefined => watch.seen.frames?.frames.map(one => one.name);
const ended = (one = notebook) => NotebookActions.executed.emit({ notebook: one.content });
const settled = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);
const asked = (): number => kernel.sent.length;

/** A panel in sight whose list has been made. */
async function shown(): Promise<void> {
  watch.visible = true;
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
  kernel = new FakeKernel();
  kernel.done = async () => listed('df');
  notebook = new FakeNotebook(new FakeSession(kernel));
  tracker = new FakeTracker(notebook);
  settings = new LiveSettings();
  watch = new FrameWatch(tracker.as, settings);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a panel out of sight', () => {
  test('sends nothing, whatever happens', async () => {
    ended();
    watch.look();
    notebook.sessionContext.turn('restarting');
    notebook.sessionContext.turn('idle');
    tracker.show(notebook);
    await settled();
    expect([asked(), watch.seen.notebook]).toEqual([0, notebook]);
  });

  test('sends nothing once it is hidden again', async () => {
    await shown();
    watch.visible = false;
    ended();
    await settled();
    expect(asked()).toBe(1);
  });
});

describe('a panel in sight', () => {
  test('lists the tables of the notebook, and when; it looks at as many rows as the settings say', async () => {
    const told = vi.fn();
    settings.current = { ...DEFAULTS, rows: 700 };
    watch.changed.connect((_, seen) => told(seen));
    await shown();
    expect(kernel.sent[0]?.user_expressions.answer).toMatch(/\.frames\(700\)$/);
    expect(watch.seen).toMatchObject({ notebook, silence: null, at: new Date('2026-03-01T12:00:00.150Z') });
    expect(names()).toEqual(['df']);
    expect(told).toHaveBeenLastCalledWith(watch.seen);
  });

  test('asks once for cells that end together', async () => {
    await shown();
    [0, 100, 200].forEach(ms => setTimeout(() => ended(), ms));
    await settled();
    expect(asked()).toBe(2);
  });

  test('asks nothing for a cell of another notebook, and nothing by a clock', async () => {
    await shown();
    ended(new FakeNotebook());
    await settled(3_600_000);
    expect(asked()).toBe(1);
  });

  test('asks again, once, for cells that end while the kernel answers', async () => {
    kernel.done = () => new Promise(resolve => setTimeout(() => resolve(listed('df', 'more')), 2000));
    await shown();
    ended();
    await settled(300);
    ended();
    await settled(300);
    expect(asked()).toBe(1);
    await settled(5000);
    expect([asked(), names()]).toEqual([2, ['df', 'more']]);
  });

  test('that is refreshed by hand asks only when told to look', async () => {
    settings.current = { ...DEFAULTS, refresh: 'manual' };
    await shown();
    ended();
    tracker.show(notebook);
    await settled();
    expect(asked()).toBe(0);
    watch.look();
    await settled();
    expect([asked(), names()]).toEqual([1, ['df']]);
  });
});

test('the answer that the package is missing causes no other question', async () => {
  kernel.done = async () => {
    const { sessionContext } = notebook;
    setTimeout(() => sessionContext.turn('busy'), 1);
    setTimeout(() => sessionContext.turn('idle'), 2);
    return without();
  };
  await shown();
  await settled(10_000);
  expect([asked(), watch.seen.silence?.state, watch.seen.frames]).toEqual([1, 'missing', null]);
});

test('a kernel that restarts has lost its tables, and is asked once when it is idle', async () => {
  await shown();
  kernel.done = async () => listed();
  notebook.sessionContext.turn('restarting');
  await settled();
  expect([watch.seen.frames, watch.seen.silence?.state, asked()]).toEqual([null, 'restarting', 1]);
  notebook.sessionContext.turn('starting');
  notebook.sessionContext.turn('idle');
  notebook.sessionContext.turn('busy');
  notebook.sessionContext.turn('idle');
  await settled();
  expect([names(), watch.seen.silence, asked()]).toEqual([[], null, 2]);
});

test('a busy kernel keeps its list with the time it was made, and is asked when idle', async () => {
  await shown();
  const { at } = watch.seen;
  notebook.sessionContext.turn('busy');
  watch.look();
  await settled(60_000);
  expect([names(), watch.seen.silence?.state, asked()]).toEqual([['df'], 'busy', 1]);
  expect(watch.seen.at).toEqual(at);
  notebook.sessionContext.turn('idle');
  await settled();
  expect([watch.seen.silence, asked()]).toEqual([null, 2]);
  expect(watch.seen.at?.getTime()).toBeGreaterThan(at?.getTime() ?? Infinity);
});

test('a kernel that answers too late keeps its list, and the end of our own question asks no other', async () => {
  await shown();
  kernel.done = () => new Promise(() => undefined);
  ended();
  await settled(5000);
  expect([names(), watch.seen.silence?.state, asked()]).toEqual([['df'], 'slow', 2]);
  notebook.sessionContext.turn('busy');
  notebook.sessionContext.turn('idle');
  await settled(60_000);
  expect(asked()).toBe(2);
});

test('a notebook that is renamed is told by its new name', async () => {
  await shown();
  const told = vi.fn();
  watch.changed.connect(told);
  notebook.sessionContext.propertyChanged.emit('path');
  expect([told.mock.calls.length, asked()]).toEqual([1, 1]);
});

test('another kernel of the notebook has another list', async () => {
  await shown();
  const { sessionContext } = notebook;
  kernel = new FakeKernel('python', 'two');
  kernel.done = async () => listed('other');
  sessionContext.session.kernel = kernel;
  sessionContext.kernelChanged.emit({});
  expect(watch.seen.frames).toBeNull();
  await settled();
  expect(names()).toEqual(['other']);
});

describe('another notebook', () => {
  test('drops the list at once, and has its own', async () => {
    await shown();
    kernel = new FakeKernel('python', 'two');
    kernel.done = async () => listed('other');
    const other = new FakeNotebook(new FakeSession(kernel));
    tracker.show(other);
    expect(watch.seen).toMatchObject({ notebook: other, frames: null, silence: null, at: null });
    await settled();
    expect([names(), asked()]).toEqual([['other'], 1]);
  });

  test('does not get the late answer of the one before', async () => {
    kernel.done = () => new Promise(resolve => setTimeout(() => resolve(listed('late')), 2000));
    await shown();
    tracker.show(new FakeNotebook(new FakeSession(null)));
    const told: unknown[] = [];
    watch.changed.connect((_, seen) => told.push(seen.frames ?? seen.silence?.state));
    await settled(5000);
    expect(told).toEqual(['none']);
  });

  test('is no longer told of by the one before', async () => {
    await shown();
    tracker.show(null);
    await settled();
    const told = vi.fn();
    watch.changed.connect(told);
    notebook.sessionContext.turn('dead');
    notebook.sessionContext.kernelChanged.emit({});
    await settled();
    expect(told).not.toHaveBeenCalled();
    expect(watch.seen).toEqual({ notebook: null, frames: null, silence: null, at: null });
  });
});
