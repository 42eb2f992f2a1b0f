import { expect, test } from 'vitest';
import type { Export } from '../src/lab/steptypes';
import type { Traits } from '../src/lab/types';
import { button, panel, role, type Panel } from './fake';

const CODE = 'import synthbalance as sb\n\ndata = sb.read_table("a # b.csv")  # <b>bold</b>\n';

function exported(more: Partial<Export> = {}): Export {
  return {
    run: 'SMOTE 5 %',
    verdict:
      'Before you save it: not distinguishable from None, which needs no synthetic rows. Difference 0.002 (−0.011 to 0.019) in average precision. Holdout looked at 3 times; the interval counts every look.',
    code: CODE,
    items: [
      { what: 'dataset', title: 'Dataset', path: 'p-smote-5.csv', text: '212 rows', formats: ['csv', 'parquet'] },
      { what: 'card', title: 'Data card', path: 'p-smote-5.html', text: 'one file', formats: ['html'] },
      { what: 'model', title: 'Model', path: 'p-smote-5.model', text: 'with its threshold', formats: ['joblib'] }
    ],
    saved: [],
    ...more
  };
}

function open(more: Partial<Traits> = {}): Panel {
  return panel({ step: 'export', export: exported(), ...more });
}

const pre = (root: HTMLElement): HTMLElement => role(root, 'group', 'Code');
const says = (root: HTMLElement): string[] =>
  [...root.querySelectorAll('.sb-file1 [role="status"]')].map(el => el.textContent ?? '');

test('the code is shown letter by letter, coloured or not, and can be reached with the keyboard', () => {
  const { root } = open();
  expect(pre(root).textContent).toBe(CODE);
  expect(pre(root).tabIndex).toBe(0);
  expect([...pre(root).querySelectorAll('.sb-comment')].map(el => el.textContent)).toEqual(['# <b>bold</b>']);
  expect(pre(root).querySelector('b')).toBeNull();
});

test('the whole code is selected by its own key', () => {
  const { root } = open();
  pre(root).dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true }));
  expect(String(getSelection())).toBe(CODE);
});

test('each file is saved by its own button, with the format where there is a choice', () => {
  const { root, model } = open();
  const format = root.querySelector<HTMLSelectElement>('select[aria-label="Format of dataset"]');
  expect([...(format?.options ?? [])].map(one => one.value)).toEqual(['csv', 'parquet']);
  button(root, 'Save dataset').click();
  if (format) {
    format.value = 'parquet';
    format.dispatchEvent(new Event('change'));
  }
  ['Save dataset', 'Save data card', 'Save model'].forEach(name => {
    button(root, name).click();
  });
  expect(model.sent).toEqual([
    { type: 'save', what: 'dataset', format: 'csv' },
    { type: 'save', what: 'dataset', format: 'parquet' },
    { type: 'save', what: 'card' },
    { type: 'save', what: 'model' }
  ]);
});

test('what was written last is said under its row, failures too', async () => {
  const { root, model, settle } = open();
  button(root, 'Save dataset').click();
  expect(says(root)).toEqual(['Saving', '', '']);
  const saved: Export['saved'] = [
    { what: 'dataset', path: 'p-smote-5.csv', text: '212 rows' },
    { what: 'dataset', path: 'p-smote-5-1.csv', text: '212 rows' },
    { what: 'model', path: '', text: 'The folder is read-only: nothing was written.' }
  ];
  model.push({ export: exported({ saved }) });
  await settle();
  expect(says(root)).toEqual(['Saved p-smote-5-1.csv, 212 rows', '', 'The folder is read-only: nothing was written.']);
});

test('the verdict stands before anything can be saved, and None is one click away', async () => {
  const { root, model, settle } = open();
  const words = root.querySelector('.sb-exporthead p span');
  expect(words?.textContent).toBe(exported().verdict);
  expect(words?.querySelector('b')?.textContent).toBe('not distinguishable from None, which needs no synthetic rows.');
  button(root, 'Export None instead').click();
  await settle();
  expect(model.state['shown']).toBe('none');
  expect(() => button(root, 'Export None instead')).toThrow();
});

test('what belongs to another run cannot be used until the kernel has answered', async () => {
  const { root, model, settle } = open();
  model.set('shown', 'none');
  await settle();
  expect(button(root, 'Insert code cell').disabled).toBe(true);
  expect(button(root, 'Save model').disabled).toBe(true);
  expect(root.querySelector('.sb-export .sb-exporthead')?.textContent).toContain('Being made ready.');
  model.push({ export: exported({ run: 'none' }) });
  await settle();
  expect(button(root, 'Insert code cell').disabled).toBe(false);
});

test('the menu lists all runs, None first', async () => {
  const { root, model, settle } = open();
  const menu = root.querySelector<HTMLSelectElement>('select[aria-label="Run"]');
  expect([...(menu?.options ?? [])].map(one => one.text)).toEqual(['None', 'SMOTE 5 %']);
  expect(menu?.value).toBe('SMOTE 5 %');
  if (menu) {
    menu.value = 'none';
    menu.dispatchEvent(new Event('change'));
  }
  await settle();
  expect(model.state['shown']).toBe('none');
});

test('a threshold is exported only where one was set by hand, and only when ticked', async () => {
  const { root, model, settle } = open();
  const tick = root.querySelector<HTMLInputElement>('.sb-own input');
  expect(tick?.labels?.[0]?.textContent).toBe('export my threshold');
  expect(tick?.disabled).toBe(true);
  model.push({ threshold: 0.31 });
  await settle();
  expect(tick?.disabled).toBe(false);
  tick?.click();
  expect(model.state['own_threshold']).toBe(true);
  expect(document.getElementById(tick?.getAttribute('aria-describedby') ?? '')?.textContent).toContain('optimistic');
});

test('before the first run the step says what will stand here', () => {
  const { root } = panel({ step: 'export', runs: [], shown: '' });
  expect(root.textContent).toContain('There is something to save once a run is scored on the holdout.');
  expect(() => button(root, 'Save model')).toThrow();
});

test('the sentence gives way to the verdict, and comes back while something runs', () => {
  const { root, model } = open();
  const band = root.querySelector<HTMLElement>('[aria-label="Sentence in words"]');
  expect(band?.hidden).toBe(true);
  model.push({ busy: true, message: 'Running exact, None' }, false);
  expect(band?.hidden).toBe(false);
});

test('text of the kernel is shown, never parsed', () => {
  const evil = '<img src=x onerror=alert(1)>';
  const items = exported().items.map(one => ({ ...one, path: evil, text: evil, title: evil }));
  const saved: Export['saved'] = [{ what: 'card', path: evil, text: evil }];
  const { root } = open({ export: exported({ verdict: evil, code: evil, items, saved }) });
  expect(root.querySelector('img')).toBeNull();
  expect(pre(root).textContent).toBe(evil);
});
