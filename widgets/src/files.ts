/** New notebooks beside a file: never over one that is there, and nothing left behind when it fails. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { PathExt } from '@jupyterlab/coreutils';
import type { Contents, KernelSpec } from '@jupyterlab/services';

const TRIES = 1000;
/** Ids of the cells of a notebook that is made here: read, panel, notes. */
export const CELL_IDS = ['synthbalance-read', 'synthbalance-panel', 'synthbalance-notes'] as const;

/** An error whose message is for the user as it is. */
export class Told extends Error {}

export interface Cell {
  type: 'code' | 'markdown';
  source: string;
}

/** What the server says of a table file, or one sentence on why it cannot be opened. */
export async function tableFile(
  contents: Contents.IManager,
  path: string,
  trans: TranslationBundle
): Promise<Contents.IModel> {
  const name = PathExt.basename(path);
  const model = await contents.get(path, { content: false }).catch((error: unknown) => {
    throw new Told(
      statusOf(error) === 404
        ? trans.__('%1 is not there any more. Refresh the file browser.', name)
        : trans.__('%1 cannot be read (%2).', name, wordsOf(error))
    );
  });
  if (model.type === 'directory') {
    throw new Told(trans.__('%1 is a folder. Choose a csv, tsv, parquet or feather file in it.', name));
  }
  if (model.size === 0) {
    throw new Told(trans.__('%1 is empty (0 bytes). Check how it was written.', name));
  }
  return model;
}

/** Save a notebook in a folder under `stem`.ipynb, or with the first of -1, -2, ... that is free; returns its path. */
export async function saveNew(
  contents: Contents.IManager,
  folder: string,
  stem: string,
  content: object,
  trans: TranslationBundle
): Promise<string> {
  try {
    const draft = (await contents.newUntitled({ path: folder, type: 'notebook' })).path;
    try {
      await contents.save(draft, { type: 'notebook', format: 'json', content });
      return await named(contents, draft, folder, stem);
    } catch (error) {
      await contents.delete(draft).catch(() => undefined);
      throw error;
    }
  } catch (error) {
    const where = folder || trans.__('the top folder');
    throw new Told(
      statusOf(error) === 403
        ? trans.__('%1 may not be written to. Copy the file to a folder of yours, and open it there.', where)
        : trans.__('No notebook could be made in %1 (%2).', where, wordsOf(error))
    );
  }
}

/** The server itself refuses a name that is taken: no look before, so nothing can come in between. */
async function named(contents: Contents.IManager, draft: string, folder: string, stem: string): Promise<string> {
  for (let number = 0; number < TRIES; number += 1) {
    const path = PathExt.join(folder, `${stem}${number ? `-${number}` : ''}.ipynb`);
    try {
      return (await contents.rename(draft, path)).path;
    } catch (error) {
      if (statusOf(error) !== 409) {
        throw error;
      }
    }
  }
  throw new Error(`${stem}-${TRIES}`);
}

/** A notebook of these cells for a Python kernel. */
export function notebookOf(cells: Cell[], kernel: KernelSpec.ISpecModel): object {
  return {
    cells: cells.map(({ type, source }, at) => ({
      cell_type: type,
      id: CELL_IDS[at] ?? `synthbalance-${at}`,
      metadata: {},
      source,
      ...(type === 'code' ? { outputs: [], execution_count: null } : {})
    })),
    metadata: {
      kernelspec: { name: kernel.name, display_name: kernel.display_name, language: kernel.language },
      language_info: { name: kernel.language }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
}

/** The Python kernel that a new notebook gets: the default one where it is Python. */
export function pythonKernel(specs: KernelSpec.ISpecModels | null, trans: TranslationBundle): KernelSpec.ISpecModel {
  const all = Object.values(specs?.kernelspecs ?? {}).filter(one => one?.language.toLowerCase() === 'python');
  const found = all.find(one => one?.name === specs?.default) ?? all[0];
  if (!found) {
    throw new Told(trans.__('There is no Python kernel here. Install one: python -m pip install ipykernel'));
  }
  return found;
}

function statusOf(error: unknown): number | undefined {
  return (error as { response?: Response } | undefined)?.response?.status;
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 120);
}
