/** The ratio slider's arithmetic: rare rows / others on a logarithmic track from what is there to 1. */

import { percent, plain } from './format';
import { clamp } from './thresholds';

/** Ratio at a share 0..1 of the track that begins at `low`, rounded to what a hand can mean. */
export function ratioAt(share: number, low: number): number {
  const exact = low * (1 / low) ** clamp(share, 0, 1);
  if (share <= 0) {
    return low;
  }
  const step = exact < 0.02 ? 0.0005 : exact < 0.1 ? 0.001 : exact < 0.3 ? 0.005 : 0.01;
  return clamp(tidy(Math.round(exact / step) * step), low, 1);
}

/** Where a ratio stands on the track, 0..1. */
export function ratioShare(ratio: number, low: number): number {
  return low >= 1 ? 1 : clamp(Math.log(Math.max(ratio, low) / low) / Math.log(1 / low), 0, 1);
}

/** The ratio after one key; null for keys that are not the slider's. */
export function ratioKey(key: string, ratio: number, low: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 0.01,
    ArrowUp: 0.01,
    ArrowLeft: -0.01,
    ArrowDown: -0.01,
    PageUp: 0.1,
    PageDown: -0.1
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step !== undefined) {
    return clamp(tidy(ratio + step), low, 1);
  }
  return key === 'Home' ? low : key === 'End' ? 1 : null;
}

/** "ratio 0.05: 5 rare rows per 100 others, 4.8 % of all". */
export function ratioText(ratio: number): string {
  const all = percent(ratio / (1 + ratio), 2, ' ');
  return `ratio ${plain(ratio, 3)}: ${plain(ratio * 100, 3)} rare rows per 100 others, ${all} of all`;
}

/** Synthetic rows that a ratio asks for. */
export function newRows(ratio: number, rare: number, others: number): number {
  return Math.max(0, Math.round(ratio * others) - Math.round(rare));
}

function tidy(value: number): number {
  return Number(value.toFixed(6));
}
