import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { button, panel, press, role } from './fake';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a radio is named by its label alone and described by its sentence', () => {
  const { root } = panel({ step: 'rebalance' });
  const radio = role(root, 'radio', 'SMOTE');
  const id = radio.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(id)?.textContent).toBe('New rows between rare neighbours.');
  expect(radio.getAttribute('aria-checked')).toBe('true');
});

test('arrows move and pick a strategy, and wrap around', async () => {
  const { root, model, settle } = panel({ step: 'rebalance' });
  role(root, 'radio', 'SMOTE').focus();
  press(role(root, 'radio', 'SMOTE'), 'ArrowDown');
  await settle();
  expect(model.state['strategy']).toBe('none');
  expect(document.activeElement).toBe(role(root, 'radio', 'None'));
  expect(model.saved.at(-1)).toEqual({ strategy: 'none' });
});

test('only families that have a strategy are headed', () => {
  const { root } = panel({ step: 'rebalance' });
  expect([...root.querySelectorAll('.sb-fam > .sb-over')].map(el => el.textContent)).toEqual([
    'No rows made',
    'Rows from neighbours or statistics'
  ]);
});

test('one arrow is 0.01 of ratio, said in words', () => {
  const { root, model } = panel({ step: 'rebalance' });
  const slider = role(root, 'slider', 'Share of the rare class');
  expect(slider.getAttribute('aria-valuetext')).toBe('ratio 0.05: 5 rare rows per 100 others, 4.8 % of all');
  press(slider, 'ArrowRight');
  expect(model.state['ratio']).toBe(0.06);
  press(slider, 'Home');
  expect(model.state['ratio']).toBe(0.01);
  press(slider, 'End');
  expect(slider.getAttribute('aria-valuetext')).toBe('ratio 1: 100 rare rows per 100 others, 50 % of all');
});

test('a dragged ratio tells the kernel that the pointer is down, and sends the last value', () => {
  const { root, model } = panel({ step: 'rebalance' });
  const track = role(root, 'slider', 'Share of the rare class').parentElement as HTMLElement;
  track.getBoundingClientRect = () => ({
    left: 0,
    width: 100,
    top: 0,
    height: 20,
    right: 100,
    bottom: 20,
    x: 0,
    y: 0,
    toJSON: () => ''
  });
  const point = (type: string, clientX: number): void => {
    track.dispatchEvent(Object.assign(new MouseEvent(type, { clientX, button: 0, bubbles: true }), { pointerId: 1 }));
  };
  point('pointerdown', 50);
  point('pointermove', 60);
  point('pointermove', 100);
  expect(model.state['pointer_down']).toBe(true);
  expect(model.saved.filter(one => 'ratio' in one)).toHaveLength(1);
  point('pointerup', 100);
  expect(model.state['ratio']).toBe(1);
  expect(model.state['pointer_down']).toBe(false);
});

test('bags are told by what each of them holds', () => {
  const bagging = { key: 'under_bagging', label: 'Undersampled bagging', family: 'none', makes_rows: false } as const;
  const strategies = [{ ...bagging, sentence: 'Many models.', knobs: [], seconds: null }];
  const { root } = panel({ step: 'rebalance', strategies, strategy: 'under_bagging', ratio: 0.05 });
  expect(root.textContent).toContain('in each bag: all 2 rare rows and 40 of 200 others.');
  expect(root.textContent).toContain('No synthetic rows');
});

test('all three families are headed, in this order', () => {
  const families = ['model', 'none', 'neighbours'] as const;
  const strategies = families.map(family => ({
    ...{ key: family, label: family, family, makes_rows: true },
    ...{ sentence: 'So.', knobs: [], seconds: null }
  }));
  const { root } = panel({ step: 'rebalance', strategies, strategy: 'none' });
  const heads = [...root.querySelectorAll('.sb-fam > .sb-over')].map(el => el.textContent);
  expect(heads).toEqual(['No rows made', 'Rows from neighbours or statistics', 'Rows from a model']);
});

test('rows to be made are told before they are made', () => {
  const { root } = panel({ step: 'rebalance' });
  expect(root.textContent).toContain('train goes from 2 to 10 rare rows');
  expect(root.textContent).toContain('+8 synthetic rows, about 7\u202fs');
});

test('knobs are built from the strategy and sent whole', async () => {
  const { root, model, settle } = panel({ step: 'rebalance' });
  const input = root.querySelector<HTMLInputElement>('input[aria-label="Neighbours"]');
  expect(input?.value).toBe('5');
  button(root, 'More: Neighbours').click();
  expect(model.saved.at(-1)).toEqual({ knobs: { k_neighbors: 6, variant: 'regular' } });
  model.push({ knobs: { k_neighbors: 3, variant: 'svm' } });
  await settle();
  expect(root.querySelector<HTMLInputElement>('input[aria-label="Neighbours"]')).toBe(input);
  expect(input?.value).toBe('3');
  expect(root.querySelector<HTMLSelectElement>('select[aria-label="Variant"]')?.value).toBe('svm');
});

test('a number that may be left open says that it is chosen by itself', () => {
  const open = { name: 'shrinkage', low: 0, high: 1, choices: null, soft: [0, 1] as [number, number] };
  const knobs = [{ ...open, help: 'how far', default: null, integer: false }];
  const copula = { key: 'copula', label: 'Gaussian copula', family: 'neighbours', makes_rows: true } as const;
  const strategies = [{ ...copula, sentence: 'So.', knobs, seconds: null }];
  const { root, model } = panel({ step: 'rebalance', strategies, strategy: 'copula', knobs: { shrinkage: null } });
  const input = root.querySelector<HTMLInputElement>('input[aria-label="Shrinkage"]');
  expect(input?.value).toBe('');
  expect(input?.placeholder).toBe('auto');
  button(root, 'More: Shrinkage').click();
  expect(model.saved.at(-1)).toEqual({ knobs: { shrinkage: 0.1 } });
});

test('what is being typed is not overwritten by a redraw', async () => {
  const { root, model, settle } = panel({ step: 'rebalance' });
  const input = root.querySelector<HTMLInputElement>('input[aria-label="Neighbours"]') as HTMLInputElement;
  input.value = '1';
  input.dispatchEvent(new Event('input'));
  model.push({ looks: 5 });
  await settle();
  expect(input.value).toBe('1');
  input.dispatchEvent(new Event('change'));
  expect(model.state['knobs']).toEqual({ k_neighbors: 1, variant: 'regular' });
});

test('Enter says what is typed, once', () => {
  const { root, model } = panel({ step: 'rebalance' });
  const input = root.querySelector<HTMLInputElement>('input[aria-label="Neighbours"]') as HTMLInputElement;
  const before = model.saved.length;
  input.value = '8';
  input.dispatchEvent(new Event('input'));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  input.dispatchEvent(new Event('blur'));
  expect(model.saved.slice(before)).toEqual([{ knobs: { k_neighbors: 8, variant: 'regular' } }]);
});

test('the scores say whether they are a preview or exact', async () => {
  const { root, model, settle } = panel({ step: 'rebalance' });
  const caption = (): string => root.querySelector('table[aria-label="Scores"] caption')?.textContent ?? '';
  expect(caption()).toBe('Scores, exact, 100 holdout rows');
  model.push({
    preview: {
      name: 'SMOTE 8 %',
      primary: 'average_precision',
      scores: { average_precision: [0.689, null, null] },
      none_value: 0.688
    }
  });
  await settle();
  expect(caption()).toBe('Scores, preview, validation rows');
  expect(root.querySelector('table[aria-label="Scores"] tbody')?.textContent).toBe('Average precision0.6890.688');
});

test('without automatic runs a button asks for the exact one', () => {
  const { root, model } = panel({ step: 'rebalance', auto_exact: false, preview: { name: 'SMOTE 8 %', scores: {} } });
  button(root, 'Score on holdout').click();
  expect(model.sent).toEqual([{ type: 'exact' }]);
});
