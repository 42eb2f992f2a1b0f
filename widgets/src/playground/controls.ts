/** Method, sliders, model, new points, and the steps through the rows. */

import { button, field, segments, select } from '../lab/fields';
import { h, newId, setText, whenChanged, type Part } from '../lab/dom';
import { slider, type SliderState } from '../lab/slider';
import { clamp } from '../lab/thresholds';
import { throttle } from '../lab/throttle';
import { stepButtons } from './player';
import type { Stage } from './stage';
import type { PlayModel } from './types';

const SEND_EVERY = 60;

export interface Controls extends Part {
  /** The view goes: nothing plays on. */
  stop(): void;
}

export function controls(model: PlayModel, stage: Stage): Controls {
  const method = methods(model);
  const model_ = select('Model', value => {
    model.set({ model: value });
  });
  const [neighbours, share] = [neighbourSlider(model), shareSlider(model)];
  const points = pointButtons(model, stage);
  const steps = stepButtons(model);
  const el = h(
    'div',
    { class: 'sb-playside' },
    method.el,
    neighbours.el,
    share.el,
    field('Model', model_.el),
    steps.el,
    points.el
  );
  return {
    el,
    draw() {
      model_.show(model.get('facts').models, model.get('model'));
      [method, neighbours, share, steps, points].forEach((part: Part) => {
        part.draw();
      });
    },
    stop: steps.stop
  };
}

/** The radiogroup, made once the kernel has said which methods there are. */
function methods(model: PlayModel): Part {
  const el = h('div', { class: 'sb-methods' });
  let radios: ReturnType<typeof segments> | null = null;
  const rebuild = whenChanged(() => {
    radios = segments('Method', model.get('facts').methods, value => {
      model.set({ method: value });
    });
    el.replaceChildren(h('div', { class: 'sb-over', 'aria-hidden': 'true', text: 'Method' }), radios.el);
  });
  return {
    el,
    draw() {
      rebuild(model.get('facts').methods);
      radios?.show(model.get('method'));
    }
  };
}

function neighbourSlider(model: PlayModel): Part {
  const set = (k_neighbors: number): void => {
    model.set({ k_neighbors });
  };
  return numberSlider('Neighbours', 1, () => model.get('facts').most_neighbors, {
    value: () => Math.min(model.get('k_neighbors'), model.get('facts').most_neighbors),
    words: value => `${value} ${value === 1 ? 'neighbour' : 'neighbours'}`,
    shown: value => String(value),
    disabled: () => !['smote', 'borderline'].includes(model.get('method')),
    low: () => 1,
    set
  });
}

function shareSlider(model: PlayModel): Part {
  const send = throttle(() => {
    model.widget.save_changes();
  }, SEND_EVERY);
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return numberSlider('Share of the rare class', 0.01, () => model.get('facts').highest, {
    value: () => Math.max(model.get('share'), model.get('facts').present),
    words: value => `${percent(value)}, ${model.get('facts').n_new} synthetic rows`,
    shown: value => `${percent(value)} · ${model.get('facts').n_new} rows`,
    disabled: () => false,
    low: () => Math.max(0.01, Math.ceil(model.get('facts').present * 100) / 100),
    set(value) {
      model.widget.set('share', value);
      send(undefined);
    }
  });
}

interface NumberSlider {
  value(): number;
  words(value: number): string;
  shown(value: number): string;
  disabled(): boolean;
  low(): number;
  set(value: number): void;
}

const MOVES: Record<string, number> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 5,
  PageDown: -5
};

/** A slider over evenly spaced numbers, with its value beside its name. */
function numberSlider(name: string, step: number, high: () => number, options: NumberSlider): Part {
  const label = h('span', { id: newId('label'), class: 'sb-label', text: name });
  const output = h('span', { class: 'sb-n' });
  const fit = (value: number): number =>
    Number(clamp(Math.round(value / step) * step, options.low(), high()).toFixed(4));
  const control = slider({
    labelledBy: label.id,
    fromShare: part => options.low() + part * (high() - options.low()),
    onKey(key, value) {
      const ends: Record<string, number> = { Home: options.low(), End: high() };
      const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
      return move === undefined ? (Object.hasOwn(ends, key) ? (ends[key] ?? null) : null) : value + move * step;
    },
    onInput(value) {
      options.set(fit(value));
    }
  });
  return {
    el: h('div', { class: 'sb-share' }, h('div', { class: 'sb-slhead' }, label, output), control.el),
    draw() {
      const [value, low] = [options.value(), options.low()];
      const state: SliderState = {
        value,
        share: (value - low) / Math.max(high() - low, step),
        min: low,
        max: high(),
        valueNow: value,
        valueText: options.words(value),
        disabled: options.disabled()
      };
      setText(output, options.disabled() ? 'not used' : options.shown(value));
      control.show(state);
    }
  };
}

function pointButtons(model: PlayModel, stage: Stage): Part {
  const kind = segments(
    'Class of a new point',
    [
      { value: '1', text: 'Rare' },
      { value: '0', text: 'Other' }
    ],
    value => {
      model.newLabel = Number(value);
      draw();
    },
    { small: true }
  );
  const add = button('Add point', 'sb-sm', () => {
    stage.add(model.newLabel);
  });
  const remove = button('Delete point', 'sb-sm', () => {
    stage.remove();
  });
  const draw = (): void => {
    kind.show(String(model.newLabel));
    remove.show('Delete point', model.selected >= 0 && model.selected < model.get('points').length);
  };
  model.onSelect = draw;
  const help = h('p', { class: 'sb-cap', text: 'Drag points; a double click on the stage adds one.' });
  const row = h('div', { class: 'sb-playrow' }, kind.el, add.el, remove.el);
  return { el: h('div', { class: 'sb-newpoints' }, row, help), draw };
}
