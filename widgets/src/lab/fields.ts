/** Form controls: select, number with steps, segmented choice. Each keeps its element over redraws. */

import { fill, h, set, setText, whenChanged } from './dom';
import { isNumber } from './format';
import { mark, rove } from './roving';

export interface Option {
  value: string;
  text: string;
}

export interface Select {
  el: HTMLElement;
  show(options: Option[], value: string): void;
}

/** A native select in the panel's dress. */
export function select(label: string, onPick: (value: string) => void, attributes: { small?: boolean } = {}): Select {
  const input = h('select', { 'aria-label': label });
  const el = h('span', { class: attributes.small ? 'sb-inp sb-sm sb-sel' : 'sb-inp sb-sel' }, input);
  let options: Option[] = [];
  const rebuild = whenChanged(() => {
    fill(input, ...options.map(one => h('option', { value: one.value, text: one.text })));
  });
  input.addEventListener('change', () => {
    onPick(options[input.selectedIndex]?.value ?? input.value);
  });
  return {
    el,
    show(next, value) {
      options = next;
      rebuild(next);
      const index = next.findIndex(one => one.value === value);
      if (input.selectedIndex !== index) {
        input.selectedIndex = index;
      }
    }
  };
}

export interface NumberLimits {
  low: number | null;
  high: number | null;
  step: number;
  integer: boolean;
}

export interface NumberField {
  el: HTMLElement;
  show(value: number | null, limits: NumberLimits): void;
}

/** A number typed or stepped; what is out of bounds goes to the kernel too, which answers with the way out. */
export function numberField(
  label: string,
  onCommit: (value: number | null) => void,
  attributes: { small?: boolean; optional?: boolean; help?: string } = {}
): NumberField {
  const input = h('input', {
    type: 'number',
    'aria-label': label,
    title: attributes.help ?? null,
    inputmode: 'decimal'
  });
  const less = stepButton('−', `Less: ${label}`);
  const more = stepButton('+', `More: ${label}`);
  const el = h('span', { class: attributes.small ? 'sb-inp sb-sm sb-num' : 'sb-inp sb-num' }, input, less, more);
  let shown: number | null = null;
  let dirty = false;
  const commit = (): void => {
    dirty = false;
    const typed = input.value.trim() === '' ? null : Number(input.value);
    const valid = typed === null ? attributes.optional === true : isNumber(typed);
    if (!valid) {
      input.value = shown === null ? '' : String(shown);
    } else if (typed !== shown) {
      shown = typed;
      onCommit(typed);
    }
  };
  let limits: NumberLimits = { low: null, high: null, step: 1, integer: false };
  const nudge = (steps: number): void => {
    const from = input.value.trim() === '' ? (limits.low ?? 0) : Number(input.value);
    const next = Number((from + steps * limits.step).toPrecision(10));
    input.value = String(Math.min(limits.high ?? Infinity, Math.max(limits.low ?? -Infinity, next)));
    commit();
  };
  less.addEventListener('click', () => {
    nudge(-1);
  });
  more.addEventListener('click', () => {
    nudge(1);
  });
  input.addEventListener('keydown', event => {
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      nudge(steps);
    }
  });
  input.addEventListener('input', () => {
    dirty = true;
  });
  input.addEventListener('change', commit);
  input.addEventListener('blur', commit);
  return {
    el,
    show(value, next) {
      shown = value;
      limits = next;
      set(input, { min: next.low, max: next.high, step: next.integer ? next.step : 'any' });
      const text = value === null ? '' : String(value);
      if (!dirty && input.value !== text) {
        input.value = text;
      }
    }
  };
}

function stepButton(text: string, label: string): HTMLButtonElement {
  return h('button', { class: 'sb-step', tabindex: -1, 'aria-label': label, text });
}

export interface Segments {
  el: HTMLElement;
  show(value: string, disabled?: boolean): void;
}

/** A choice among a few words, side by side: a radio group. */
export function segments(
  label: string,
  options: Option[],
  onPick: (value: string) => void,
  attributes: { small?: boolean } = {}
): Segments {
  const radios = options.map(one =>
    h('span', { role: 'radio', tabindex: -1, class: 'sb-seg1', 'data-value': one.value, text: one.text })
  );
  const size = attributes.small ? 'sb-seg sb-sm' : 'sb-seg';
  const el = h('div', { class: size, role: 'radiogroup', 'aria-label': label }, ...radios);
  rove(el, 'radio', member => {
    onPick(member.dataset['value'] ?? '');
  });
  return {
    el,
    show(value, disabled = false) {
      mark(radios, 'aria-checked', radio => radio.dataset['value'] === value);
      radios.forEach(radio => {
        set(radio, { 'aria-disabled': disabled ? 'true' : null });
      });
    }
  };
}

/** A label on the left, a control on the right. */
export function field(label: string, control: HTMLElement, help?: string): HTMLElement {
  return h('div', { class: 'sb-field', title: help ?? null }, h('span', { class: 'sb-label', text: label }), control);
}

export interface Button {
  el: HTMLButtonElement;
  show(text: string, enabled: boolean): void;
}

export function button(text: string, look: string, onClick: () => void): Button {
  const el = h('button', { class: `sb-btn ${look}`, text });
  el.addEventListener('click', onClick);
  return {
    el,
    show(next, enabled) {
      setText(el, next);
      el.disabled = !enabled;
    }
  };
}
