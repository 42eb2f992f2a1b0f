/** Commands that speak to the panels of the current notebook's kernel: its script, its data card, its job. */

import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Told } from './files';
import { insertCell } from './insert';
import { ask, askPatiently, isBusy, type Reply, type Silence } from './kernel';
import { pythonLiteral } from './literal';
import { type Card, readCard, readCode, readStopped } from './protocol';
import { INSTALL, needsInstall, silenceWords } from './words';

type Args = ReadonlyPartialJSONObject;
const CARD_SECONDS = 300;
const EVERY_MS = 500;

/** A cell with the given code, or with the script of the run that the newest panel shows. */
export async function insertCode(tracker: INotebookTracker, args: Args, trans: TranslationBundle): Promise<void> {
  const panel = notebookOf(tracker, trans);
  const given = args['code'];
  const code =
    typeof given === 'string'
      ? given
      : valueOf(await askPatiently(panel.sessionContext, 'code()', readCode), trans).code;
  if (!code.trim()) {
    throw new Told(
      typeof given === 'string'
        ? trans.__('code needs some code, it is empty.')
        : trans.__('There is no panel with a scored run in this kernel. Open one first.')
    );
  }
  if (!insertCell(panel, code)) {
    throw new Told(trans.__('This notebook is read-only: no cell can be inserted. Save a copy first.'));
  }
}

/** Have the panel write its data card, and tell where it lies. */
export async function exportCard(tracker: INotebookTracker, args: Args, trans: TranslationBundle): Promise<void> {
  const session = notebookOf(tracker, trans).sessionContext;
  const path = typeof args['path'] === 'string' ? pythonLiteral(args['path']) : 'None';
  let card: Card = valueOf(await askPatiently(session, `card(${path})`, readCard), trans);
  if (card.done) {
    throw new Told(trans.__('No data card was written. %1', card.text));
  }
  const id = Notification.emit(trans.__('The data card is being written.'), 'in-progress', { autoClose: false });
  const began = card.saved;
  const until = Date.now() + CARD_SECONDS * 1000;
  while (!card.done && Date.now() < until) {
    await new Promise(resolve => setTimeout(resolve, EVERY_MS));
    const reply = await ask(session, `card(${path}, after=${began})`, readCard);
    card =
      reply.state === 'ok'
        ? reply.value
        : isBusy(reply)
          ? card
          : { ...card, done: true, text: silenceWords(reply, trans) };
  }
  const message = card.path
    ? trans.__('Data card written: %1', card.path)
    : trans.__('No data card was written. %1', card.text);
  Notification.update({ id, message, type: card.path ? 'success' : 'warning', autoClose: card.path ? 8000 : false });
}

/** Cancel what the panels do; while a cell keeps the kernel busy, by the buttons of those in sight. */
export async function stopJob(tracker: INotebookTracker, trans: TranslationBundle): Promise<void> {
  const panel = notebookOf(tracker, trans);
  const reply = await ask(panel.sessionContext, 'stop()', readStopped);
  const stopped = isBusy(reply) ? pressCancel(panel) : valueOf(reply, trans).stopped;
  const words = stopped
    ? trans.__('Stopped. Nothing of it is kept, and no look was spent.')
    : trans.__('Nothing is under way.');
  Notification.info(words, { autoClose: 5000 });
}

/** The panels' own buttons reach them beside a busy cell, where the kernel knows subshells. */
function pressCancel(panel: NotebookPanel): number {
  const places = [panel.node, ...document.querySelectorAll<HTMLElement>('.sb-beside')].filter(
    one => one === panel.node || one.dataset['notebook'] === panel.id
  );
  const enabled = places
    .flatMap(one => [...one.querySelectorAll<HTMLButtonElement>('.sb-lab button:not(:disabled)')])
    .filter(one => one.textContent === 'Cancel');
  enabled.forEach(one => one.click());
  return enabled.length;
}

function notebookOf(tracker: INotebookTracker, trans: TranslationBundle): NotebookPanel {
  if (!tracker.currentWidget) {
    throw new Told(trans.__('Open a notebook with a panel first.'));
  }
  return tracker.currentWidget;
}

function valueOf<T>(reply: Reply<T>, trans: TranslationBundle): T {
  if (reply.state !== 'ok') {
    const install = needsInstall(reply as Silence) ? ` ${INSTALL}` : '';
    throw new Told(silenceWords(reply, trans) + install);
  }
  return reply.value;
}
