import { expect, test } from 'vitest';
import { panel } from './fake';

const PARTIAL = {
  name: 'SMOTE 8 %',
  strategy: 'smote',
  primary: 'average_precision',
  share: 0.5,
  value: 0.712,
  history: [
    [0.25, 0.688],
    [0.5, 0.712]
  ] as [number, number][]
};

const block = (root: HTMLElement): HTMLElement => root.querySelector<HTMLElement>('.sb-partial') as HTMLElement;

test('a model that trains tells its score so far, not aloud and without an interval', () => {
  const { root, model } = panel({ busy: true, message: 'Running exact, SMOTE 8 %, 40 %' });
  expect(block(root).hidden).toBe(true);
  model.push({ partial: PARTIAL }, false);
  expect(block(root).hidden).toBe(false);
  expect(block(root).textContent).toBe('validation so far 0.712 (50\u202f% of the trees)');
  expect(block(root).getAttribute('aria-live')).toBe('off');
  expect(block(root).closest('[aria-live="polite"]')).toBeNull();
});

test('its scores are drawn over the share of the trees, the higher the better placed', () => {
  const { root } = panel({ busy: true, partial: PARTIAL });
  const dots = [...block(root).querySelectorAll('circle')];
  expect(dots.map(dot => dot.getAttribute('cx'))).toEqual(['25%', '50%']);
  expect(Number(dots[1]?.getAttribute('cy'))).toBeLessThan(Number(dots[0]?.getAttribute('cy')));
  expect(block(root).querySelectorAll('line')).toHaveLength(1);
});

test('one score is a dot, and none leaves when the run is done', () => {
  const { root, model } = panel({ busy: true, partial: { ...PARTIAL, history: [[0.25, 0.688]] } });
  expect(block(root).querySelectorAll('circle')).toHaveLength(1);
  expect(block(root).querySelector('circle')?.getAttribute('cy')).not.toContain('NaN');
  model.push({ partial: {} }, false);
  expect(block(root).hidden).toBe(true);
});
