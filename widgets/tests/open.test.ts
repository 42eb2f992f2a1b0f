import { expect, test } from 'vitest';
import type { Sources } from '../src/lab/steptypes';
import type { Traits } from '../src/lab/types';
import { button, nameOf, panel, press, role, type Panel } from './fake';

const SOURCES: Sources = {
  frames: [
    { name: 'payments', rows: 150_000, columns: 12, targets: [{ column: 'is_fraud', share: 0.0089 }] },
    { name: 'claims', rows: 8420, columns: 31, targets: [] }
  ],
  files: [{ name: 'data/payments.csv', text: '14 MB' }],
  embedded: [{ name: 'payments', rows: 20_000, columns: 9, target: 'is_fraud', share: 0.01, text: 'Made-up.' }],
  asking: null
};

function empty(sources: Partial<Sources> = SOURCES, more: Partial<Traits> = {}): Panel {
  const nothing = { facts: {}, runs: [], curves: [], tables: null, strategies: [], sentence: {}, message: '' };
  return panel({ ...nothing, sources, ...more });
}

const noteOf = (el: HTMLElement): string =>
  document.getElementById(el.getAttribute('aria-describedby') ?? '')?.textContent ?? '';

test('frames, files and embedded tables are buttons that ask the kernel to open them', () => {
  const { root, model } = empty();
  button(root, 'payments, 150\u202f000 × 12').click();
  button(root, 'data/payments.csv').click();
  button(root, 'payments, 20\u202f000 × 9').click();
  expect(model.sent).toEqual([
    { type: 'open', kind: 'frame', name: 'payments' },
    { type: 'open', kind: 'file', name: 'data/payments.csv' },
    { type: 'open', kind: 'embedded', name: 'payments' }
  ]);
});

test('the guessed target and its share stand beside in words', () => {
  const { root } = empty();
  expect(noteOf(button(root, 'payments, 150\u202f000 × 12'))).toBe('target perhaps is_fraud, 0.89\u202f% rare');
  expect(noteOf(button(root, 'claims, 8\u202f420 × 31'))).toBe('asks for its target');
  expect(noteOf(button(root, 'payments, 20\u202f000 × 9'))).toBe('target is_fraud, 1\u202f% rare. Made-up.');
});

test('where the target is not clear it is asked for and sent along', async () => {
  const { root, model, settle } = empty();
  expect(() => button(root, 'Open')).toThrow();
  const columns = [
    { column: 'accepted', share: 0.12 },
    { column: 'region', share: 0.03 }
  ];
  model.push({ sources: { ...SOURCES, asking: { kind: 'frame', name: 'claims', columns } } });
  await settle();
  expect(root.textContent).toContain('Which column of claims is the target?');
  const menu = root.querySelector<HTMLSelectElement>('.sb-ask select[aria-label="Target"]');
  expect([...(menu?.options ?? [])].map(one => one.text)).toEqual([
    'accepted, 12\u202f% rare',
    'region, 3\u202f% rare'
  ]);
  if (menu) {
    menu.value = 'region';
    menu.dispatchEvent(new Event('change'));
  }
  button(root, 'Open').click();
  expect(model.sent).toEqual([{ type: 'open', kind: 'frame', name: 'claims', target: 'region' }]);
});

test('a path is typed by hand, and opened by Enter too', () => {
  const { root, model } = empty();
  const input = root.querySelector<HTMLInputElement>('input[aria-label="File"]');
  button(root, 'Open file').click();
  expect(model.sent).toEqual([]);
  if (input) {
    input.value = ' ../old/claims.parquet ';
    press(input, 'Enter');
  }
  expect(model.sent).toEqual([{ type: 'open', kind: 'file', name: '../old/claims.parquet' }]);
});

test('it can look again, and is quiet where nothing was found', () => {
  const { root, model } = empty({ frames: [], files: [], embedded: [], asking: null });
  button(root, 'Look again').click();
  expect(model.sent).toEqual([{ type: 'sources' }]);
  expect(root.textContent).toContain('No DataFrame in this kernel.');
  expect(root.textContent).toContain('No table beside the notebook.');
  expect(role(root, 'status').textContent).toBe('Idle');
});

test('the choice is hidden once there are data, and while the first table is read', async () => {
  const { root, model, settle } = empty({}, { busy: true });
  expect(() => button(root, 'Look again')).toThrow();
  model.push({ busy: false }, false);
  button(root, 'Look again').focus();
  model.push({ sources: SOURCES });
  await settle();
  expect(nameOf(document.activeElement as HTMLElement)).toBe('Look again');
  model.push({ facts: { rows: 400, title: 'payments' } });
  await settle();
  expect(() => button(root, 'Look again')).toThrow();
});

test('why a table could not be opened is said above the choice, which stays', async () => {
  const { root, model, settle } = empty();
  const sentence = { kind: 'error' as const, text: 'data/payments.csv has no column with two values.' };
  model.push({ sentence, message: 'Error, not opened' });
  await settle();
  expect(root.querySelector<HTMLElement>('[aria-label="Sentence in words"]')?.hidden).toBe(false);
  expect(button(root, 'Look again').disabled).toBe(false);
});

test('names are shown, never parsed', () => {
  const evil = '<img src=x onerror=alert(1)>';
  const frame = { name: evil, rows: 1, columns: 1, targets: [{ column: evil, share: 0.5 }] };
  const asking = { kind: 'frame' as const, name: evil, columns: [{ column: evil, share: 0.5 }] };
  const { root } = empty({ frames: [frame], files: [{ name: evil, text: evil }], embedded: [], asking });
  expect(root.querySelector('img')).toBeNull();
  expect(root.textContent).toContain(evil);
});
