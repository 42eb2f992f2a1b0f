/** Run a new notebook's cells: read, guess the target by all rows, write it into the panel's cell, run that. */

import { type ISessionContext, Notification } from '@jupyterlab/apputils';
import { type INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { assumedLine, panelCell } from './cells';
import { CELL_IDS } from './files';
import { greet, tellInstall } from './handshake';
import { ask, type Silence, silenceOf, within } from './kernel';
import { readGuess } from './protocol';
import type { Defaults } from './settings';
import { needsInstall, silenceWords } from './words';

const [READ, PANEL] = CELL_IDS;
const KEY = 'synthbalance-lab:run';
const START_SECONDS = 60;
const GUESS_SECONDS = 15;
const FRESH_SECONDS = 60;
const LOOK_MS = 100;

interface Wish {
  path: string;
  guess: boolean;
  at: number;
}

/** Remember that a notebook is to be run: Notebook 7 opens it in another page, which takes the wish up there. */
export function wish(path: string, guess: boolean): void {
  localStorage.setItem(KEY, JSON.stringify({ path, guess, at: Date.now() } satisfies Wish));
}

/** Take up the wish for a notebook, once; null when there is none, or an old one. */
export function takeWish(path: string): Wish | null {
  const found = wishIn(localStorage.getItem(KEY));
  if (found?.path !== path) {
    return null;
  }
  localStorage.removeItem(KEY);
  return Math.abs(Date.now() - found.at) < FRESH_SECONDS * 1000 ? found : null;
}

function wishIn(text: string | null): Wish | null {
  try {
    const found = JSON.parse(text ?? 'null') as Partial<Wish> | null;
    return typeof found?.path === 'string' && typeof found.at === 'number'
      ? { path: found.path, guess: found.guess === true, at: found.at }
      : null;
  } catch {
    return null;
  }
}

/** Run the notebooks that were made to be run, as they open. */
export function runWished(tracker: INotebookTracker, defaults: () => Defaults, trans: TranslationBundle): void {
  tracker.widgetAdded.connect(async (_, panel) => {
    await panel.context.ready;
    const found = panel.isAttached ? takeWish(panel.context.path) : null; // else it is shown in another page
    if (found) {
      await runNotebook(panel, found.guess, defaults(), trans);
    }
  });
}

async function runNotebook(
  panel: NotebookPanel,
  guess: boolean,
  defaults: Defaults,
  trans: TranslationBundle
): Promise<void> {
  const session = panel.sessionContext;
  await within(session.ready, START_SECONDS).catch(() => null);
  const reply = (await idle(session)) ? await greet(session, START_SECONDS) : null;
  if (reply?.state !== 'ok') {
    tellSilence(reply ?? (await silenceOf(session)), trans);
    return;
  }
  if (!(await runCell(panel, READ))) {
    tellStopped(panel, trans);
    return;
  }
  if (guess) {
    await writeGuess(panel, defaults, trans);
  }
  await runCell(panel, PANEL);
  if (!panel.isDisposed) {
    await panel.context.save();
  }
}

/** Why nothing was run, with the line that installs where that is the way out. */
function tellSilence(silence: Silence | null, trans: TranslationBundle): void {
  if (silence && needsInstall(silence)) {
    tellInstall(silence, trans);
  } else if (silence) {
    const why = silenceWords(silence, trans);
    Notification.warning(trans.__('The cells were not run. %1', why), { autoClose: false });
  }
}

/** The best candidate of all the rows goes into the cell, unless the user wrote there meanwhile. */
async function writeGuess(panel: NotebookPanel, defaults: Defaults, trans: TranslationBundle): Promise<void> {
  const cell = cellOf(panel, PANEL)?.model.sharedModel;
  if (!cell || cell.getSource() !== panelCell([], defaults, trans)) {
    return;
  }
  await idle(panel.sessionContext);
  const reply = await ask(panel.sessionContext, "guess('data')", readGuess, GUESS_SECONDS);
  if (reply.state === 'ok' && !panel.isDisposed) {
    const { targets, assumed } = reply.value;
    cell.setSource(assumedLine(assumed, trans) + panelCell(targets, defaults, trans));
  }
}

/** A cell by its id: the user may have put others before it. */
function cellOf(panel: NotebookPanel, id: string): NotebookPanel['content']['widgets'][number] | undefined {
  return panel.isDisposed ? undefined : panel.content.widgets.find(one => one.model.id === id);
}

async function runCell(panel: NotebookPanel, id: string): Promise<boolean> {
  const cell = cellOf(panel, id);
  if (!cell) {
    return false;
  }
  panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
  return NotebookActions.runCells(panel.content, [cell], panel.sessionContext);
}

/** A cell that failed says so itself; one that was stopped by a restart does not. */
function tellStopped(panel: NotebookPanel, trans: TranslationBundle): void {
  const cell = cellOf(panel, READ);
  const says = (cell?.model as { outputs?: { length: number } } | undefined)?.outputs?.length;
  if (cell && !says) {
    const why = trans.__('The kernel was stopped while the file was read. Run all cells to go on.');
    Notification.warning(trans.__('The cells were not run. %1', why), { autoClose: false });
  }
}

/** Wait until a kernel can be asked; false when it cannot, or not within the time that a start takes. */
async function idle(session: ISessionContext): Promise<boolean> {
  const until = Date.now() + START_SECONDS * 1000;
  while (Date.now() < until && !session.isDisposed) {
    const silence = await silenceOf(session);
    if (!silence || silence.state === 'language') {
      return !silence;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
  }
  return false;
}
