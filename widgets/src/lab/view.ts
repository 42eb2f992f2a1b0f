/** The panel: header, tabs, sentence, step. Draws when the kernel says its state is complete, and only what changed. */

import { h, set, show } from './dom';
import { header } from './header';
import { LabModel, type WidgetModel } from './model';
import { STEPS } from './protocol';
import { sentence } from './sentence';
import { compareStep } from './steps/compare';
import { dataStep } from './steps/data';
import { rebalanceStep } from './steps/rebalance';
import { scoreStep } from './steps/score';
import { tabs } from './tabs';
import { followTheme } from './theme';

const TITLES: Record<(typeof STEPS)[number], string> = {
  data: 'Data',
  rebalance: 'Rebalance',
  score: 'Score',
  compare: 'Compare'
};

/** Put the panel into `el`; returns what takes it away again. */
export function mount(widget: WidgetModel, el: HTMLElement): () => void {
  const model = new LabModel(widget);
  const root = h('div', { class: 'sb-lab', role: 'region', 'aria-label': 'SynthBalance', 'aria-busy': 'false' });
  const top = header(model);
  const band = sentence(model);
  const score = scoreStep(model);
  const parts = { data: dataStep(model), rebalance: rebalanceStep(model), score, compare: compareStep(model) };
  const steps = tabs(
    STEPS.map(name => ({ name, title: TITLES[name], part: parts[name] })),
    name => {
      model.set({ step: name });
    }
  );
  root.append(top.el, steps.list, band.el, steps.panels);
  el.append(root);
  const draw = (): void => {
    const known = model.get('facts').rows !== undefined;
    show(steps.list, known);
    show(steps.panels, known);
    steps.open(model.get('step'));
    set(root, { 'aria-busy': String(model.get('busy')) });
    top.draw();
    band.draw();
    steps.draw();
  };
  const status = (): void => {
    set(root, { 'aria-busy': String(model.get('busy')) });
    top.drawStatus();
    band.drawStatus();
  };
  const stop = listen(model, root, draw, status, () => {
    if (model.get('step') === 'score') {
      score.drawThreshold();
    }
  });
  draw();
  return () => {
    stop();
    root.remove();
  };
}

/** Full draws are gathered, so that traits that arrive together are drawn once. */
function listen(
  model: LabModel,
  root: HTMLElement,
  draw: () => void,
  status: () => void,
  threshold: () => void
): () => void {
  let waiting = false;
  let gone = false;
  const soon = (): void => {
    if (!waiting) {
      waiting = true;
      queueMicrotask(() => {
        waiting = false;
        if (!gone) {
          draw();
        }
      });
    }
  };
  model.on(['stamp', 'strategy', 'ratio', 'knobs', 'costs', 'auto_exact', 'shown', 'overlaid', 'step', 'axes'], soon);
  model.on(['progress', 'message', 'busy'], status);
  model.on(['threshold'], threshold);
  const theme = followTheme(root, soon);
  const size = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(theme.check);
  size?.observe(root);
  return () => {
    gone = true;
    model.dispose();
    theme.stop();
    size?.disconnect();
  };
}
