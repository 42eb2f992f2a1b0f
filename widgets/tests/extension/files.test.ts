// @vitest-environment node
import type { Contents, KernelSpec } from '@jupyterlab/services';
import { describe, expect, test } from 'vitest';
import { notebookOf, pythonKernel, saveNew, tableFile, Told } from '../../src/files';
import { refused, trans } from './fakes';

/** A server's folder: it refuses names that are taken, as the server does. */
class FakeContents {
  readonly files = new Map<string, object>();
  fails: Partial<Record<'newUntitled' | 'save' | 'rename' | 'delete' | 'get', Error>> = {};

  constructor(...taken: string[]) {
    taken.forEach(path => this.files.set(path, { old: true }));
  }

  async newUntitled({ path }: { path: string }): Promise<object> {
    this._fail('newUntitled');
    const draft = [path, 'Untitled.ipynb'].filter(Boolean).join('/');
    this.files.set(draft, {});
    return { path: draft };
  }

  async save(path: string, { content }: { content: object }): Promise<object> {
    this._fail('save');
    this.files.set(path, content);
    return { path };
  }

  async rename(from: string, to: string): Promise<object> {
    this._fail('rename');
    if (this.files.has(to)) {
      throw refused(409, `File already exists: ${to}`);
    }
    this.files.set(to, this.files.get(from) ?? {});
    this.files.delete(from);
    return { path: to };
  }

  async delete(path: string): Promise<void> {
    this._fail('delete');
    this.files.delete(path);
  }

  async get(path: string): Promise<object> {
    this._fail('get');
    return this.files.get(path) ?? Promise.reject(refused(404));
  }

  private _fail(door: keyof FakeContents['fails']): void {
    const error = this.fails[door];
    if (error) {
      throw error;
    }
  }

  get as(): Contents.IManager {
    return this as unknown as Contents.IManager;
  }
}

const CONTENT = { cells: [] };
const make = (contents: FakeContents, folder = 'data') =>
  saveNew(contents.as, folder, 'payments-synthbalance', CONTENT, trans);

describe('a new notebook', () => {
  test.each([
    ['data', 'data/payments-synthbalance.ipynb'],
    ['', 'payments-synthbalance.ipynb']
  ])('in folder %j is %s', async (folder, path) => {
    const contents = new FakeContents();
    expect(await make(contents, folder)).toBe(path);
    expect([...contents.files]).toEqual([[path, CONTENT]]);
  });

  test('takes the first number that is free, and leaves the others as they are', async () => {
    const taken = ['', '-2'].map(end => `data/payments-synthbalance${end}.ipynb`);
    const contents = new FakeContents(...taken);
    expect(await make(contents)).toBe('data/payments-synthbalance-1.ipynb');
    expect(await make(contents)).toBe('data/payments-synthbalance-3.ipynb');
    expect(taken.map(path => contents.files.get(path))).toEqual(taken.map(() => ({ old: true })));
  });

  test.each(['save', 'rename'] as const)('leaves no draft behind when %s fails, and says why', async door => {
    const contents = new FakeContents();
    contents.fails[door] = refused(500, 'disk full');
    await expect(make(contents)).rejects.toThrow(new Told('No notebook could be made in data (disk full).'));
    expect([...contents.files]).toEqual([]);
  });

  test('says the first error, not that of the draft which stays', async () => {
    const contents = new FakeContents();
    contents.fails = { save: refused(500, 'disk full'), delete: refused(500, 'gone') };
    await expect(make(contents, '')).rejects.toThrow('No notebook could be made in the top folder (disk full).');
  });

  test('in a folder without permission says what to do', async () => {
    const contents = new FakeContents();
    contents.fails.newUntitled = refused(403, 'Forbidden');
    await expect(make(contents)).rejects.toThrow(
      new Told('data may not be written to. Copy the file to a folder of yours, and open it there.')
    );
  });
});

describe('a table file', () => {
  const look = (model: object | null, fails?: Error) => {
    const contents = new FakeContents();
    if (model) {
      contents.files.set('data/a.csv', model);
    }
    if (fails) {
      contents.fails.get = fails;
    }
    return tableFile(contents.as, 'data/a.csv', trans);
  };

  test('is what the server says of it', async () => {
    expect(await look({ type: 'file', size: 12 })).toEqual({ type: 'file', size: 12 });
    expect(await look({ type: 'file' })).toEqual({ type: 'file' });
  });

  test.each([
    ['is gone', null, undefined, 'a.csv is not there any more. Refresh the file browser.'],
    ['cannot be read', null, refused(403, 'Forbidden'), 'a.csv cannot be read (Forbidden).'],
    [
      'is a folder',
      { type: 'directory', size: null },
      undefined,
      'a.csv is a folder. Choose a csv, tsv, parquet or feather'
    ],
    ['is empty', { type: 'file', size: 0 }, undefined, 'a.csv is empty (0 bytes). Check how it was written.']
  ])('that %s has its sentence', async (_, model, fails, words) => {
    await expect(look(model, fails)).rejects.toBeInstanceOf(Told);
    await expect(look(model, fails)).rejects.toThrow(words);
  });
});

const spec = (name: string, language = 'python') =>
  ({ name, language, display_name: `The ${name}` }) as KernelSpec.ISpecModel;

test('a notebook of three cells is one of nbformat 4.5', () => {
  const cells = notebookOf(
    [
      { type: 'code', source: 'a = 1\na' },
      { type: 'code', source: 'b' },
      { type: 'markdown', source: '## Notes' }
    ],
    spec('python3')
  );
  const empty = { metadata: {}, outputs: [], execution_count: null };
  expect(cells).toEqual({
    cells: [
      { cell_type: 'code', id: 'synthbalance-read', source: 'a = 1\na', ...empty },
      { cell_type: 'code', id: 'synthbalance-panel', source: 'b', ...empty },
      { cell_type: 'markdown', id: 'synthbalance-notes', source: '## Notes', metadata: {} }
    ],
    metadata: {
      kernelspec: { name: 'python3', display_name: 'The python3', language: 'python' },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
});

test.each([
  ['the default one', 'b', 'b'],
  ['the first one where the default is of another language', 'ir', 'a'],
  ['the first one where the default is not there', 'lost', 'a']
])('a new notebook gets the Python kernel: %s', (_, chosen, name) => {
  const kernelspecs = { ir: spec('ir', 'R'), lost: undefined, a: spec('a', 'Python'), b: spec('b') };
  expect(pythonKernel({ default: chosen, kernelspecs }, trans).name).toBe(name);
});

test.each([[null], [{ default: 'ir', kernelspecs: { ir: spec('ir', 'R') } }]])(
  'without a Python kernel it is said how to get one',
  specs => {
    const words = 'There is no Python kernel here. Install one: python -m pip install ipykernel';
    expect(() => pythonKernel(specs, trans)).toThrow(new Told(words));
  }
);
