/** Step 1: what to predict, how to split, what to know before anything trains. */

import { dayChart } from '../charts/days';
import { h, show, type Part } from '../dom';
import type { LabModel } from '../model';
import { splitForm } from './split';
import { warningList } from './warnings';

export function dataStep(model: LabModel): Part {
  const form = splitForm(model);
  const days = dayChart(model);
  const warnings = warningList(model, form);
  const right = h('div', { class: 'sb-col' }, days.el, warnings.el);
  const el = h('div', { class: 'sb-grid sb-grid-data' }, form.el, right);
  return {
    el,
    draw() {
      const known = model.get('facts').rows !== undefined;
      show(el, known);
      if (known) {
        form.draw();
        days.draw();
        warnings.draw();
      }
    }
  };
}
