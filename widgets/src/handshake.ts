/** Versions of the two environments, server and kernel: compared once a kernel, told where they do not fit. */

import { Clipboard, type ISessionContext, Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ask, askPatiently, type Reply, type Silence } from './kernel';
import { readVersions, type Versions } from './protocol';
import { INSTALL, needsInstall, silenceWords, VERSION } from './words';

/** Ask for the versions and say what came of it, whatever it is. */
export async function checkInstall(notebook: NotebookPanel | null, trans: TranslationBundle): Promise<void> {
  const reply = await askPatiently(notebook?.sessionContext, 'hello()', readVersions);
  if (reply.state === 'ok') {
    const { synthbalance, api } = reply.value;
    const message = trans.__(
      'They fit: synthbalance %1 in the kernel, extension %2 (protocol %3).',
      synthbalance,
      VERSION,
      api
    );
    Notification.success(message, { autoClose: 8000 });
  } else if (!needsInstall(reply)) {
    const why = notebook ? silenceWords(reply, trans) : trans.__('Open a notebook to see its kernel.');
    Notification.info(trans.__('SynthBalance extension %1. synthbalance in the kernel: unknown. %2', VERSION, why), {
      autoClose: 8000
    });
  } else {
    tellInstall(reply, trans);
  }
}

/** Ask for the versions only; a first import of the package may take some seconds. */
export function greet(session: ISessionContext | null, seconds?: number): Promise<Reply<Versions>> {
  return ask(session, 'hello()', readVersions, seconds);
}

/** The exact line that installs what is missing, with a button that copies it. */
export function tellInstall(silence: Silence, trans: TranslationBundle): void {
  const found = silence.state === 'missing' ? trans.__('not installed') : silence.detail;
  const message = trans.__('Extension %1, synthbalance in the kernel: %2. Run: %3', VERSION, found, INSTALL);
  const label = trans.__('Copy the line');
  Notification.warning(message, {
    autoClose: false,
    actions: [{ label, callback: () => Clipboard.copyToSystem(INSTALL), displayType: 'accent' }]
  });
}

/** Tells a kernel's misfit once, however often it is asked. */
export class Handshakes {
  private readonly _told = new Set<string>();

  tellOnce(session: ISessionContext | null | undefined, silence: Silence, trans: TranslationBundle): void {
    const id = session?.session?.kernel?.id;
    if (id && silence.state === 'outdated' && !this._told.has(id)) {
      this._told.add(id);
      tellInstall(silence, trans);
    }
  }
}
