/** A number to type or to step; what is out of bounds goes to the kernel too, which answers with the way out. */

import { h, set } from './dom';

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

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

export function numberField(
  label: string,
  onCommit: (value: number | null) => void,
  options: { small?: boolean; optional?: boolean; help?: string } = {}
): NumberField {
  const input = h('input', { type: 'number', 'aria-label': label, title: options.help || null, inputmode: 'decimal' });
  input.placeholder = options.optional ? 'auto' : '';
  const less = stepButton('−', `Less: ${label}`);
  const more = stepButton('+', `More: ${label}`);
  const el = h('span', { class: options.small ? 'sb-inp sb-sm sb-num' : 'sb-inp sb-num' }, input, less, more);
  const entry = new Entry(input, onCommit, options.optional === true);
  listen(input, less, more, entry);
  return {
    el,
    show: (value, limits) => {
      entry.show(value, limits);
    }
  };
}

/** What is typed and not yet said, beside what the kernel has. */
class Entry {
  dirty = false;
  private shown: number | null = null;
  private limits: NumberLimits = { low: null, high: null, step: 1, integer: false };

  constructor(
    private readonly input: HTMLInputElement,
    private readonly onCommit: (value: number | null) => void,
    private readonly optional: boolean
  ) {}

  show(value: number | null, limits: NumberLimits): void {
    this.shown = value;
    this.limits = limits;
    set(this.input, { min: limits.low, max: limits.high, step: limits.integer ? limits.step : 'any' });
    if (!this.dirty) {
      this.write(value);
    }
  }

  /** Say what is typed; what is no number falls back to what was there. */
  commit(): void {
    this.dirty = false;
    const text = this.input.value.trim();
    const typed = text === '' ? null : Number(text);
    if (typed === null ? !this.optional : !Number.isFinite(typed)) {
      this.write(this.shown);
    } else if (typed !== this.shown) {
      this.shown = typed;
      this.onCommit(typed);
    }
  }

  /** Some steps up or down, within the bounds. */
  nudge(steps: number): void {
    const { low, high, step } = this.limits;
    const text = this.input.value.trim();
    const from = text === '' ? (low ?? 0) : Number(text);
    const next = Number((from + steps * step).toPrecision(10));
    this.write(Math.min(high ?? Infinity, Math.max(low ?? -Infinity, next)));
    this.commit();
  }

  private write(value: number | null): void {
    const text = value === null ? '' : String(value);
    if (this.input.value !== text) {
      this.input.value = text;
    }
  }
}

function listen(input: HTMLInputElement, less: HTMLElement, more: HTMLElement, entry: Entry): void {
  less.addEventListener('click', () => {
    entry.nudge(-1);
  });
  more.addEventListener('click', () => {
    entry.nudge(1);
  });
  input.addEventListener('input', () => {
    entry.dirty = true;
  });
  for (const event of ['change', 'blur']) {
    input.addEventListener(event, () => {
      entry.commit();
    });
  }
  input.addEventListener('keydown', event => {
    const steps = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (steps !== undefined) {
      event.preventDefault();
      entry.nudge(steps);
    } else if (event.key === 'Enter') {
      entry.commit();
    }
  });
}

function stepButton(text: string, label: string): HTMLButtonElement {
  return h('button', { class: 'sb-step', tabindex: -1, 'aria-label': label, text });
}
