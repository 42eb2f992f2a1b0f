/** One line under the points of Rebalance: where the picked new row comes from, and the way to Quality. */

import { h, setText, show, type Part } from '../dom';
import { button } from '../fields';
import { count } from '../format';
import type { LabModel } from '../model';
import { pointRows } from '../charts/picking';

export function pickLine(model: LabModel): Part {
  const words = h('span', { 'aria-live': 'polite' });
  const go = button('Show in Quality', 'sb-sm sb-quiet', () => {
    model.set({ step: 'quality' });
  });
  const el = h('p', { class: 'sb-cap sb-pickline' }, words, ' ', go.el);
  return {
    el,
    draw() {
      const picked = model.get('picked');
      const { row, of, label, text } = model.get('details');
      const told = `Row ${label ?? ''}, ${count((row ?? 0) + 1)} of ${count(of)}: ${text ?? ''}`;
      const reading = `Row ${count((picked ?? 0) + 1)} is being read.`;
      show(words, picked !== null || pointRows(model).length > 0);
      show(go.el, picked !== null);
      setText(
        words,
        picked === null ? 'Click a triangle to see what it was made from.' : row === picked ? told : reading
      );
    }
  };
}
