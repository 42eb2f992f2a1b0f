/** Step 2: which strategy, how many rare rows, what the new rows look like, what it gives. */

import { pointsView } from '../charts/points';
import { h, show, type Part } from '../dom';
import { chosenStrategy, type LabModel } from '../model';
import { knobForm } from './knobs';
import { pickLine } from './pickline';
import { quickScores } from './quickscores';
import { shareSlider } from './share';
import { strategyCards } from './strategies';

export function rebalanceStep(model: LabModel): Part {
  const cards = strategyCards(model);
  const share = shareSlider(model);
  const knobs = knobForm(model);
  const points = pointsView(model, pickLine(model));
  const scores = quickScores(model);
  const controls = h('div', { class: 'sb-col sb-controls' }, share.el, knobs.el);
  const below = h('div', { class: 'sb-sec sb-grid sb-grid-rebalance' }, controls, points.el, scores.el);
  const el = h('div', {}, cards.el, below);
  return {
    el,
    draw() {
      show(el, model.get('strategies').length > 0);
      below.classList.toggle('sb-nopoints', chosenStrategy(model) === undefined);
      [cards, share, knobs, points, scores].forEach(part => {
        part.draw();
      });
    }
  };
}
