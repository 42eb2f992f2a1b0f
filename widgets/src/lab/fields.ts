/** Form controls: select, number with steps, segmented choice. Each keeps its element over redraws. */

import { fill, h, set, setText, whenChanged } from './dom';
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
