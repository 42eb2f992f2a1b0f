/** The commands: their names, what they take (documented for other extensions), and what they do. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog, Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { isTable, notesCell, panelCell, readCell, STARTER, starterCell, stemOf } from './cells';
import { type Cell, notebookOf, pythonKernel, saveNew, tableFile, Told } from './files';
import { checkInstall } from './handshake';
import { icon } from './icon';
import { exportCard, insertCode, stopJob } from './jobs';
import { copyLesson, lessons } from './lessons';
import { wish } from './run';
import type { LiveSettings } from './settings';

export const Commands = {
  openFile: 'synthbalance:open-file',
  newNotebook: 'synthbalance:new-notebook',
  newLesson: 'synthbalance:new-lesson',
  togglePanel: 'synthbalance:toggle-panel',
  insertCode: 'synthbalance:insert-code',
  exportCard: 'synthbalance:export-card',
  stopJob: 'synthbalance:stop-job',
  checkInstall: 'synthbalance:check-install'
} as const;

/** What the commands work with. */
export interface Place {
  app: JupyterFrontEnd;
  tracker: INotebookTracker;
  browsers: IFileBrowserFactory | null;
  settings: LiveSettings;
  trans: TranslationBundle;
}

type Args = ReadonlyPartialJSONObject;
type Properties = Record<string, { type: string; description: string }>;

/** Add all commands but the panel's own. */
export function addCommands(place: Place): void {
  const { trans } = place;
  const path = { type: 'string', description: trans.__('Path of the file, as the file browser has it') };
  const cwd = { type: 'string', description: trans.__("Folder for the notebook; the file browser's where not given") };
  const lesson = { type: 'string', description: trans.__('Name of a lesson; a list to choose from where not given') };
  const code = {
    type: 'string',
    description: trans.__('Code for the cell; the script of the shown run where not given')
  };
  const card = {
    type: 'string',
    description: trans.__('File to write, seen from the notebook; beside it where not given')
  };
  const { tracker } = place;
  add(
    place,
    Commands.openFile,
    trans.__('Rebalance with SynthBalance'),
    args => openFile(place, args),
    { path },
    () => selected(place).some(one => isTable(one))
  );
  add(place, Commands.newNotebook, trans.__('SynthBalance notebook'), args => newNotebook(place, args), { cwd });
  add(place, Commands.newLesson, trans.__('SynthBalance lessons'), args => newLesson(place, args), { lesson, cwd });
  add(place, Commands.insertCode, trans.__('Insert code of the shown run'), args => insertCode(tracker, args, trans), {
    code
  });
  add(place, Commands.exportCard, trans.__('Save data card'), args => exportCard(tracker, args, trans), { path: card });
  add(place, Commands.stopJob, trans.__('Stop what the panel is doing'), () => stopJob(tracker, trans));
  add(place, Commands.checkInstall, trans.__('Check the installation'), () =>
    checkInstall(tracker.currentWidget, trans)
  );
}

/** A command that tells its errors in a notification; what is no error of the user's own is told as well. */
export function add(
  { app, trans }: Pick<Place, 'app' | 'trans'>,
  id: string,
  label: string,
  execute: (args: Args) => unknown,
  properties: Properties = {},
  isVisible: () => boolean = () => true
): void {
  app.commands.addCommand(id, {
    label,
    icon,
    describedBy: { args: { type: 'object', properties } },
    isVisible,
    execute: async args => {
      try {
        return await execute(args);
      } catch (error) {
        const said =
          error instanceof Told ? error.message : trans.__('SynthBalance could not do that: %1', String(error));
        Notification.error(said, { autoClose: false });
        return undefined;
      }
    }
  });
}

async function openFile(place: Place, args: Args): Promise<unknown> {
  const { app, settings, trans } = place;
  const all = 'path' in args ? [pathOf(args, trans)] : selected(place);
  const path = all.find(isTable) ?? all[0];
  if (path === undefined) {
    throw new Told(trans.__('Choose a csv, tsv, parquet or feather file in the file browser first.'));
  }
  const contents = app.serviceManager.contents;
  const file = await tableFile(contents, path, trans);
  if (!isTable(path)) {
    throw new Told(trans.__('%1 is no csv, tsv, parquet or feather file.', PathExt.basename(path)));
  }
  if (all.length > 1) {
    Notification.info(
      trans.__('%1 files are selected; the first one is opened: %2', all.length, PathExt.basename(path)),
      { autoClose: 8000 }
    );
  }
  const name = PathExt.basename(contents.localPath(path));
  const cells: Cell[] = [
    { type: 'code', source: readCell(name, file.size ?? 0, trans) },
    { type: 'code', source: panelCell([], settings.current, trans) },
    { type: 'markdown', source: notesCell(trans) }
  ];
  return openNew(place, PathExt.dirname(path), `${stemOf(name)}-synthbalance`, cells, true);
}

function pathOf({ path }: Args, trans: TranslationBundle): string {
  if (typeof path !== 'string' || !PathExt.basename(path)) {
    throw new Told(trans.__('path needs the name of a csv, tsv, parquet or feather file.'));
  }
  return path;
}

async function newNotebook(place: Place, args: Args): Promise<unknown> {
  const { settings, trans } = place;
  const cells: Cell[] = [
    { type: 'code', source: starterCell(trans) },
    { type: 'code', source: panelCell([STARTER], settings.current, trans, false) },
    { type: 'markdown', source: notesCell(trans) }
  ];
  return openNew(place, folderOf(place, args), 'synthbalance', cells, false);
}

async function newLesson(place: Place, args: Args): Promise<unknown> {
  const { app, trans } = place;
  const lesson = typeof args['lesson'] === 'string' ? args['lesson'] : await chosenLesson(trans);
  if (lesson === null) {
    return undefined;
  }
  const path = await copyLesson(lesson, folderOf(place, args), app.serviceManager.contents, trans);
  return app.commands.execute('docmanager:open', { path });
}

async function chosenLesson(trans: TranslationBundle): Promise<string | null> {
  const known = await lessons(trans);
  const items = known.map(one => one.title);
  const chosen = await InputDialog.getItem({
    title: trans.__('SynthBalance lessons'),
    items,
    okLabel: trans.__('Copy and open')
  });
  return known.find(one => one.title === chosen.value)?.lesson ?? null;
}

/** Save a notebook, open it and have it run as soon as its kernel is there. */
async function openNew(place: Place, folder: string, stem: string, cells: Cell[], guess: boolean): Promise<unknown> {
  const { app, trans } = place;
  await app.serviceManager.kernelspecs.ready;
  const kernel = pythonKernel(app.serviceManager.kernelspecs.specs, trans);
  const path = await saveNew(app.serviceManager.contents, folder, stem, notebookOf(cells, kernel), trans);
  wish(path, guess);
  return app.commands.execute('docmanager:open', { path });
}

function folderOf({ browsers }: Place, args: Args): string {
  return typeof args['cwd'] === 'string' ? args['cwd'] : (browsers?.tracker.currentWidget?.model.path ?? '');
}

function selected({ browsers }: Place): string[] {
  return [...(browsers?.tracker.currentWidget?.selectedItems() ?? [])].map(one => one.path);
}
