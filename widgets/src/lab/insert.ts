/** Put code into a new cell below the panel; where the page is no notebook of Jupyter's, copy or select it. */

import type { WidgetModel } from './traits';

/** What became of the code. */
export type Outcome = 'taken' | 'inserted' | 'read-only' | 'copied' | 'selected';

interface Cells {
  length: number;
  get(index: number): unknown;
}
interface Notebook {
  readOnly?: boolean;
  cells: Cells;
  sharedModel: { insertCell(index: number, cell: { cell_type: 'code'; source: string; metadata: object }): unknown };
}
interface Context {
  model?: Partial<Notebook>;
  contentsModel?: { writable?: boolean } | null;
}
interface Output {
  data?: Record<string, unknown>;
}
interface Manager {
  context?: Context;
  get_model?(id: string): Promise<{ get(key: string): unknown }>;
}

const VIEW = 'application/vnd.jupyter.widget-view+json';

/** An extension may take over by preventing the event; `shown` is the element that shows the code. */
export async function insertCode(code: string, shown: HTMLElement, widget: WidgetModel): Promise<Outcome> {
  const root = shown.closest<HTMLElement>('.sb-lab') ?? shown;
  const event = new CustomEvent('synthbalance:insert-code', { detail: { code }, bubbles: true, cancelable: true });
  if (!root.dispatchEvent(event)) {
    return 'taken';
  }
  const manager = (widget.widget_manager ?? {}) as Manager;
  const notebook = notebookOf(manager);
  if (!notebook) {
    return copy(code, shown);
  }
  if (notebook.readOnly || manager.context?.contentsModel?.writable === false) {
    select(shown);
    return 'read-only';
  }
  const at = cellAround(root) ?? (await cellOf(widget, manager, notebook.cells)) ?? notebook.cells.length - 1;
  const index = Math.min(at + 1, notebook.cells.length);
  notebook.sharedModel.insertCell(index, { cell_type: 'code', source: code, metadata: {} });
  return 'inserted';
}

/** Select the text of an element, so that a key copies it. */
export function select(el: HTMLElement): void {
  el.focus({ preventScroll: true });
  getSelection()?.selectAllChildren(el);
}

function notebookOf({ context }: Manager): Notebook | null {
  const model = context?.model;
  const isNotebook = typeof model?.sharedModel?.insertCell === 'function' && typeof model.cells?.length === 'number';
  return isNotebook ? (model as Notebook) : null;
}

/** Index of the cell that this element stands in; a notebook that draws only what is in sight numbers its cells. */
function cellAround(el: HTMLElement): number | null {
  const cell = el.closest<HTMLElement>('.jp-Cell');
  const number = Number.parseInt(cell?.dataset['windowedListIndex'] ?? '', 10);
  if (!cell || number >= 0) {
    return cell && number;
  }
  const at = [...(cell.closest('.jp-Notebook')?.querySelectorAll('.jp-Cell') ?? [])].indexOf(cell);
  return at < 0 ? null : at;
}

/** Index of the cell whose outputs show this widget: two views of one widget hold the same values. */
async function cellOf(widget: WidgetModel, manager: Manager, cells: Cells): Promise<number | null> {
  for (let index = 0; index < cells.length; index += 1) {
    for (const id of viewsIn(cells.get(index))) {
      const other = await manager.get_model?.(id).catch(() => undefined);
      if (other && other.get('facts') === widget.get('facts')) {
        return index;
      }
    }
  }
  return null;
}

function viewsIn(cell: unknown): string[] {
  const outputs = (cell as { outputs?: { toJSON?(): Output[] } }).outputs?.toJSON?.() ?? [];
  return outputs
    .map(output => (output.data?.[VIEW] as { model_id?: unknown } | undefined)?.model_id)
    .filter(id => typeof id === 'string');
}

async function copy(code: string, shown: HTMLElement): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(code);
    return 'copied';
  } catch {
    select(shown);
    return 'selected';
  }
}
