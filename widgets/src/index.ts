/** SynthBalance in JupyterLab: from a file or a data frame to the panel in one click. */

import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addCommands, Commands, type Place } from './commands';
import { TILE } from './icon';
import { addPanel } from './side';
import { runWished } from './run';
import { LiveSettings, PLUGIN } from './settings';

const MARK = 'synthbalance:activate';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Data frames of the current kernel, and the SynthBalance panel on a file or a frame in one click.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator, ISettingRegistry, IFileBrowserFactory, ILauncher, ICommandPalette, ILabShell],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    browsers: IFileBrowserFactory | null,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    shell: ILabShell | null
  ) => {
    const start = performance.now();
    const trans = (translator ?? nullTranslator).load('synthbalance_lab');
    const settings = new LiveSettings();
    const place: Place = { app, tracker, browsers, settings, trans };
    addCommands(place);
    addPanel(place, shell);
    runWished(tracker, () => settings.current, trans);
    addTiles(launcher);
    for (const command of Object.values(Commands).filter(one => one !== Commands.openFile)) {
      palette?.addItem({ command, category: 'SynthBalance' });
    }
    void settings.follow(registry);
    performance.measure(MARK, { start, end: performance.now() });
  }
};

function addTiles(launcher: ILauncher | null): void {
  [Commands.newNotebook, Commands.newLesson].forEach((command, at) =>
    launcher?.add({ command, category: 'Notebook', rank: 10 + at, kernelIconUrl: TILE })
  );
}

export default plugin;
