import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { insertCode } from '../src/lab/insert';
import { FakeModel, button, panel } from './fake';

const VIEW = 'application/vnd.jupyter.widget-view+json';
type Cell = { cell_type: string; source: string; metadata: object };

/** A notebook's context as JupyterLab's widget manager has it; each cell shows these widgets. */
function notebook(views: string[][], more: object = {}) {
  const inserted: [number, Cell][] = [];
  const cells = views.map(ids => ({
    outputs: { toJSON: () => [{ output_type: 'stream' }, ...ids.map(id => ({ data: { [VIEW]: { model_id: id } } }))] }
  }));
  const context = {
    model: {
      readOnly: false,
      cells: { length: cells.length, get: (index: number) => cells[index] },
      sharedModel: { insertCell: (index: number, cell: Cell) => inserted.push([index, cell]) },
      ...more
    }
  };
  return { context, inserted };
}

let widget: FakeModel;
let pre: HTMLElement;
const written: string[] = [];

/** A panel whose code stands in `place`. */
function show(place: string): void {
  const parser = new DOMParser().parseFromString(place, 'text/html');
  document.body.replaceChildren(...parser.body.children);
  const root = document.createElement('div');
  root.className = 'sb-lab';
  pre = document.createElement('pre');
  pre.tabIndex = 0;
  pre.textContent = 'code';
  root.append(pre);
  (document.querySelector('.here') ?? document.body).append(root);
}

beforeEach(() => {
  widget = new FakeModel({ facts: { rows: 1 } });
  written.length = 0;
  const clipboard = { writeText: async (text: string) => void written.push(text) };
  vi.stubGlobal('navigator', { clipboard });
  show('<div class="here"></div>');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the cell comes below the one that holds the panel', async () => {
  const { context, inserted } = notebook([[], [], []]);
  widget.widget_manager = { context };
  show(
    '<div class="jp-Notebook"><div class="jp-Cell"></div><div class="jp-Cell here"></div><div class="jp-Cell"></div></div>'
  );
  expect(await insertCode('code', pre, widget)).toBe('inserted');
  expect(inserted).toEqual([[2, { cell_type: 'code', source: 'code', metadata: {} }]]);
});

test('a notebook that draws only some of its cells numbers them', async () => {
  const { context, inserted } = notebook(Array.from({ length: 9 }, () => []));
  widget.widget_manager = { context };
  show('<div class="jp-Notebook"><div class="jp-Cell here" data-windowed-list-index="6"></div></div>');
  await insertCode('code', pre, widget);
  expect(inserted[0]?.[0]).toBe(7);
});

test('a panel beside the notebook finds the cell that made it, by the values it holds', async () => {
  const { context, inserted } = notebook([[], ['other'], ['lost', 'mine'], []]);
  const models: Record<string, FakeModel> = { mine: widget, other: new FakeModel({ facts: { rows: 1 } }) };
  const get_model = async (id: string) => models[id] ?? Promise.reject(new Error('model not found'));
  widget.widget_manager = { context, get_model };
  expect(await insertCode('code', pre, widget)).toBe('inserted');
  expect(inserted[0]?.[0]).toBe(3);
});

test('where no cell is found the new one is the last', async () => {
  const { context, inserted } = notebook([[], ['other']]);
  widget.widget_manager = { context };
  await insertCode('code', pre, widget);
  expect(inserted[0]?.[0]).toBe(2);
});

test.each([
  ['the model', { readOnly: true }, {}],
  ['the file', {}, { contentsModel: { writable: false } }]
])('a notebook that %s says is read-only is left alone', async (_, model, more) => {
  const { context, inserted } = notebook([[]], model);
  widget.widget_manager = { context: { ...context, ...more } };
  expect(await insertCode('code', pre, widget)).toBe('read-only');
  expect(inserted).toEqual([]);
  expect(String(getSelection())).toBe('code');
});

test.each([[undefined], [{}], [{ context: { model: {} } }]])('without a notebook the code is copied', async manager => {
  widget.widget_manager = manager;
  expect(await insertCode('code', pre, widget)).toBe('copied');
  expect(written).toEqual(['code']);
});

test('where the clipboard is refused, or there is none, the code is selected', async () => {
  vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('denied')) } });
  expect(await insertCode('code', pre, widget)).toBe('selected');
  expect(document.activeElement).toBe(pre);
  expect(String(getSelection())).toBe('code');
  vi.stubGlobal('navigator', {});
  expect(await insertCode('code', pre, widget)).toBe('selected');
});

test('an extension may take over', async () => {
  const { context, inserted } = notebook([[]]);
  widget.widget_manager = { context };
  const heard: unknown[] = [];
  const take = (event: Event): void => {
    heard.push((event as CustomEvent<unknown>).detail, (event.target as HTMLElement).className);
    event.preventDefault();
  };
  document.addEventListener('synthbalance:insert-code', take);
  expect(await insertCode('code', pre, widget)).toBe('taken');
  document.removeEventListener('synthbalance:insert-code', take);
  expect(heard).toEqual([{ code: 'code' }, 'sb-lab']);
  expect([inserted, written]).toEqual([[], []]);
});

test('the panel says what became of the code', async () => {
  const code = { run: 'SMOTE 5 %', verdict: '', code: 'import synthbalance', items: [], saved: [] };
  const { root } = panel({ step: 'export', export: code });
  button(root, 'Insert code cell').click();
  await vi.waitFor(() => {
    expect(root.querySelector('.sb-code + [role="status"]')?.textContent).toBe('Code copied: paste it into a cell.');
  });
  expect(written).toEqual(['import synthbalance']);
});
