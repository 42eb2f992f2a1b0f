/** The panel: header, tabs, sentence, step. Draws when the kernel says its state is complete, and only what changed. */

import { h, set, show } from './dom';
import { header } from './header';
import { LabModel, type WidgetModel } from './model';
import { STEPS } from './protocol';
import { sentence } from './sentence';
import { compareStep } from './steps/compare';
import { dataStep } from './steps/data';
import { exportStep } from './steps/export';
import { openStep } from './steps/open';
import { qualityStep } from './steps/quality';
import { rebalanceStep } from './steps/rebalance';
import { scoreStep } from './steps/score';
import { tabs } from './tabs';
import { followTheme } from './theme';

const TITLES: Record<(typeof STEPS)[number], string> = {
  data: 'Data',
  rebalance: 'Rebalance',
  score: 'Score',
  compare: 'Compare',
  quality: 'Quality',
  export: 'Export'
};

/** Put the panel into `el`; returns what takes it away again. */
export function mount(widget: WidgetModel, el: HTMLElement): () => void {
  const model = new LabModel(widget);
  const root = h('div', { class: 'sb-lab', role: 'region', 'aria-label': 'SynthBalance', 'aria-busy': 'false' });
  const top = header(model);
  const band = sentence(model);
  const parts = partsOf(model);
  const opening = openStep(model);
  const steps = tabs(
    STEPS.map(name => ({ name, title: TITLES[name], part: parts[name] })),
    name => {
      model.set({ step: name });
    }
  );
  root.append(top.el, steps.list, band.el, steps.panels, opening.el);
  el.append(root);
  const draw = (): void => {
    const known = model.get('facts').rows !== undefined;
    show(steps.list, known);
    show(steps.panels, known);
    show(opening.el, !known);
    opening.draw();
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
      parts.score.drawThreshold();
    }
  });
  draw();
  return () => {
    stop();
    root.remove();
  };
}

function partsOf(model: LabModel) {
  return {
    data: dataStep(model),
    rebalance: rebalanceStep(model),
    score: scoreStep(model),
    compare: compareStep(model),
    quality: qualityStep(model),
    export: exportStep(model)
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
  const own = ['strategy', 'ratio', 'knobs', 'costs', 'auto_exact', 'shown', 'overlaid', 'step', 'axes'] as const;
  model.on(['stamp', ...own, 'picked', 'fair_by', 'own_threshold'], soon);
  model.on(['progress', 'message', 'busy', 'partial'], status);
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
