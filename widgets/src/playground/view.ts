/** The playground: controls, the stage with its points, how a row came about, and what the rows are worth. */

import { h, set, setText, show, type Part } from '../lab/dom';
import { watchKernel } from '../lab/kernel';
import { legendItem, sign } from '../lab/charts/marks';
import { followTheme } from '../lab/theme';
import type { WidgetModel } from '../lab/traits';
import { controls } from './controls';
import { stage } from './stage';
import { story } from './story';
import { PlayModel } from './types';

const GONE = 'No kernel: run the cell again to go on.';

/** Put the playground into `el`; returns what takes it away again. */
export function mount(widget: WidgetModel, el: HTMLElement): () => void {
  const model = new PlayModel(widget);
  const scene = stage(model);
  const side = controls(model, scene);
  const words = story(model);
  const verdict = h('p', { class: 'sb-cap' });
  const status = h('p', { class: 'sb-playstatus', role: 'status', 'aria-live': 'polite' });
  const root = h(
    'div',
    { class: 'sb-lab sb-play', role: 'region', 'aria-label': 'SMOTE playground' },
    h('div', { class: 'sb-playhead' }, h('h3', { text: 'SMOTE playground' }), status),
    h(
      'div',
      { class: 'sb-playbody' },
      side.el,
      h('div', { class: 'sb-playmain' }, scene.el, legend(), words.el, verdict)
    )
  );
  el.append(root);
  let gone = false;
  const draw = (): void => {
    [side, scene, words].forEach((part: Part) => {
      part.draw();
    });
    set(root, { 'aria-busy': String(model.get('busy')), inert: gone });
    setText(verdict, model.get('verdict'));
    show(verdict, model.get('verdict') !== '');
    setText(status, gone ? GONE : model.get('message'));
  };
  const stop = follow(model, root, draw, scene.size);
  const stopKernel = watchKernel(widget, el, isGone => {
    gone = isGone;
    draw();
  });
  draw();
  return () => {
    stop();
    stopKernel();
    side.stop();
    root.remove();
  };
}

/** Draw when the kernel's state is complete, when the view itself moved something, and when theme or size change. */
function follow(model: PlayModel, root: HTMLElement, draw: () => void, size: () => void): () => void {
  model.on(['stamp', 'points', 'method', 'k_neighbors', 'share', 'model', 'shown'], draw);
  const theme = followTheme(root, draw);
  const resized = (): void => {
    theme.check();
    size();
  };
  const watch = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(resized);
  watch?.observe(root);
  return () => {
    model.dispose();
    theme.stop();
    watch?.disconnect();
  };
}

function legend(): HTMLElement {
  const patch = h('span', { class: 'sb-patch' });
  return h(
    'div',
    { class: 'sb-legend' },
    legendItem(sign('real'), 'rare'),
    legendItem(sign('other'), 'other'),
    legendItem(sign('synthetic'), 'synthetic'),
    legendItem(patch, 'where the model says rare')
  );
}
