import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { panelCell } from '../../src/cells';
import { CELL_IDS } from '../../src/files';
import { runWished, takeWish, wish } from '../../src/run';
import { DEFAULTS } from '../../src/settings';
import { FakeCell, FakeNotebook, FakeTracker, replied, target, trans, VERSIONS, without } from './fakes';
import { Notification } from './stubs/apputils';
import { NotebookActions } from './stubs/notebook';

vi.mock('@jupyterlab/apputils', () => import('./stubs/apputils'));
vi.mock('@jupyterlab/notebook', () => import('./stubs/notebook'));

const KEY = 'synthbalance-lab:run';
const PATH = 'data/payments-synthbalance.ipynb';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  vi.clearAllMocks();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a wish to run a notebook', () => {
  test('is taken up once', () => {
    wish(PATH, true);
    expect(takeWish(PATH)).toMatchObject({ path: PATH, guess: true });
    expect(takeWish(PATH)).toBeNull();
  });

  test('waits for its own notebook', () => {
    wish(PATH, false);
    expect(takeWish('other.ipynb')).toBeNull();
    expect(takeWish(PATH)).toMatchObject({ guess: false });
  });

  test('is taken up within a minute', () => {
    wish(PATH, true);
    vi.advanceTimersByTime(59_999);
    expect(takeWish(PATH)).not.toBeNull();
  });

  test('is forgotten after a minute', () => {
    wish(PATH, true);
    vi.advanceTimersByTime(60_000);
    expect(takeWish(PATH)).toBeNull();
    expect(localStorage.getItem(KEY)).toBeNull();
  });

  test.each(['{', 'null', '7', '[]', '{}', `{"path": "${PATH}"}`, `{"path": "${PATH}", "at": "now"}`, '{"at": 1}'])(
    'that is stored as %s is none',
    text => {
      localStorage.setItem(KEY, text);
      expect(takeWish(PATH)).toBeNull();
    }
  );
});

/** A notebook as `open-file` makes it opens; these cells are run. */
async function opened(notebook: FakeNotebook, path = PATH, works = true): Promise<number[]> {
  const ran: number[] = [];
  NotebookActions.runCells.mockImplementation(async () => {
    expect(notebook.sessionContext.kernel?.status).toBe('idle');
    ran.push(notebook.content.activeCellIndex);
    return works;
  });
  wish(path, true);
  const tracker = new FakeTracker();
  runWished(tracker.as, () => DEFAULTS, trans);
  tracker.widgetAdded.emit(notebook);
  await vi.runAllTimersAsync();
  return ran;
}

function made(panel = panelCell([], DEFAULTS, trans)): FakeNotebook {
  const notebook = new FakeNotebook(undefined, PATH, ['read', panel, 'notes']);
  const targets = [target('is_fraud')];
  const { kernel } = notebook.sessionContext;
  if (kernel) {
    kernel.done = async call => replied({ ...VERSIONS, ...(call.startsWith('guess') ? { found: true, targets } : {}) });
  }
  return notebook;
}

describe('a notebook that opens', () => {
  test('is read, gets the guessed target, is run and saved', async () => {
    const notebook = made();
    expect(await opened(notebook)).toEqual([0, 1]);
    expect(notebook.content.widgets[1]?.source).toBe(panelCell([target('is_fraud')], DEFAULTS, trans));
    expect(notebook.context.saved).toBe(1);
  });

  test('keeps what the user wrote into the cell meanwhile', async () => {
    const notebook = made('mine');
    expect(await opened(notebook)).toEqual([0, 1]);
    expect(notebook.content.widgets[1]?.source).toBe('mine');
  });

  test('in another page leaves the wish to that page', async () => {
    const notebook = made();
    notebook.isAttached = false;
    expect(await opened(notebook)).toEqual([]);
    expect(takeWish(PATH)).not.toBeNull();
  });

  test('is run by its own cells, wherever the user has put others', async () => {
    const notebook = made();
    notebook.content.widgets.unshift(new FakeCell('mine'));
    expect(await opened(notebook)).toEqual([1, 2]);
    expect(notebook.content.widgets.map(cell => cell.model.id)).toEqual(['', ...CELL_IDS]);
  });

  test('that was stopped while it read says so, and one whose cell shows an error does not', async () => {
    await opened(made(), PATH, false);
    expect(Notification.warning.mock.calls[0]?.[0]).toContain('The kernel was stopped');
    const failed = made();
    failed.content.widgets[0]?.model.outputs.push({ output_type: 'error' });
    await opened(failed, PATH, false);
    expect(Notification.warning.mock.calls).toHaveLength(1);
  });

  test('is not run without a wish for it', async () => {
    expect(await opened(made(), 'other.ipynb')).toEqual([]);
  });

  test('is not run in a kernel without the package, which is told with the line that installs it', async () => {
    const notebook = made();
    const { kernel } = notebook.sessionContext;
    if (kernel) {
      kernel.done = async () => without();
    }
    expect(await opened(notebook)).toEqual([]);
    expect(Notification.warning.mock.calls[0]?.[0]).toContain('%pip install "synthbalance==');
  });

  test('stops where reading the file fails', async () => {
    const notebook = made();
    expect(await opened(notebook, PATH, false)).toEqual([0]);
    expect(notebook.context.saved).toBe(0);
  });

  test('waits until its kernel is ready', async () => {
    const notebook = made();
    notebook.sessionContext.turn('starting');
    setTimeout(() => notebook.sessionContext.turn('idle'), 5000);
    expect(await opened(notebook)).toEqual([0, 1]);
  });
});
