/** Step 5: are the new rows like real ones, whom do they betray, are they fair; where one row comes from. */

import { pointsView } from '../charts/points';
import { h, show, type Part } from '../dom';
import { shownRun, type LabModel } from '../model';
import { detailsView } from './quality/details';
import { fairnessView } from './quality/fairness';
import { qualityHead } from './quality/head';
import { measuresView } from './quality/measures';

const HEIGHT = 300;

export function qualityStep(model: LabModel): Part {
  const head = qualityHead(model);
  const noFoot: Part = { el: h('div'), draw: () => undefined };
  const points = pointsView(model, noFoot, 'Points', HEIGHT);
  const details = detailsView(model);
  const measures = measuresView(model);
  const fairness = fairnessView(model);
  const rows = h('div', { class: 'sb-sec sb-grid sb-grid-quality' }, points.el, details.el);
  return {
    el: h('div', { class: 'sb-quality' }, head.el, rows, measures.el, fairness.el),
    draw() {
      show(rows, (shownRun(model)?.n_synthetic ?? 0) > 0);
      [head, points, details, measures, fairness].forEach(part => {
        part.draw();
      });
    }
  };
}
