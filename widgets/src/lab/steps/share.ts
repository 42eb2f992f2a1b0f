/** The slider "Share of the rare class", and what it means in rows. */

import { h, newId, setText, type Part } from '../dom';
import { count, percent, plain, seconds, THIN } from '../format';
import { chosenStrategy, presentRatio, trainCounts, type LabModel } from '../model';
import { newRows, ratioAt, ratioKey, ratioShare, ratioText } from '../ratio';
import { slider } from '../slider';
import { throttle } from '../throttle';

const DEBOUNCE_MS = 120;

export function shareSlider(model: LabModel): Part {
  const title = h('h3', { id: newId('share'), text: 'Share of the rare class' });
  const output = h('output', { class: 'sb-output', 'aria-hidden': 'true' });
  const ticks = h('div', { class: 'sb-ticks', 'aria-hidden': 'true' });
  const meaning = h('p', { class: 'sb-cap' });
  const rows = h('p', { class: 'sb-cap' });
  const low = (): number => presentRatio(model);
  const hand = ratioHand(model);
  const track = slider({
    labelledBy: title.id,
    fromShare: share => ratioAt(share, low()),
    onKey: (key, ratio) => ratioKey(key, ratio, low()),
    onInput: ratio => {
      hand.move(ratio);
      draw();
    },
    onHold: hand.hold
  });
  const draw = (): void => {
    const ratio = hand.ratio();
    setText(output, `${plain(ratio * 100, ratio < 0.1 ? 2 : 3)}${THIN}%`);
    drawTicks(ticks, low());
    track.show({
      value: ratio,
      share: ratioShare(ratio, low()),
      min: low(),
      max: 1,
      valueNow: ratio,
      valueText: ratioText(ratio),
      disabled: model.gone
    });
    setText(meaning, meaningOf(model, ratio));
    setText(rows, estimateOf(model, ratio));
  };
  const head = h('div', { class: 'sb-slhead' }, title, output);
  return { el: h('div', { class: 'sb-share', 'data-kernel': '' }, head, track.el, ticks, meaning, rows), draw };
}

interface Hand {
  /** The ratio under the hand, else the kernel's. */
  ratio(): number;
  move(ratio: number): void;
  hold(down: boolean, by: 'pointer' | 'key'): void;
}

/** A ratio being moved: shown at once, sent at most every 120 ms, and in full when it is let go. */
function ratioHand(model: LabModel): Hand {
  let moving: number | null = null;
  const send = throttle<number>(ratio => {
    model.set({ ratio });
  }, DEBOUNCE_MS);
  return {
    ratio: () => moving ?? Math.min(1, Math.max(model.get('ratio'), presentRatio(model))),
    move(ratio) {
      moving = ratio;
      send(ratio);
    },
    hold(down, by) {
      if (!down) {
        send.flush();
        moving = null;
      }
      if (by === 'pointer') {
        model.set({ pointer_down: down });
      }
    }
  };
}

function drawTicks(ticks: HTMLElement, low: number): void {
  const text = `now ${plain(low * 100, 2)}`;
  if (ticks.firstChild?.textContent === text) {
    return;
  }
  ticks.replaceChildren(
    h('span', { text }),
    ...[0.01, 0.1].map(ratio => middleTick(ratio, low)),
    h('span', { text: `100${THIN}%` })
  );
}

function middleTick(ratio: number, low: number): HTMLElement {
  const share = ratioShare(ratio, low);
  const tick = h('span', { class: 'sb-mid', text: plain(ratio * 100, 2) });
  tick.style.left = `${(share * 100).toFixed(1)}%`;
  tick.hidden = share < 0.27 || share > 0.8;
  return tick;
}

/** "5 rare rows for 100 others: train goes from 788 to 4 460 rare rows." */
function meaningOf(model: LabModel, ratio: number): string {
  const { rare, others } = trainCounts(model);
  const strategy = chosenStrategy(model);
  if (!strategy || strategy.key === 'none') {
    return `None leaves train as it is: ${count(rare)} rare rows among ${count(others)} others.`;
  }
  const rate = `${plain(ratio * 100, 3)} rare rows for 100 others`;
  if (strategy.key === 'under_bagging') {
    const drawn = Math.min(others, Math.round(rare / ratio));
    return `${rate} in each bag: all ${count(rare)} rare rows and ${count(drawn)} of ${count(others)} others.`;
  }
  if (!strategy.makes_rows) {
    const weight = rare > 0 ? (ratio * others) / rare : 1;
    return `As if ${rate}: each rare row counts ${plain(weight, 2)} times.`;
  }
  const after = Math.round(rare) + newRows(ratio, rare, others);
  return `${rate} (${percent(ratio / (1 + ratio))} of all): train goes from ${count(rare)} to ${count(after)} rare rows.`;
}

/** "+3 672 synthetic rows, about 7 s. Train only: validation and holdout stay real." */
function estimateOf(model: LabModel, ratio: number): string {
  const { rare, others } = trainCounts(model);
  const strategy = chosenStrategy(model);
  const time = strategy?.seconds ? `, about ${seconds(strategy.seconds)}` : '';
  const made = strategy?.makes_rows ? `+${count(newRows(ratio, rare, others))} synthetic rows` : 'No synthetic rows';
  return `${made}${time}. Train only: validation and holdout stay real.`;
}
