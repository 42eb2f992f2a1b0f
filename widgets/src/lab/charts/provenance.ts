/** The picked row over the points: lines to its parents, rings round the real rows near it, each with its name. */

import { fill, s } from '../dom';
import type { LabModel } from '../model';
import type { Points } from '../pointdata';
import type { Place, Related } from '../steptypes';
import { pairAt, spotOf, type Plot } from './canvas';
import { path, round, text, type Box } from './figure';
import { pointRows } from './picking';

/** A real row near the new one, and not one that it was made from. */
export function isNear(related: Related): boolean {
  return related.role.startsWith('near');
}

export function paintProvenance(svg: SVGElement, plot: Plot, model: LabModel): void {
  fill(svg);
  const pick = pickOf(model, plot.points);
  if (!pick) {
    return;
  }
  const [x, y] = spotOf(plot, pick.at).map(round) as Place;
  const marks = placed(plot, pick.related);
  const parents = marks.filter(mark => !mark.near);
  parents.forEach((mark, index) => {
    svg.append(path(`M${x} ${y}L${mark.x} ${mark.y}`, index === 0 ? 'sb-tie' : 'sb-tie sb-tie2'));
  });
  marks.forEach(mark => {
    svg.append(symbol(mark, mark === parents[0]));
  });
  svg.append(s('circle', { cx: x, cy: y, r: 9, class: 'sb-pickring' }));
  svg.append(path(`M${x} ${round(y - 5.5)}l5 9h-10z`, 'sb-fillsyn'));
  writeLabels(svg, plot.box, [{ x, y, words: 'new row' }, ...marks]);
}

interface Mark {
  x: number;
  y: number;
  words: string;
  near: boolean;
}

/** Where the picked row stands: by its own point until the kernel has answered for these axes. */
function pickOf(model: LabModel, points: Points): { at: Place; related: Related[] } | null {
  const picked = model.get('picked');
  const details = model.get('details');
  if (picked === null) {
    return null;
  }
  const { rare, others } = points.info;
  const index = pointRows(model).indexOf(picked);
  const own = index < 0 ? null : pairAt(points, rare + others + index);
  const told = details.row === picked ? details.at : null;
  if (told && (!own || Math.abs(told[0] - own[0]) + Math.abs(told[1] - own[1]) < 4)) {
    return { at: told, related: details.related ?? [] };
  }
  return own && { at: own, related: [] };
}

/** Marks of the related rows; those at the same place share one. */
function placed(plot: Plot, related: Related[]): Mark[] {
  const marks: Mark[] = [];
  for (const one of related) {
    if (one.at) {
      const [x, y] = spotOf(plot, one.at).map(round) as Place;
      const same = marks.find(mark => mark.x === x && mark.y === y);
      if (same) {
        same.words += same.words.includes(one.role) ? '' : `, ${one.role}`;
      } else {
        marks.push({ x, y, words: one.role, near: isNear(one) });
      }
    }
  }
  return marks;
}

/** The first parent is a square, others circles, rows that are only near a dotted ring. */
function symbol({ x, y, near }: Mark, isFirst: boolean): SVGElement {
  if (isFirst) {
    return s('rect', { x: x - 4, y: y - 4, width: 8, height: 8, class: 'sb-parent sb-parent1' });
  }
  return s('circle', { cx: x, cy: y, r: near ? 7 : 5, class: near ? 'sb-near' : 'sb-parent' });
}

type Rect = [left: number, top: number, right: number, bottom: number];

/** Each name goes right of its mark, or left, above, below: where it meets no mark and no other name. */
function writeLabels(svg: SVGElement, box: Box, marks: { x: number; y: number; words: string }[]): void {
  const taken: Rect[] = marks.map(({ x, y }) => [x - 8, y - 8, x + 8, y + 8]);
  for (const { x, y, words } of marks) {
    const wide = 6.4 * words.length;
    const tries: [number, number][] = [
      [x + 13, y + 4],
      [x - 13 - wide, y + 4],
      [x - wide / 2, y - 14],
      [x - wide / 2, y + 22]
    ];
    const room = ([left, base]: [number, number]): Rect => [left, base - 10, left + wide, base + 2];
    const free = tries.find(one => {
      const [left, top, right, bottom] = room(one);
      const inside = left >= box.left && right <= box.right && top >= 0 && bottom <= box.bottom;
      return inside && !taken.some(rect => left < rect[2] && right > rect[0] && top < rect[3] && bottom > rect[1]);
    });
    const [left, base] = free ?? tries[x > (box.left + box.right) / 2 ? 1 : 0] ?? [x, y];
    taken.push(room([left, base]));
    svg.append(text(left, base, words, { class: 'sb-b sb-halo' }));
  }
}
