/** The score so far of a model that still trains: on validation rows, after a part of the trees. No result. */

import { fill, h, s, set, setText, show, whenChanged, type Part } from './dom';
import { isNumber, percent, score } from './format';
import type { LabModel } from './model';
import { scoreTitle } from './scorewords';

const HIGH = 20;

export function partialScore(model: LabModel): Part {
  const words = h('span');
  const chart = s('svg', { height: HIGH, 'aria-hidden': 'true' });
  const el = h('div', { class: 'sb-cap sb-partial', 'aria-live': 'off' }, words, chart);
  const redraw = whenChanged(() => {
    fill(chart, ...sparkline(model.get('partial').history ?? []));
  });
  return {
    el,
    draw() {
      const { value, share, primary, history } = model.get('partial');
      show(el, isNumber(value));
      setText(words, `validation so far ${score(value)} (${percent(share)} of the trees)`);
      set(el, { title: `${scoreTitle(primary ?? '')} on validation rows, of a model that still trains` });
      redraw(history);
    }
  };
}

/** A place for each score: the width stands for all of the trees, the height for what was seen. */
function sparkline(history: [number, number][]): SVGElement[] {
  const values = history.map(([, value]) => value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const at = history.map(([share, value]) => [`${share * 100}%`, HIGH - 4 - ((value - low) / span) * (HIGH - 8)]);
  const lines = at.slice(1).map(([x2, y2], index) => {
    const [x1, y1] = at[index] ?? [];
    return s('line', { class: 'sb-spark', x1, y1, x2, y2 });
  });
  return [...lines, ...at.map(([cx, cy]) => s('circle', { class: 'sb-spark', r: 2.5, cx, cy }))];
}
