/** Put code into a new cell of a notebook, in sight, and run it where asked. */

import { type NotebookPanel, NotebookActions } from '@jupyterlab/notebook';

/** Whether a notebook may not be written to: a read-only file, or a shared one that others hold. */
export function isReadOnly(panel: NotebookPanel): boolean {
  return panel.context.model.readOnly || panel.context.contentsModel?.writable === false;
}

/** Insert a cell below the active one and make it the active one; false where the notebook is read-only. */
export function insertCell(panel: NotebookPanel, code: string): boolean {
  const cells = panel.content.model?.sharedModel;
  if (!cells || isReadOnly(panel)) {
    return false;
  }
  const at = isBlank(panel) ? panel.content.activeCellIndex : panel.content.activeCellIndex + 1;
  if (isBlank(panel)) {
    panel.content.activeCell?.model.sharedModel.setSource(code);
  } else {
    cells.insertCell(at, { cell_type: 'code', source: code, metadata: { trusted: true } });
  }
  panel.content.activeCellIndex = at;
  void panel.content.scrollToItem(at);
  return true;
}

/** Insert a cell and run it. */
export async function insertAndRun(panel: NotebookPanel, code: string): Promise<boolean> {
  if (!insertCell(panel, code)) {
    return false;
  }
  const cell = panel.content.activeCell;
  return cell ? NotebookActions.runCells(panel.content, [cell], panel.sessionContext) : false;
}

/** An empty active code cell is filled rather than left above the new one. */
function isBlank(panel: NotebookPanel): boolean {
  const cell = panel.content.activeCell?.model;
  return cell?.type === 'code' && cell.sharedModel.getSource().trim() === '';
}
