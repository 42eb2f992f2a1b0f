/** The audit in words, the menu of the runs that made new rows, and the button that starts an audit. */

import { fill, h, set, show, whenChanged, type Child, type Part } from '../../dom';
import { button, select } from '../../fields';
import { noneRun, runTitle, shownRun, type LabModel } from '../../model';
import type { Quality } from '../../steptypes';

const NOWHERE = '\u0000none';
const QUIET: Record<Quality['state'], string> = {
  none: 'These new rows have not been compared with real ones yet.',
  waiting: 'The audit waits until the run under way is done.',
  running: 'The new rows are being compared with real ones.',
  done: '',
  error: 'The audit did not succeed.'
};

/** The audit of the shown run; empty while the kernel still speaks of another one. */
export function auditOf(model: LabModel): Partial<Quality> {
  const quality = model.get('quality');
  return !quality.run || quality.run === shownRun(model)?.name ? quality : {};
}

export function qualityHead(model: LabModel): Part {
  const menu = select('Run with new rows', shown => {
    model.set({ shown });
  });
  const dot = h('span', { class: 'sb-dot', 'aria-hidden': 'true' });
  const words = h('p', { class: 'sb-lead', 'aria-live': 'polite' });
  const audit = button('Audit this run', 'sb-pri', () => {
    model.send({ type: 'audit' });
  });
  const go = button('Choose a strategy', 'sb-quiet', () => {
    model.set({ step: 'rebalance' });
  });
  let text = '';
  const redraw = whenChanged(() => {
    fill(words, ...firstBold(text));
  });
  return {
    el: h('div', { class: 'sb-exporthead sb-qhead' }, menu.el, dot, words, audit.el, go.el),
    draw() {
      const runs = model.get('runs').filter(run => run.n_synthetic > 0);
      const shown = runs.find(run => run.name === shownRun(model)?.name);
      const { state = 'none', text: told } = auditOf(model);
      const options = runs.map(run => ({ value: run.name, text: runTitle(run.name) }));
      menu.show(shown ? options : [{ value: NOWHERE, text: 'Choose a run' }, ...options], shown?.name ?? NOWHERE);
      text = (shown && told) || (shown ? QUIET[state] : withoutRows(model, runs.length > 0));
      redraw(text);
      set(dot, { class: `sb-dot ${state === 'running' ? 'sb-run' : state === 'error' ? 'sb-err' : ''}` });
      show(menu.el, runs.length > 0);
      show(dot, shown !== undefined && state !== 'done' && state !== 'none');
      show(audit.el, shown !== undefined && state !== 'running' && state !== 'done');
      show(go.el, runs.length === 0 && noneRun(model) !== undefined);
    }
  };
}

function withoutRows(model: LabModel, others: boolean): string {
  const name = runTitle(shownRun(model)?.name ?? 'none');
  return others ? `${name} made no new rows: choose a run that did.` : 'No run has made new rows yet.';
}

/** The first sentence in bold; the text itself is never changed. */
function firstBold(text: string): Child[] {
  const end = /[.:](?= )/u.exec(text)?.index;
  return end === undefined ? [text] : [h('b', { text: text.slice(0, end + 1) }), text.slice(end + 1)];
}
