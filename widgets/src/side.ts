/** The side panel in its side bar, and the command that shows and hides it. */

import type { ILabShell } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { openBeside } from './beside';
import { frameCell } from './cells';
import { add, Commands, type Place } from './commands';
import { Handshakes } from './handshake';
import { insertAndRun, isReadOnly } from './insert';
import { BalancePanel } from './panel';
import { FrameWatch } from './watch';

/** Add the panel to its side bar; a change of the setting moves it. */
export function addPanel(place: Place, shell: ILabShell | null): BalancePanel {
  const { app, tracker, settings, trans } = place;
  const watch = new FrameWatch(tracker, settings);
  const panel = new BalancePanel(
    watch,
    {
      insert: async (notebook, { code }, targets) => {
        if (isReadOnly(notebook)) {
          Notification.warning(trans.__('This notebook is read-only: no cell can be inserted. Save a copy first.'));
          return;
        }
        app.shell.activateById(notebook.id);
        await insertAndRun(notebook, frameCell(code, targets, settings.current, trans));
      },
      beside: (notebook, { name, code }, targets) =>
        openBeside(app, notebook, name, frameCell(code, targets, settings.current, trans), trans)
    },
    trans
  );
  const handshakes = new Handshakes();
  watch.changed.connect((_, { notebook, silence }) => {
    if (silence) {
      handshakes.tellOnce(notebook?.sessionContext, silence, trans);
    }
  });
  app.shell.add(panel, settings.current.side, { rank: 900 });
  let side = settings.current.side;
  settings.onChange = () => {
    if (side !== settings.current.side) {
      side = settings.current.side;
      app.shell.add(panel, side, { rank: 900 });
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
