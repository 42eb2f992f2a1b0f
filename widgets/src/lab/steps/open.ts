/** A panel without data: a DataFrame of the kernel, a file, or an embedded table. */

import { h, type Part } from '../dom';
import type { LabModel } from '../model';

export function openStep(model: LabModel): Part {
  const el = h('div');
  return {
    el,
    draw() {
      model.get('sources');
    }
  };
}
