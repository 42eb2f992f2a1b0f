import { expect, test } from 'vitest';
import { luminance } from '../src/lab/theme';
import { panel } from './fake';

test('luminance reads colours as browsers give them', () => {
  expect(luminance('rgb(255, 255, 255)')).toBeCloseTo(1);
  expect(luminance('rgb(17, 17, 17)')).toBeLessThan(0.01);
  expect(luminance('color(srgb 1 1 1)')).toBeCloseTo(1);
  expect(luminance('rgba(0, 0, 0, 0)')).toBeNull();
  expect(luminance('')).toBeNull();
});

test('the panel follows the theme of the page', async () => {
  const { root } = panel();
  const lab = root.querySelector<HTMLElement>('.sb-lab');
  if (lab) {
    lab.style.backgroundColor = 'rgb(17, 17, 17)';
  }
  document.body.dataset['jpThemeLight'] = 'false';
  await new Promise(resolve => setTimeout(resolve));
  expect(lab?.dataset['dark']).toBe('true');
});
