/** A slider: keyboard, pointer and screen reader; what its values mean is told by the caller. */

import { h, set } from './dom';
import { clamp } from './thresholds';

export interface SliderOptions {
  labelledBy: string;
  /** Value at a share 0..1 of the track. */
  fromShare(share: number): number;
  /** The value after one key, or null when the key is not the slider's. */
  onKey(key: string, value: number): number | null;
  onInput(value: number): void;
  /** A pointer or a key is held down, or let go. */
  onHold?(down: boolean, by: 'pointer' | 'key'): void;
}

export interface SliderState {
  value: number;
  share: number;
  min: number;
  max: number;
  valueNow: number;
  valueText: string;
  disabled?: boolean;
}

export interface Slider {
  el: HTMLElement;
  show(state: SliderState): void;
}

export function slider(options: SliderOptions): Slider {
  const thumb = h('span', { class: 'sb-thumb', role: 'slider', tabindex: 0, 'aria-labelledby': options.labelledBy });
  const filled = h('span', { class: 'sb-filled' });
  const el = h('div', { class: 'sb-slider' }, filled, thumb);
  let state: SliderState | null = null;
  const value = (): number | null => (state && !state.disabled ? state.value : null);
  listenKeys(thumb, value, options);
  listenPointer(el, thumb, value, options);
  return {
    el,
    show(next) {
      state = next;
      const left = `${(clamp(next.share, 0, 1) * 100).toFixed(2)}%`;
      thumb.style.left = left;
      filled.style.width = left;
      el.classList.toggle('sb-off', next.disabled === true);
      set(thumb, {
        'aria-valuemin': next.min,
        'aria-valuemax': next.max,
        'aria-valuenow': next.valueNow,
        'aria-valuetext': next.valueText,
        'aria-disabled': next.disabled ? 'true' : null
      });
    }
  };
}

function listenKeys(thumb: HTMLElement, value: () => number | null, options: SliderOptions): void {
  let held = false;
  const hold = (down: boolean): void => {
    if (held !== down) {
      held = down;
      options.onHold?.(down, 'key');
    }
  };
  thumb.addEventListener('keydown', event => {
    const now = value();
    const plainKey = !event.ctrlKey && !event.metaKey && !event.altKey;
    const next = now === null || !plainKey ? null : options.onKey(event.key, now);
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      hold(true);
      options.onInput(next);
    }
  });
  thumb.addEventListener('keyup', () => {
    hold(false);
  });
  thumb.addEventListener('blur', () => {
    hold(false);
  });
}

function listenPointer(el: HTMLElement, thumb: HTMLElement, value: () => number | null, options: SliderOptions): void {
  let pointer: number | null = null;
  const move = (event: PointerEvent): void => {
    const box = el.getBoundingClientRect();
    options.onInput(options.fromShare(clamp((event.clientX - box.left) / Math.max(1, box.width), 0, 1)));
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId === pointer) {
      pointer = null;
      el.classList.remove('sb-held');
      options.onHold?.(false, 'pointer');
    }
  };
  el.addEventListener('pointerdown', event => {
    if (event.button !== 0 || value() === null) {
      return;
    }
    event.preventDefault();
    pointer = event.pointerId;
    el.setPointerCapture?.(event.pointerId);
    el.classList.add('sb-held');
    thumb.focus();
    options.onHold?.(true, 'pointer');
    move(event);
  });
  el.addEventListener('pointermove', event => {
    if (event.pointerId === pointer) {
      move(event);
    }
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    el.addEventListener(name, end);
  }
}
