/** What is said when a kernel has no answer: one quiet sentence a state, and the line that installs the package. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Silence } from './kernel';

/** Must equal "version" in package.json; a test compares them. */
export const VERSION = '0.1.0';

/** What to run in a cell so that kernel and extension fit. */
export const INSTALL = `%pip install "synthbalance==${VERSION}"`;

/** One sentence for a silence. */
export function silenceWords({ state, detail }: Silence, trans: TranslationBundle): string {
  switch (state) {
    case 'none':
      return trans.__('This notebook has no kernel. Start one to see its data frames.');
    case 'starting':
      return trans.__('The kernel is starting.');
    case 'restarting':
      return trans.__('The kernel is restarting.');
    case 'dead':
      return trans.__('The kernel is gone. Restart it to see its data frames.');
    case 'busy':
      return trans.__('The kernel is busy. It answers when the running cell has ended.');
    case 'slow':
      return trans.__('The kernel took too long to answer. Refresh asks again.');
    case 'language':
      return trans.__(
        'This kernel speaks %1. SynthBalance needs a Python kernel.',
        detail || trans.__('another language')
      );
    case 'missing':
      return trans.__('synthbalance is missing in this kernel. Run this in a cell:');
    case 'outdated':
      return trans.__(
        'This kernel has synthbalance %1, which does not fit this extension (%2). Run this in a cell:',
        detail,
        VERSION
      );
    case 'failed':
      return trans.__('The kernel could not list its data frames: %1', detail.slice(0, 200));
  }
}

/** Whether installing is the way out. */
export function needsInstall({ state }: Silence): boolean {
  return state === 'missing' || state === 'outdated';
}
