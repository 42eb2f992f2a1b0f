import { expect, test } from 'vitest';
import { button, panel, role } from './fake';

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
