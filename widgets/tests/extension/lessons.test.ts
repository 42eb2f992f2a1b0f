// @vitest-environment node
import { PageConfig } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Told } from '../../src/files';
import { copyLesson, lessons } from '../../src/lessons';
import { refused, trans } from './fakes';

const BASE = 'http://localhost:8888/user/a/lab/extensions';
const LESSONS = [
  { lesson: '01-rare', title: 'Rare classes' },
  { lesson: '02-smote', title: 'SMOTE by hand' }
];
const NOTEBOOK = { cells: [], nbformat: 4 };

const { makeRequest } = vi.hoisted(() => ({ makeRequest: vi.fn<(url: string) => Promise<object>>() }));
vi.mock('@jupyterlab/services', () => ({
  ServerConnection: { makeRequest, makeSettings: () => ({ baseUrl: 'http://localhost:8888/user/a/' }) }
}));

/** The server has these files beside the extension. */
function serve(files: Record<string, unknown>): void {
  makeRequest.mockImplementation(async url => {
    const name = url.replace(`${BASE}/synthbalance-lab/lessons/`, '');
    return { ok: name in files, json: async () => files[name] };
  });
}

/** A folder in which these names are taken. */
function folder(...taken: string[]) {
  const saved = new Map<string, object>();
  const contents = {
    newUntitled: async () => ({ path: 'draft' }),
    save: async (path: string, { content }: { content: object }) => void saved.set(path, content),
    rename: async (from: string, path: string) => {
      if (taken.includes(path)) {
        throw refused(409);
      }
      saved.set(path, saved.get(from) ?? {});
      saved.delete(from);
      return { path };
    },
    delete: async (path: string) => void saved.delete(path)
  };
  return { saved, contents: contents as unknown as Contents.IManager };
}

beforeEach(() => {
  PageConfig.setOption('fullLabextensionsUrl', '/user/a/lab/extensions');
  makeRequest.mockReset();
  serve({ 'index.json': LESSONS, '01-rare.ipynb': NOTEBOOK, '02-smote.ipynb': NOTEBOOK });
});

describe('the list of lessons', () => {
  test('is that of the index, in its order', async () => {
    expect(await lessons(trans)).toEqual(LESSONS);
  });

  test('leaves out what is no lesson', async () => {
    serve({ 'index.json': [{ lesson: 7, title: 'x' }, ...LESSONS, { lesson: 'y' }] });
    expect(await lessons(trans)).toEqual(LESSONS);
    serve({ 'index.json': { lessons: LESSONS } });
    expect(await lessons(trans)).toEqual([]);
  });

  test.each([
    ['is not there', () => serve({})],
    ['cannot be reached', () => makeRequest.mockRejectedValue(new Error('offline'))]
  ])('that %s has a sentence', async (_, broken) => {
    broken();
    const words = 'The lessons did not come with this installation. Install synthbalance again.';
    await expect(lessons(trans)).rejects.toThrow(new Told(words));
  });
});

describe('a copy of a lesson', () => {
  test('is made in the folder under its name', async () => {
    const { saved, contents } = folder();
    expect(await copyLesson('02-smote', 'course', contents, trans)).toBe('course/02-smote.ipynb');
    expect([...saved]).toEqual([['course/02-smote.ipynb', NOTEBOOK]]);
  });

  test('stands beside earlier copies, never over them', async () => {
    const { saved, contents } = folder('course/02-smote.ipynb', 'course/02-smote-1.ipynb');
    expect(await copyLesson('02-smote', 'course', contents, trans)).toBe('course/02-smote-2.ipynb');
    expect([...saved.keys()]).toEqual(['course/02-smote-2.ipynb']);
  });

  test.each(['03-none', '../../secret', ''])('of %j is refused with the lessons there are', async lesson => {
    const { saved, contents } = folder();
    const words = `There is no lesson ${lesson}. Take one of: 01-rare, 02-smote`;
    await expect(copyLesson(lesson, 'course', contents, trans)).rejects.toThrow(new Told(words));
    expect([saved.size, makeRequest.mock.calls.length]).toEqual([0, 1]);
  });

  test('whose file did not come along leaves nothing behind', async () => {
    serve({ 'index.json': LESSONS });
    const { saved, contents } = folder();
    await expect(copyLesson('01-rare', '', contents, trans)).rejects.toBeInstanceOf(Told);
    expect(saved.size).toBe(0);
  });
});
