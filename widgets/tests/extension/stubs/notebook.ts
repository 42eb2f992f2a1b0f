/** What the extension's modules use of '@jupyterlab/notebook' at run time. */
import { Signal } from '@lumino/signaling';
import { vi } from 'vitest';

export const NotebookActions = {
  executed: new Signal<object, { notebook: object }>({}),
  runCells: vi.fn<(notebook: object, cells: object[], session: object) => Promise<boolean>>()
};
