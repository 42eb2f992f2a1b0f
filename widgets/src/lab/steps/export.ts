/** Step 6: the script, the dataset, the data card, the model. */

import { h, type Part } from '../dom';
import type { LabModel } from '../model';

export function exportStep(model: LabModel): Part {
  const el = h('div');
  return {
    el,
    draw() {
      model.get('export');
    }
  };
}
