import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { button, panel, press, role } from './fake';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const counts = (root: HTMLElement): string[] =>
  [...root.querySelectorAll('table[aria-label="Confusion matrix"] .sb-c')].map(el => el.textContent?.trim() ?? '');

test('the slider starts at the threshold that validation chose', () => {
  const { root } = panel({ step: 'score' });
  const slider = role(root, 'slider', 'Decision threshold');
  expect(slider.getAttribute('aria-valuetext')).toBe('threshold 0.30, precision 0.62, recall 0.80, cost 430');
  expect(counts(root)).toEqual(['8', '2', '5', '85']);
  expect(root.textContent).toContain('chosen on validation rows, reported on the holdout');
});

test('one arrow is one row of the table, Home flags all, End none', () => {
  const { root, model } = panel({ step: 'score' });
  const slider = role(root, 'slider', 'Decision threshold');
  press(slider, 'ArrowRight');
  expect(model.state['threshold']).toBe(0.6);
  expect(counts(root)).toEqual(['4', '6', '0', '90']);
  press(slider, 'Home');
  expect(counts(root)).toEqual(['10', '0', '90', '0']);
  expect(slider.getAttribute('aria-valuetext')).toBe('threshold 0.01, precision 0.10, recall 1.00, cost 1 000');
  press(slider, 'End');
  expect(counts(root)).toEqual(['0', '10', '0', '90']);
  expect(slider.getAttribute('aria-valuetext')).toContain('precision undefined, recall 0.00, cost 2 000');
});

test('a threshold by hand is called optimistic, and going back makes it the chosen one', () => {
  const { root, model } = panel({ step: 'score' });
  press(role(root, 'slider', 'Decision threshold'), 'ArrowLeft');
  expect(root.textContent).toContain('threshold chosen by hand with the holdout in view: optimistic');
  button(root, 'Back to the chosen one').click();
  expect(model.state['threshold']).toBeNull();
  expect(root.textContent).not.toContain('optimistic');
});

test('while the slider is held, validation is large and the holdout stands beside it', () => {
  const { root } = panel({ step: 'score' });
  const slider = role(root, 'slider', 'Decision threshold');
  slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
  expect(root.textContent).toContain('Validation rows while the slider is held; holdout in grey');
  expect(root.querySelector('.sb-stats small')?.textContent).toBe('holdout 0.31');
  slider.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowLeft', bubbles: true }));
  expect(root.textContent).not.toContain('holdout in grey');
});

test('a threshold set from a cell moves the thumb', () => {
  const { root, model } = panel({ step: 'score' });
  model.push({ threshold: 0.1 }, false);
  expect(role(root, 'slider', 'Decision threshold').getAttribute('aria-valuetext')).toContain('threshold 0.10');
  expect(counts(root)).toEqual(['9', '1', '20', '70']);
});

test('other costs are counted here, at once', async () => {
  const { root, model, settle } = panel({ step: 'score' });
  model.set('costs', { missed: 500, review: 10, capacity: null });
  await settle();
  expect(role(root, 'slider', 'Decision threshold').getAttribute('aria-valuetext')).toContain('cost 1 130');
  const review = root.querySelector<HTMLInputElement>('input[aria-label="Cost of a review"]') as HTMLInputElement;
  review.value = '20';
  review.dispatchEvent(new Event('change'));
  await settle();
  expect(model.saved.at(-1)).toEqual({ costs: { missed: 500, review: 20, capacity: null } });
  expect(role(root, 'slider', 'Decision threshold').getAttribute('aria-valuetext')).toContain('cost 1 260');
});

test('thumb and focus outlive a redraw', async () => {
  const { root, model, settle } = panel({ step: 'score' });
  const slider = role(root, 'slider', 'Decision threshold');
  slider.focus();
  model.push({ looks: 9 });
  await settle();
  expect(document.activeElement).toBe(slider);
  expect(slider.isConnected).toBe(true);
});

test('each figure has a table twin, behind one switch', () => {
  const { root } = panel({ step: 'score' });
  expect(root.querySelectorAll('[role="tabpanel"]:not([hidden]) .sb-figbox:not([hidden])')).toHaveLength(5);
  role(root, 'radio', 'Table').click();
  const shown = [...root.querySelectorAll<HTMLElement>('[role="tabpanel"]:not([hidden]) table')].filter(
    el => !el.closest('[hidden]')
  );
  expect(shown.map(el => el.getAttribute('aria-label'))).toEqual([
    'Precision and recall by threshold',
    'Confusion matrix',
    'Predicted, %, Observed, %, Rows',
    'Score, %, Rare, Other',
    'Caught, Alerts, Precision',
    'Scores'
  ]);
});

test('PR and ROC share one place', () => {
  const { root } = panel({ step: 'score' });
  const label = (): string => root.querySelector('.sb-rates svg')?.getAttribute('aria-label') ?? '';
  expect(label()).toBe('Precision-recall curve of SMOTE 5 %, and None, holdout rows');
  role(root, 'radio', 'ROC').click();
  expect(label()).toBe('ROC curve of SMOTE 5 %, and None, holdout rows');
});
