import { expect, test } from 'vitest';
import { button, panel, press, role, state, type Panel } from './fake';

test('a new split is sent only when asked for', () => {
  const { root, model } = panel();
  role(root, 'radio', 'By time').click();
  expect(model.sent).toEqual([]);
  button(root, 'Leave out shop').click();
  button(root, 'Split again').click();
  expect(model.sent).toEqual([
    { type: 'split', how: 'by time', time: 'paid_at', group: null, seed: 0, drop: ['shop'] }
  ]);
});

test('a draft can be undone', () => {
  const { root } = panel();
  role(root, 'radio', 'By time').click();
  button(root, 'Undo').click();
  expect(role(root, 'radio', 'Stratified').getAttribute('aria-checked')).toBe('true');
  expect(() => button(root, 'Split again')).toThrow();
});

test('a split by group needs its column first', () => {
  const { root } = panel();
  role(root, 'radio', 'By group').click();
  expect(button(root, 'Split again').disabled).toBe(true);
  expect(root.textContent).toContain('By group needs a column that names the groups');
});

test('a change by the kernel replaces the draft, a mere redraw does not', async () => {
  const { root, model, settle } = panel();
  role(root, 'radio', 'By time').click();
  model.push({ looks: 3 });
  await settle();
  expect(role(root, 'radio', 'By time').getAttribute('aria-checked')).toBe('true');
  model.push({ facts: { ...(model.state['facts'] as object), fingerprint: 'b81e' } });
  await settle();
  expect(role(root, 'radio', 'Stratified').getAttribute('aria-checked')).toBe('true');
});

test('another target goes with the message', () => {
  const { root, model } = panel();
  const target = root.querySelector<HTMLSelectElement>('select[aria-label="Target"]');
  expect([...(target?.options ?? [])].map(one => one.value)).toEqual(['is_fraud', 'shop']);
  if (target) {
    target.value = 'shop';
    target.dispatchEvent(new Event('change'));
  }
  button(root, 'Split again').click();
  expect(model.sent).toMatchObject([{ type: 'split', target: 'shop' }]);
});

const names = Array.from({ length: 1000 }, (_, index) => `c${String(index).padStart(3, '0')}`);

/** A panel of a thousand columns, some of them left out. */
function thousand(left_out: string[] = []): Panel {
  const columns = ['is_fraud', ...names].map(name => ({ name, kind: 'int' }));
  return panel({ facts: { ...state().facts, columns, left_out, warnings: [] } });
}

const field = (root: HTMLElement, label: string): HTMLInputElement =>
  root.querySelector<HTMLInputElement>(`input[aria-label="Find: ${label}"]`) as HTMLInputElement;
const optionsOf = (root: HTMLElement, label: string): string[] =>
  [...(root.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`)?.options ?? [])].map(one => one.text);

function type(input: HTMLInputElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new Event('input'));
}

test('a long menu shows fifty columns, the chosen one always, and finds the others', () => {
  const { root } = thousand();
  expect(optionsOf(root, 'Target')).toHaveLength(51);
  expect(optionsOf(root, 'Target').at(-1)).toBe('951 more, type to find');
  type(field(root, 'Target'), 'C99');
  expect(optionsOf(root, 'Target')).toEqual(['is_fraud', ...names.slice(990)]);
  expect(root.querySelector<HTMLSelectElement>('select[aria-label="Target"]')?.value).toBe('is_fraud');
});

test('a short menu has no field to find in', () => {
  const { root } = panel();
  expect(field(root, 'Target').closest('[hidden]')).not.toBeNull();
});

test('Enter takes the first column found', () => {
  const { root, model } = thousand();
  type(field(root, 'Leave out a column'), '77');
  press(field(root, 'Leave out a column'), 'Enter');
  button(root, 'Split again').click();
  expect(model.sent).toMatchObject([{ drop: ['c077'] }]);
  expect(field(root, 'Leave out a column').value).toBe('');
});

test('of many columns left out fifty are shown, and the same field finds the others', () => {
  const { root } = thousand(names.slice(0, 900));
  const chips = (): string[] => [...root.querySelectorAll('.sb-chipname')].map(el => el.textContent ?? '');
  expect(chips()).toEqual(names.slice(0, 50));
  expect(root.querySelector('.sb-chips')?.textContent).toContain('850 more, type to find');
  type(field(root, 'Leave out a column'), '89');
  expect(chips()).toEqual(
    ['c089', 'c189', 'c289', 'c389', 'c489', 'c589', 'c689', 'c789', ...names.slice(889, 900)].sort()
  );
  button(root, 'Put back c899').click();
  expect(chips()).not.toContain('c899');
});

test('the focus stays in the field while columns are put back and left out', () => {
  const { root } = thousand(['c001']);
  const input = field(root, 'Leave out a column');
  input.focus();
  type(input, 'c5');
  press(input, 'Enter');
  expect(document.activeElement).toBe(input);
});
