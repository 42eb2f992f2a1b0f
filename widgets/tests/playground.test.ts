// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mount } from '../src/playground/view';
import { FakeModel } from './fake';

const FACTS = {
  rare: 2,
  other: 1,
  n_new: 2,
  present: 0.1,
  highest: 0.5,
  most_neighbors: 4,
  methods: [
    { value: 'smote', text: 'SMOTE' },
    { value: 'counterfactual', text: 'Counterfactual' },
    { value: 'gan', text: 'GAN' }
  ],
  models: [
    { value: 'logistic', text: 'Logistic regression' },
    { value: 'own', text: '<img src=x onerror=alert(1)>' }
  ],
  trains: true
};
const POINTS = [
  { x: 0.41, y: 0.22, label: 1 },
  { x: 0.5, y: 0.5, label: 0 },
  { x: 0.9, y: 0.995, label: 1 }
];
const ROWS = [
  { x: 0.6, y: 0.5, label: 1 },
  { x: 0.7, y: 0.7, label: 1 }
];

let model: FakeModel;
let el: HTMLElement;
let unmount: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  model = new FakeModel({
    points: POINTS,
    method: 'smote',
    k_neighbors: 2,
    share: 0.3,
    model: 'logistic',
    shown: -1,
    synthetic: ROWS,
    parents: [
      { seed: 0, neighbor: 2, gap: 0.4 },
      { seed: 2, neighbor: 0, gap: 0.5 }
    ],
    facts: FACTS
  });
  el = document.body.appendChild(document.createElement('div'));
  unmount = mount(model, el);
});

afterEach(() => {
  unmount();
  el.remove();
  vi.useRealTimers();
});

const named = (name: string): HTMLElement => {
  const all = [...el.querySelectorAll<HTMLElement>('button, [role="radio"], [aria-label]')];
  const found = all.find(one => one.getAttribute('aria-label') === name || one.textContent === name);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return found;
};
const press = (on: HTMLElement, key: string, more: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  on.dispatchEvent(event);
  return event;
};
const slider = (name: string): HTMLElement => {
  const label = [...el.querySelectorAll('.sb-label')].find(one => one.textContent === name);
  const found = el.querySelector<HTMLElement>(`[role="slider"][aria-labelledby="${label?.id}"]`);
  if (!found) {
    throw new Error(`no slider ${name}`);
  }
  return found;
};

test('each point is named by its class, its number within it and its place', () => {
  const names = [...el.querySelectorAll('.sb-point')].map(one => one.getAttribute('aria-label'));
  expect(names).toEqual([
    'rare point 1, x 0.41, y 0.22',
    'other point 1, x 0.50, y 0.50',
    'rare point 2, x 0.90, y 0.99'
  ]);
});

test('whatever can have the focus keeps its keys from the notebook', () => {
  for (const one of el.querySelectorAll('button, select, input, [tabindex]')) {
    expect(one.getAttribute('data-lm-suppress-shortcuts')).toBe('true');
  }
});

test('arrows move a point by 0.01, with Shift by 0.1, and not off the stage', () => {
  const point = named('rare point 1, x 0.41, y 0.22');
  point.focus();
  expect(press(point, 'ArrowRight').defaultPrevented).toBe(true);
  press(point, 'ArrowUp', { shiftKey: true });
  expect(model.state['points']).toEqual([{ x: 0.42, y: 0.32, label: 1 }, ...POINTS.slice(1)]);
  expect(point.getAttribute('aria-label')).toBe('rare point 1, x 0.42, y 0.32');
  press(named('rare point 2, x 0.90, y 0.99'), 'ArrowUp');
  expect((model.state['points'] as typeof POINTS)[2]?.y).toBe(1);
  expect(press(point, 'b').defaultPrevented).toBe(false);
  expect(press(point, 'ArrowUp', { ctrlKey: true }).defaultPrevented).toBe(false);
});

test('many small moves are few messages, and the last one is among them', () => {
  const point = named('rare point 1, x 0.41, y 0.22');
  for (let i = 0; i < 30; i += 1) {
    press(point, 'ArrowRight');
  }
  expect(model.saved.length).toBe(1);
  vi.advanceTimersByTime(100);
  expect(model.saved.length).toBe(2);
  expect((model.saved.at(-1)?.['points'] as typeof POINTS)[0]?.x).toBe(0.71);
});

test('Delete takes the point away and its neighbour in the list gets the focus', () => {
  const point = named('other point 1, x 0.50, y 0.50');
  point.focus();
  press(point, 'Delete');
  expect(model.state['points']).toEqual([POINTS[0], POINTS[2]]);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('rare point 2, x 0.90, y 0.99');
});

test('"Delete point" needs a selected point', () => {
  expect((named('Delete point') as HTMLButtonElement).disabled).toBe(true);
  named('rare point 1, x 0.41, y 0.22').focus();
  named('Delete point').click();
  expect(model.state['points']).toEqual(POINTS.slice(1));
});

test('"Add point" adds one of the chosen class where none is, and gives it the focus', () => {
  named('Other').click();
  named('Add point').click();
  const points = model.state['points'] as typeof POINTS;
  expect(points.at(-1)).toEqual({ x: 0.55, y: 0.5, label: 0 });
  expect(document.activeElement?.getAttribute('aria-label')).toBe('other point 2, x 0.55, y 0.50');
});

test('the sliders say what they mean', () => {
  expect(slider('Neighbours').getAttribute('aria-valuetext')).toBe('2 neighbours');
  expect(slider('Share of the rare class').getAttribute('aria-valuetext')).toBe('30 %, 2 synthetic rows');
  press(slider('Neighbours'), 'End');
  expect(model.state['k_neighbors']).toBe(4);
  press(slider('Share of the rare class'), 'ArrowRight');
  expect(model.state['share']).toBe(0.31);
  press(slider('Share of the rare class'), 'Home');
  vi.advanceTimersByTime(100);
  expect(model.state['share']).toBe(0.1);
});

test('neighbours mean nothing to a method without them', () => {
  model.push({ method: 'counterfactual' } as never);
  expect(slider('Neighbours').getAttribute('aria-disabled')).toBe('true');
});

test('rows are stepped through, and the last is followed by the first', () => {
  named('Next synthetic row').click();
  expect(model.state['shown']).toBe(0);
  expect(el.querySelectorAll('.sb-rows .sb-fillsyn').length).toBe(1);
  expect(el.querySelectorAll('.sb-way').length).toBe(2);
  named('Next synthetic row').click();
  named('Next synthetic row').click();
  expect(model.state['shown']).toBe(0);
  named('Show all').click();
  expect(el.querySelectorAll('.sb-rows .sb-fillsyn').length).toBe(2);
});

test('Play shows row after row and stops by itself; a second press pauses', () => {
  named('Play').click();
  expect(model.state['shown']).toBe(0);
  vi.advanceTimersByTime(900);
  expect(model.state['shown']).toBe(1);
  expect(named('Pause')).toBeTruthy();
  vi.advanceTimersByTime(900);
  expect(named('Play')).toBeTruthy();
  named('Play').click();
  named('Pause').click();
  vi.advanceTimersByTime(5000);
  expect(model.state['shown']).toBe(0);
});

test('for a net Play trains, and then stops it', () => {
  model.push({ method: 'gan' } as never);
  named('Play').click();
  model.push({ busy: true } as never);
  named('Stop').click();
  expect(model.sent).toEqual([{ type: 'train' }, { type: 'cancel' }]);
});

test('how a row came about is text and nothing else', () => {
  model.push({
    story: { title: 'Synthetic row 1 of 2', lines: ['<b>Seed</b>'], formula: ['x = 1'], near: [2] }
  } as never);
  expect(el.querySelector('.sb-story li')?.textContent).toBe('<b>Seed</b>');
  expect(el.querySelector('.sb-story li b, select img')).toBeNull();
  expect(named('rare point 2, x 0.90, y 0.99').className).toContain('sb-near');
});

test('without a kernel it says so and takes nothing', () => {
  el.className = 'jupyter-widgets-disconnected';
  model.trigger('comm_live_update');
  expect(el.querySelector('[role="status"]')?.textContent).toBe('No kernel: run the cell again to go on.');
  expect(el.querySelector('.sb-play')?.hasAttribute('inert')).toBe(true);
});

test('a view that goes leaves no listener and no timer', () => {
  named('Play').click();
  unmount();
  expect(model.listening).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
