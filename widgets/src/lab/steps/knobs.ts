/** The parameters of the chosen strategy, one control a knob, built from what the kernel says of them. */

import { fill, h, setText, show, whenChanged, type Part } from '../dom';
import { field, select } from '../fields';
import { numberField } from '../numberfield';
import { chosenStrategy, type LabModel } from '../model';
import type { Knob } from '../types';

const WORDS: Record<string, string> = { k_neighbors: 'Neighbours', n_models: 'Models' };

/** A name of Python as words: `k_neighbors` is "Neighbours", `max_depth` is "Max depth". */
export function knobTitle(name: string): string {
  const plain = name.replaceAll('_', ' ').trim();
  return Object.hasOwn(WORDS, name) ? (WORDS[name] ?? plain) : plain.charAt(0).toUpperCase() + plain.slice(1);
}

interface Control {
  el: HTMLElement;
  draw(value: unknown): void;
}

export function knobForm(model: LabModel): Part {
  const title = h('h3');
  const list = h('div', { class: 'sb-knobs' });
  const el = h('div', { class: 'sb-form', 'data-kernel': '' }, title, list);
  let controls: { knob: Knob; control: Control }[] = [];
  const rebuild = whenChanged(() => {
    const knobs = chosenStrategy(model)?.knobs ?? [];
    controls = knobs.map(knob => ({
      knob,
      control: controlOf(knob, value => {
        write(model, knob.name, value);
      })
    }));
    fill(list, ...controls.map(({ control }) => control.el));
  });
  return {
    el,
    draw() {
      const strategy = chosenStrategy(model);
      const knobs = strategy?.knobs ?? [];
      show(el, knobs.length > 0);
      setText(title, strategy?.label ?? '');
      rebuild(strategy?.key, knobs);
      const values = model.get('knobs');
      for (const { knob, control } of controls) {
        control.draw(Object.hasOwn(values, knob.name) ? values[knob.name] : knob.default);
      }
    }
  };
}

type Value = number | string | boolean | null;

function write(model: LabModel, name: string, value: Value): void {
  model.set({ knobs: { ...model.get('knobs'), [name]: value } });
}

function controlOf(knob: Knob, onChange: (value: Value) => void): Control {
  const title = knobTitle(knob.name);
  const words = knob.choices ?? (typeof knob.default === 'boolean' ? ['true', 'false'] : null);
  if (words) {
    const isFlag = knob.choices === null;
    const menu = select(title, value => {
      onChange(isFlag ? value === 'true' : value);
    });
    const options = words.map(value => ({ value, text: isFlag ? (value === 'true' ? 'yes' : 'no') : value }));
    return {
      el: field(title, menu.el, knob.help),
      draw: value => {
        menu.show(options, String(value));
      }
    };
  }
  const number = numberField(title, onChange, { help: knob.help, optional: knob.default === null });
  const limits = { low: knob.low, high: knob.high, step: stepOf(knob), integer: knob.integer };
  return {
    el: field(title, number.el, knob.help),
    draw: value => {
      number.show(typeof value === 'number' ? value : null, limits);
    }
  };
}

/** One press of + or −: 1 for whole numbers, else about a twentieth of the usual range. */
function stepOf(knob: Knob): number {
  const [low, high] = knob.soft ?? [knob.low ?? 0, knob.high ?? 1];
  if (knob.integer) {
    return high - low > 200 ? 10 ** Math.floor(Math.log10((high - low) / 20)) : 1;
  }
  return high > low ? 10 ** Math.floor(Math.log10((high - low) / 10)) : 0.1;
}
