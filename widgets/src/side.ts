/** The side panel in its side bar, and the command that shows and hides it. */

import type { ILabShell } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { openBeside } from './beside';
import { besideCode, frameCell } from './cells';
import { add, Commands, type Place } from './commands';
import { Handshakes } from './handshake';
import { insertAndRun, isReadOnly } from './insert';
import { askPatiently } from './kernel';
import { pythonLiteral } from './literal';
import { type Actions, BalancePanel } from './panel';
import { type Frame, readGuess, type Target } from './protocol';
import { FrameWatch } from './watch';

const RANK = 900;

/** Add the panel to its side bar; a change of the setting moves it. */
export function addPanel(place: Place, shell: ILabShell | null): BalancePanel {
  const { app, tracker, settings, trans } = place;
  const watch = new FrameWatch(tracker, settings);
  const panel = new BalancePanel(watch, actions(place), trans);
  const handshakes = new Handshakes();
  watch.changed.connect((_, { notebook, silence }) => {
    if (silence) {
      handshakes.tellOnce(notebook?.sessionContext, silence, trans);
    }
  });
  let side = settings.current.side;
  app.shell.add(panel, side, { rank: RANK });
  settings.onChange = () => {
    if (side !== settings.current.side) {
      side = settings.current.side;
      const shown = panel.isVisible;
      app.shell.add(panel, side, { rank: RANK });
      if (shown) {
        app.shell.activateById(panel.id);
      }
    }
    watch.lookByItself();
  };
  add(place, Commands.togglePanel, trans.__('SynthBalance data frames'), () => {
    if (panel.isVisible && shell) {
      shell[side === 'left' ? 'collapseLeft' : 'collapseRight']();
    } else {
      app.shell.activateById(panel.id);
    }
  });
  return panel;
}

function actions({ app, settings, trans }: Place): Actions {
  return {
    insert: async (notebook, frame, { targets, chosen }) => {
      if (isReadOnly(notebook)) {
        Notification.warning(trans.__('This notebook is read-only: no cell can be inserted. Save a copy first.'));
        return;
      }
      const found = await lookedAt(notebook, frame, targets);
      app.shell.activateById(notebook.id);
      await insertAndRun(notebook, frameCell(frame, found, chosen, settings.current, trans));
    },
    beside: async (notebook, frame, { targets, chosen }) => {
      const found = await lookedAt(notebook, frame, targets);
      const cell = frameCell(frame, found, chosen, settings.current, trans);
      openBeside(app, notebook, frame.name, { run: besideCode(frame, found, settings.current), cell }, trans);
    }
  };
}

/** The candidates of a frame; one that the list had no time for is looked at now. */
async function lookedAt(notebook: NotebookPanel, { name, rows, looked }: Frame, targets: Target[]): Promise<Target[]> {
  if (targets.length || looked || !rows) {
    return targets;
  }
  const reply = await askPatiently(notebook.sessionContext, `guess(${pythonLiteral(name)})`, readGuess);
  return reply.state === 'ok' ? reply.value.targets : [];
}
