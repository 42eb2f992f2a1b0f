/** The panel: header, tabs, sentence, step. Draws when the kernel says its state is complete, and only what changed. */

import { h, newId, set, show } from './dom';
import { header } from './header';
import { holdBack, watchKernel } from './kernel';
import { LabModel } from './model';
import type { WidgetModel } from './traits';
import { STEPS } from './protocol';
import { sentence } from './sentence';
import { compareStep } from './steps/compare';
import { dataStep } from './steps/data';
import { exportStep } from './steps/export';
import { openStep } from './steps/open';
import { qualityStep } from './steps/quality';
import { auditOf } from './steps/quality/head';
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
  const place = placing(model, root, { open: opening.el, band: band.el, steps: [steps.list, steps.panels] });
  const draw = (): void => {
    place();
    steps.open(model.get('step'));
    [opening, top, band, steps].forEach(part => {
      part.draw();
    });
  };
  const status = (): void => {
    place();
    top.drawStatus();
    band.drawStatus();
  };
  const kernel = followKernel(model, root, el, draw);
  const stop = listen(model, root, kernel.draw, status, () => {
    const step = model.get('step');
    if (step === 'score') {
      parts.score.drawThreshold();
    } else if (step === 'export') {
      kernel.draw();
    }
  });
  kernel.draw();
  return () => {
    stop();
    kernel.stop();
    root.remove();
  };
}

/** What is to be seen: the steps, or what can be opened while there are no data. */
function placing(
  model: LabModel,
  root: HTMLElement,
  parts: Record<'open' | 'band', HTMLElement> & { steps: HTMLElement[] }
) {
  return (): void => {
    const known = model.get('facts').rows !== undefined;
    const busy = model.get('busy');
    parts.steps.forEach(el => {
      show(el, known);
    });
    show(parts.open, !known && !(busy && model.get('sources').frames === undefined));
    show(parts.band, needsBand(model, known));
    set(root, { 'aria-busy': String(busy) });
  };
}

/** Export and a done audit have their own words in the place of the sentence; a panel without data has none to say. */
function needsBand(model: LabModel, known: boolean): boolean {
  const hasNews = model.gone || model.get('busy') || model.get('sentence').kind === 'error';
  const step = model.get('step');
  const isOwn = step === 'export' || (step === 'quality' && auditOf(model).state === 'done');
  return hasNews || (known && !isOwn);
}

/** A drawing that holds back what needs a kernel while there is none. */
function followKernel(model: LabModel, root: HTMLElement, el: HTMLElement, draw: () => void) {
  const reason = h('span', { id: newId('gone'), hidden: true, text: 'No kernel: run the cell again first.' });
  root.append(reason);
  const drawAll = (): void => {
    draw();
    holdBack(root, model.gone, reason);
  };
  const stop = watchKernel(model.widget, el, gone => {
    model.gone = gone;
    holdBack(root, false, reason);
    drawAll();
  });
  return { draw: drawAll, stop };
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
