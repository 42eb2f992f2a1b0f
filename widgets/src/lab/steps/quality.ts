/** Step 5: are the new rows like real ones, whom do they betray, are they fair; where one row comes from. */

import { h, type Part } from '../dom';
import type { LabModel } from '../model';

export function qualityStep(model: LabModel): Part {
  const el = h('div');
  return {
    el,
    draw() {
      model.get('quality');
    }
  };
}
