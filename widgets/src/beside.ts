/** The panel in a tab of its own beside the notebook: an output area that shares the notebook's widgets. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import type { TranslationBundle } from '@jupyterlab/translation';
import { addIcon, refreshIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { icon } from './icon';
import { insertCell } from './insert';

const INSERT = 'synthbalance:insert-code';
let opened = 0;
let tabs: { panel: NotebookPanel; name: string; tab: MainAreaWidget }[] = [];

/** What runs in a tab, without leaving a name in the kernel, and the cell that does the same in a notebook. */
export interface BesideCode {
  run: string;
  cell: string;
}

/** Run code in the notebook's kernel and show what it displays in a tab beside; a tab that is open comes to the front. */
export function openBeside(
  app: JupyterFrontEnd,
  panel: NotebookPanel,
  name: string,
  code: BesideCode,
  trans: TranslationBundle
): void {
  const open = tabs.find(one => one.panel === panel && one.name === name && !one.tab.isDisposed);
  if (open) {
    app.shell.activateById(open.tab.id);
    return;
  }
  const tab = besideTab(app, panel, name, code, trans);
  tabs = [...tabs.filter(one => !one.tab.isDisposed), { panel, name, tab }];
}

function besideTab(
  app: JupyterFrontEnd,
  panel: NotebookPanel,
  name: string,
  code: BesideCode,
  trans: TranslationBundle
): MainAreaWidget<SimplifiedOutputArea> {
  const area = new SimplifiedOutputArea({
    model: new OutputAreaModel({ trusted: true }),
    rendermime: panel.content.rendermime,
    contentFactory: panel.content.contentFactory
  });
  area.addClass('sb-beside');
  area.node.dataset['notebook'] = panel.id;
  const tab = new MainAreaWidget({ content: area });
  opened += 1;
  tab.id = `synthbalance-beside-${opened}`;
  tab.title.label = `SynthBalance: ${name}`;
  const caption = (): void => void (tab.title.caption = trans.__('%1 of %2', name, panel.context.path));
  panel.context.pathChanged.connect(caption, tab);
  caption();
  tab.title.icon = icon;
  tab.title.closable = true;
  const run = (): void =>
    void SimplifiedOutputArea.execute(code.run, area, panel.sessionContext).catch(() => undefined);
  tab.toolbar.addItem('run', button(refreshIcon, trans.__('Run again'), run));
  tab.toolbar.addItem(
    'insert',
    button(addIcon, trans.__('Insert cell'), () => show(app, panel, code.cell))
  );
  area.node.addEventListener(INSERT, event => {
    const detail = (event as CustomEvent<{ code?: unknown }>).detail;
    if (typeof detail?.code === 'string' && show(app, panel, detail.code)) {
      event.preventDefault();
    }
  });
  panel.disposed.connect(() => tab.dispose());
  app.shell.add(tab, 'main', { mode: 'split-right', ref: panel.id });
  run();
  return tab;
}

function show(app: JupyterFrontEnd, panel: NotebookPanel, code: string): boolean {
  const inserted = !panel.isDisposed && insertCell(panel, code);
  if (inserted) {
    app.shell.activateById(panel.id);
  }
  return inserted;
}

function button(sign: typeof addIcon, label: string, onClick: () => void): ToolbarButton {
  return new ToolbarButton({ icon: sign, label, tooltip: label, onClick });
}
