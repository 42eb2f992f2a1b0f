import { expect, test } from 'vitest';
import { reachOf, verdictOf } from '../src/lab/charts/forest';
import { panel, press, run } from './fake';

const names = (root: HTMLElement): string[] =>
  [...root.querySelectorAll('table[aria-label="Runs"] tbody tr')].map(
    row => row.querySelector('button')?.getAttribute('aria-label') ?? ''
  );

test('None is pinned first, whatever the order of arrival', () => {
  const { root } = panel({ step: 'compare', runs: [run('SMOTE 5 %'), run('none'), run('Random 5 %')] });
  expect(names(root)).toEqual(['None', 'SMOTE 5 %', 'Random 5 %']);
});

test('choosing a row shows that run', async () => {
  const { root, model, settle } = panel({ step: 'compare' });
  root.querySelector<HTMLElement>('table[aria-label="Runs"] tbody tr')?.click();
  await settle();
  expect(model.state['shown']).toBe('none');
  expect(root.querySelector('tbody tr[aria-current="true"] button')?.getAttribute('aria-label')).toBe('None');
});

test('at most four runs are overlaid, and ticking one does not show it', async () => {
  const runs = ['none', 'A', 'B', 'C', 'D'].map(name => run(name));
  const { root, model, settle } = panel({ step: 'compare', runs, shown: 'none', overlaid: ['none', 'A', 'B'] });
  root.querySelector<HTMLInputElement>('input[aria-label="overlay C"]')?.click();
  await settle();
  expect(model.state['overlaid']).toEqual(['none', 'A', 'B', 'C']);
  expect(root.querySelector<HTMLInputElement>('input[aria-label="overlay D"]')?.disabled).toBe(true);
  expect(model.state['shown']).toBe('none');
});

test('a new run comes without losing the focus in the table', async () => {
  const { root, model, settle } = panel({ step: 'compare' });
  const tick = root.querySelector<HTMLInputElement>('input[aria-label="overlay SMOTE 5 %"]');
  tick?.focus();
  model.push({ runs: [run('none'), run('SMOTE 5 %'), run('Random 5 %')] });
  await settle();
  expect(names(root)).toHaveLength(3);
  expect(document.activeElement).toBe(tick);
});

test('the difference carries its sign, its interval and its verdict', () => {
  const worse = run('W', { delta: -0.031, delta_low: -0.052, delta_high: -0.011 });
  const better = run('B', { delta: 0.03, delta_low: 0.01, delta_high: 0.05 });
  const { root } = panel({ step: 'compare', runs: [run('none'), worse, better] });
  const rows = [...root.querySelectorAll('table[aria-label="Runs"] tbody tr')].map(row => row.textContent);
  expect(rows[1]).toContain('\u22120.031\u22120.052 to \u22120.011');
  expect(rows[2]).toContain('+0.0300.010 to 0.050');
  expect([worse, better, run('none'), run('S')].map(verdictOf)).toEqual(['worse', 'better', 'base', 'open']);
  expect(reachOf([worse], 0.021)).toBeCloseTo(0.0572);
});

const hundred = ['none', ...Array.from({ length: 99 }, (_, index) => `SMOTE ${index + 1} %`)].map(name => run(name));
const focused = (): string => document.activeElement?.getAttribute('aria-label') ?? '';

test('a long ledger scrolls in itself and takes two tab stops, those of the shown run', () => {
  const { root } = panel({ step: 'compare', runs: hundred, shown: 'SMOTE 7 %' });
  expect(root.querySelector('.sb-ledger')?.closest('.sb-long')).not.toBeNull();
  const stops = [...root.querySelectorAll<HTMLElement>('tbody :is(button, input)')].filter(el => el.tabIndex === 0);
  expect(stops.map(el => el.getAttribute('aria-label'))).toEqual(['overlay SMOTE 7 %', 'SMOTE 7 %']);
  expect(panel({ step: 'compare' }).root.querySelector('.sb-long')).toBeNull();
});

test('arrows, page keys, Home and End walk the names, or the ticks', async () => {
  const { root, model, settle } = panel({ step: 'compare', runs: hundred, shown: 'SMOTE 7 %' });
  root.querySelector<HTMLElement>('button[aria-label="SMOTE 7 %"]')?.focus();
  const walked = ['ArrowDown', 'PageDown', 'ArrowUp', 'PageUp', 'Home', 'ArrowUp', 'End', 'PageDown'].map(key => {
    press(document.activeElement as HTMLElement, key);
    return focused();
  });
  const numbers = [8, 18, 17, 7].map(number => `SMOTE ${number} %`);
  expect(walked).toEqual([...numbers, 'None', 'None', 'SMOTE 99 %', 'SMOTE 99 %']);
  model.push({ looks: 3 });
  await settle();
  expect([focused(), (document.activeElement as HTMLElement).tabIndex]).toEqual(['SMOTE 99 %', 0]);
  root.querySelector<HTMLElement>('input[aria-label="overlay SMOTE 7 %"]')?.focus();
  press(document.activeElement as HTMLElement, 'ArrowDown');
  expect(focused()).toBe('overlay SMOTE 8 %');
});
