/** The slider "Decision threshold" under the cost curve: the same axis, one step a row of the thinned table. */

import { costFigure } from '../../charts/cost';
import { h, setText, type Part } from '../../dom';
import { DASH, money, rate, threshold } from '../../format';
import { slider } from '../../slider';
import { clamp } from '../../thresholds';
import type { Figures, ScoreState } from './state';

const PAGE = 10;

/** `move` alone brings thumb and mark up to date; `draw` the curve too. */
export interface Track extends Part {
  move(): void;
}

export function thresholdTrack(state: ScoreState, labelledBy: string, onMove: () => void): Track {
  const curve = costFigure(state);
  const last = (): number => Math.max(1, (state.holdout?.rows ?? 2) - 1);
  const thumb = slider({
    labelledBy,
    fromShare: share => Math.round(share * last()),
    onKey: (key, row) => rowKey(key, row, last()),
    onInput: row => {
      state.move(row);
      onMove();
    },
    onHold: (down, by) => {
      state.hold(down);
      if (by === 'pointer') {
        state.model.set({ pointer_down: down });
      }
      onMove();
    }
  });
  const ends = endMarks();
  const move = (): void => {
    const figures = state.figures();
    if (figures && state.holdout) {
      curve.move();
      thumb.show(thumbState(state, figures, last()));
    }
  };
  return {
    el: h('div', { class: 'sb-track' }, curve.el, thumb.el, ends.el),
    move,
    draw() {
      curve.draw();
      ends.draw(state, last());
      move();
    }
  };
}

/** The row after one key; Home: every row is an alert, End: none. */
function rowKey(key: string, row: number, last: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: PAGE,
    PageDown: -PAGE
  };
  if (Object.hasOwn(steps, key)) {
    return clamp(row + (steps[key] ?? 0), 0, last);
  }
  return key === 'Home' ? 0 : key === 'End' ? last : null;
}

function thumbState(
  state: ScoreState,
  figures: Figures,
  last: number
): Parameters<ReturnType<typeof slider>['show']>[0] {
  return {
    value: state.row,
    share: state.row / last,
    min: 0,
    max: 1,
    valueNow: clamp(figures.threshold, 0, 1),
    valueText: valueText(figures)
  };
}

/** "threshold 0.31, precision 0.62, recall 0.81, cost 12 400". */
export function valueText(figures: Figures): string {
  const { precision, recall, cost } = figures.holdout;
  const shares = `precision ${rate(precision).replace(DASH, 'undefined')}, recall ${rate(recall).replace(DASH, 'undefined')}`;
  return `threshold ${threshold(figures.threshold)}, ${shares}, cost ${money(cost, ' ')}`;
}

function endMarks(): { el: HTMLElement; draw(state: ScoreState, last: number): void } {
  const all = h('span', { text: 'every row is an alert' });
  const none = h('span', { text: 'no alerts' });
  const chosen = h('span', { class: 'sb-mid sb-chosen' });
  return {
    el: h('div', { class: 'sb-ticks', 'aria-hidden': 'true' }, all, chosen, none),
    draw(state, last) {
      const share = (state.holdout?.chosen ?? 0) / last;
      setText(chosen, `▲ chosen ${threshold(state.run?.threshold)}`);
      chosen.style.left = `${(share * 100).toFixed(2)}%`;
      chosen.style.transform = share < 0.08 ? 'translateX(-5px)' : share > 0.92 ? 'translateX(calc(5px - 100%))' : '';
      const width = chosen.parentElement?.clientWidth || 480;
      all.style.visibility = share * width < 180 ? 'hidden' : '';
      none.style.visibility = (1 - share) * width < 125 ? 'hidden' : '';
    }
  };
}
