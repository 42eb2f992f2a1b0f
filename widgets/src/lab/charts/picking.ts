/** Picking one synthetic row: a click near its triangle, or the keys of the plot. */

import { h, set, SUPPRESS, type Part } from '../dom';
import type { LabModel } from '../model';
import { pairAt, spotOf, type Plot } from './canvas';

const REACH = 10;
const HOW = 'New rows: Enter picks the first, arrows the next, Escape none';

/** Which synthetic row each synthetic point is; empty where the kernel has not said. */
export function pointRows(model: LabModel): number[] {
  const view = model.get('point_rows');
  const size = model.get('points_info').synthetic ?? 0;
  if (!view || view.byteLength < 4 * size) {
    return [];
  }
  return Array.from({ length: size }, (_, index) => view.getUint32(4 * index, true));
}

/** Pick the next or the previous of the drawn synthetic rows; past the last comes the first. */
export function stepRow(model: LabModel, by: 1 | -1): void {
  const picked = model.get('picked');
  const rows = pointRows(model).sort((a, b) => by * (a - b));
  const next = picked === null ? rows[0] : (rows.find(row => by * (row - picked) > 0) ?? rows[0]);
  if (next !== undefined && next !== picked) {
    model.set({ picked: next });
  }
}

/** A plot that answers clicks and keys wherever there are synthetic points to pick. */
export function pickOn(chart: HTMLElement, model: LabModel, plotOf: () => Plot | null): Part {
  const el = h('div', { class: 'sb-plot' }, chart);
  el.addEventListener('click', event => {
    const { left, top } = chart.getBoundingClientRect();
    const plot = plotOf();
    const hit = plot && nearest(plot, event.clientX - left, event.clientY - top);
    const row = hit === null ? undefined : pointRows(model)[hit];
    if (row !== undefined) {
      model.set({ picked: row });
    }
  });
  el.addEventListener('keydown', event => {
    if (keyed(model, event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
  return {
    el,
    draw() {
      const can = pointRows(model).length > 0;
      set(el, {
        tabindex: can ? 0 : null,
        role: can ? 'application' : null,
        'aria-label': can ? HOW : null,
        [SUPPRESS]: can ? 'true' : null
      });
    }
  };
}

/** Do what a key asks for; false where it asks for nothing. */
function keyed(model: LabModel, key: string): boolean {
  const picked = model.get('picked');
  if (key === 'Escape' && picked !== null) {
    model.set({ picked: null });
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    stepRow(model, key === 'ArrowLeft' ? -1 : 1);
  } else if (key === 'Enter' && picked === null) {
    stepRow(model, 1);
  } else {
    return false;
  }
  return true;
}

/** The synthetic point nearest to a place, counted from the first synthetic one; null where none is within reach. */
function nearest(plot: Plot, x: number, y: number): number | null {
  const { rare, others, synthetic } = plot.points.info;
  let found: number | null = null;
  let least = REACH;
  for (let index = 0; index < synthetic; index += 1) {
    const [atX, atY] = spotOf(plot, pairAt(plot.points, rare + others + index));
    const distance = Math.hypot(atX - x, atY - y);
    if (distance <= least) {
      [found, least] = [index, distance];
    }
  }
  return found;
}
