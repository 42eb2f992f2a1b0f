/** How the row that is explained came about: its steps, and the formula with its numbers. */

import { fill, h, setText, show, whenChanged, type Part } from '../lab/dom';
import type { PlayModel } from './types';

const HINT = 'Press “Next synthetic row” to see how one comes about, or Play to see all of them come.';

export function story(model: PlayModel): Part {
  const title = h('h3');
  const steps = h('ol', { class: 'sb-storysteps' });
  const formula = h('div', { class: 'sb-formula' });
  const hint = h('p', { class: 'sb-cap', text: HINT });
  const rebuild = whenChanged(() => {
    const now = model.get('story');
    fill(steps, ...(now.lines ?? []).map(text => h('li', { text })));
    fill(formula, ...(now.formula ?? []).map(text => h('code', { text })));
  });
  return {
    el: h('div', { class: 'sb-story', 'aria-live': 'polite' }, title, steps, formula, hint),
    draw() {
      const now = model.get('story');
      const isTold = now.title !== undefined;
      setText(title, now.title ?? '');
      rebuild(now.lines, now.formula);
      [title, steps].forEach(el => {
        show(el, isTold);
      });
      show(formula, (now.formula ?? []).length > 0);
      show(hint, !isTold && model.get('synthetic').length > 0 && !model.get('busy'));
    }
  };
}
