/** Form controls: select, number with steps, segmented choice. Each keeps its element over redraws. */

import { fill, h, set, setText, show, whenChanged } from './dom';
import { count } from './format';
import { mark, rove } from './roving';

export interface Option {
  value: string;
  text: string;
  disabled?: boolean;
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
    fill(input, ...options.map(one => h('option', { ...one })));
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

/** How many of a long list are shown at once. */
export const MOST = 50;

export interface Finder {
  el: HTMLElement;
  show(options: Option[], value: string, isLong?: boolean): void;
}

/** A select for any number of options: a long list comes with a field to find in it, and shows the first fifty. */
export function finder(
  label: string,
  onPick: (value: string) => void,
  attributes: { small?: boolean; onFind?: (matches: (text: string) => boolean) => void } = {}
): Finder {
  const menu = select(label, onPick, attributes);
  const input = h('input', { type: 'search', 'aria-label': `Find: ${label}`, placeholder: 'Type to find' });
  const box = h('span', { class: attributes.small ? 'sb-inp sb-sm' : 'sb-inp' }, input);
  let [all, current]: [Option[], string] = [[], ''];
  const matches = (text: string): boolean => text.toLowerCase().includes(input.value.trim().toLowerCase());
  const draw = (): void => {
    menu.show(few(all, matches, current), current);
  };
  const find = (): void => {
    draw();
    attributes.onFind?.(matches);
  };
  input.addEventListener('input', find);
  input.addEventListener('keydown', event => {
    const first = all.find(one => one.value !== '' && matches(one.text));
    if (event.key === 'Enter' && first) {
      input.value = '';
      find();
      onPick(first.value);
    }
  });
  return {
    el: h('span', { class: 'sb-finder' }, box, menu.el),
    show(next, value, isLong = next.length > MOST) {
      [all, current] = [next, value];
      show(box, isLong || input.value !== '');
      draw();
    }
  };
}

/** The first fifty that match, the current one always, and how many more there are. */
function few(all: Option[], matches: (text: string) => boolean, current: string): Option[] {
  const found = all.filter(one => one.value === current || matches(one.text));
  const more = found.length - MOST;
  if (more <= 0) {
    return found;
  }
  const first = found.filter((one, index) => index < MOST || one.value === current);
  return [...first, { value: '\u0000', text: moreWords(more), disabled: true }];
}

/** "950 more, type to find". */
export function moreWords(more: number): string {
  return `${count(more)} more, type to find`;
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
