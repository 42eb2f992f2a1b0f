import { expect, test } from 'vitest';
import { button, panel, press, role, run, state, type Panel } from './fake';
import { keepUntilDone } from '../src/lab/steps/quality/measures';
import type { Details, Quality } from '../src/lab/steptypes';
import type { Traits } from '../src/lab/types';

const EVIL = '<img src=x onerror=alert(1)>';

/** Three synthetic points, rows 0, 5 and 9 of ten; the second in the middle, the third at the right edge. */
const THREE: Partial<Traits> = {
  points_info: { ...state().points_info, synthetic: 3 },
  points: new DataView(Uint16Array.from([0, 0, 65535, 65535, 0, 0, 32768, 32768, 65535, 50000]).buffer),
  point_rows: new DataView(Uint32Array.from([0, 5, 9]).buffer)
};

const DETAILS: Details = {
  row: 5,
  of: 10,
  label: 'syn-5',
  text: 'Made between two rare rows.',
  note: 'Nearest rare row 0.2 away.',
  at: [32768, 32768],
  related: [
    { role: 'seed', label: '17', distance: 0.42, at: [0, 0] },
    { role: 'neighbor', label: '23', distance: 0.6, at: [65535, 65535] },
    { role: 'nearest rare', label: '17', distance: 0.42, at: [0, 0] },
    { role: 'nearest other', label: '99', distance: null, at: null }
  ],
  columns: [
    { name: 'shop', edited: false, value: 'A', related: ['A', 'B', 'A', 'C'] },
    { name: 'amount', edited: true, value: '5', related: ['0', '10', '0', '7'] }
  ]
};

const QUALITY: Quality = {
  run: 'SMOTE 5 %',
  state: 'done',
  text: '18 new rows, no copies. Some lie close.',
  note: 'Not anonymous.',
  sections: [
    {
      title: 'Are these rows rare?',
      rows: [
        { measure: 'hidden_majority', label: 'Nearest is other', note: 'real 9 %', value: 0.14, low: 0.12, high: 0.17 },
        { measure: 'two_sample_auc', label: 'Told apart', note: '', value: 0.7, low: null, high: null },
        { measure: 'membership_auc', label: 'Membership', note: 'not measured', value: null, low: null, high: null }
      ]
    }
  ],
  likeness: [{ name: 'amount', value: 0.81 }],
  fairness: {
    by: 'shop',
    choices: ['shop', 'age'],
    text: 'Recall differs by 0.1.',
    groups: [
      { name: 'A', rows: 50, rare: 6, none: [0.8, 0.6, 0.9], run: [0.7, 0.5, 0.9] },
      { name: 'B', rows: 50, rare: 0, none: null, run: null }
    ]
  }
};

const RUNS = [run('none'), run('Class weight 3'), run('SMOTE 5 %', { n_synthetic: 10 })];

function open(more: Partial<Traits> = {}): Panel {
  const base: Partial<Traits> = { step: 'quality', runs: RUNS, quality: QUALITY, fair_by: 'shop', ...THREE };
  return panel({ ...base, ...more });
}

/** Text and elements of the open step that are not hidden. */
function seen(root: HTMLElement, selector: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)].filter(el => !el.closest('[hidden]'));
}

function cells(root: HTMLElement, label: string): string[][] {
  const table = seen(root, 'table').find(el => el.getAttribute('aria-label') === label);
  return [...(table?.querySelectorAll('tr') ?? [])].map(row => [...row.children].map(cell => cell.textContent));
}

function menu(root: HTMLElement, label: string): HTMLSelectElement {
  return seen(root, 'select').find(el => el.getAttribute('aria-label') === label) as HTMLSelectElement;
}

function choose(select: HTMLSelectElement, text: string): void {
  select.selectedIndex = [...select.options].findIndex(option => option.text === text);
  select.dispatchEvent(new Event('change'));
}

test('the head says what the audit found, and its menu lists the runs with new rows alone', () => {
  const { root, model } = open();
  const select = menu(root, 'Run with new rows');
  expect([...select.options].map(option => option.text)).toEqual(['SMOTE 5 %']);
  expect(root.querySelector('.sb-qhead p')?.textContent).toBe(QUALITY.text);
  expect(root.querySelector('.sb-qhead b')?.textContent).toBe('18 new rows, no copies.');
  expect(() => button(root, 'Audit this run')).toThrow();
  choose(select, 'SMOTE 5 %');
  expect(model.saved.at(-1)).toEqual({ shown: 'SMOTE 5 %' });
});

test.each([
  ['none', true, 'not been compared'],
  ['waiting', true, 'waits'],
  ['running', false, 'being compared'],
  ['error', true, 'did not succeed']
] as const)('state %s: the audit can be asked for (%s)', (now, can, words) => {
  const { root, model } = open({ quality: { ...QUALITY, state: now, text: '', sections: [] } });
  expect(root.querySelector('.sb-qhead p')?.textContent).toContain(words);
  expect(seen(root, 'section[aria-label="Measures"]')).toEqual([]);
  if (can) {
    button(root, 'Audit this run').click();
    expect(model.sent).toEqual([{ type: 'audit' }]);
  } else {
    expect(() => button(root, 'Audit this run')).toThrow();
  }
});

test('a run without new rows asks for another run; without any the way leads to Rebalance', async () => {
  const { root, model, settle } = open({ shown: 'none', quality: { run: 'none', state: 'none' } });
  expect(root.querySelector('.sb-qhead p')?.textContent).toBe('None made no new rows: choose a run that did.');
  expect([...menu(root, 'Run with new rows').options].map(option => option.text)).toEqual([
    'Choose a run',
    'SMOTE 5 %'
  ]);
  expect(seen(root, '.sb-points')).toEqual([]);
  model.push({ runs: [run('none')] });
  await settle();
  button(root, 'Choose a strategy').click();
  expect(model.saved.at(-1)).toEqual({ step: 'rebalance' });
});

test('figures of another run are never shown under the name of this one', () => {
  const { root } = open({ quality: { ...QUALITY, run: 'MGS 5 %' } });
  expect(root.textContent).not.toContain('no copies');
  expect(seen(root, 'section[aria-label="Measures"]')).toEqual([]);
});

test('while the same run is audited anew its figures stay', () => {
  const anew = { ...QUALITY, state: 'running' as const, sections: [] };
  expect(keepUntilDone(QUALITY, anew)).toBe(QUALITY);
  expect(keepUntilDone(QUALITY, { ...anew, run: 'other' }).sections).toEqual([]);
  expect(keepUntilDone(QUALITY, { ...anew, state: 'error' }).sections).toEqual([]);
});

test('measures are tables with captions: label and note, value and interval', () => {
  const { root } = open();
  expect(cells(root, 'Are these rows rare?')).toEqual([
    ['Measure', 'Value'],
    ['Nearest is otherreal 9 %', '14\u202f%12\u202f% to 17\u202f%'],
    ['Told apart', '0.70'],
    ['Membershipnot measured', '–']
  ]);
  expect(seen(root, '.sb-likeness li').map(el => el.textContent)).toEqual(['amount0.81']);
  expect(root.textContent).toContain('Not anonymous.');
});

test('a click near a triangle picks its row, a click far from all picks none', () => {
  const { root, model } = open();
  const plot = role(root, 'application');
  // 480 px wide where nothing is laid out: left 40, right 474, top 6, bottom 278
  plot.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 257 + 6, clientY: 142 - 6 }));
  expect(model.saved).toEqual([{ picked: 5 }]);
  plot.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: 300, clientY: 200 }));
  expect(model.saved).toHaveLength(1);
});

test('keys of the plot: Enter the first, arrows on and round, Escape none', () => {
  const { root, model } = open();
  const plot = role(root, 'application');
  expect(plot.tabIndex).toBe(0);
  for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'Escape', 'Escape', 'Tab']) {
    press(plot, key);
  }
  expect(model.saved.map(one => one['picked'])).toEqual([0, 5, 9, 0, 9, null]);
});

test('buttons go to the next and the previous drawn row, also from a row that is not drawn', () => {
  const { root, model } = open({ picked: 7 });
  button(root, 'Next new row').click();
  button(root, 'Previous new row').click();
  expect(model.saved.map(one => one['picked'])).toEqual([9, 5]);
});

test('rows that the kernel has not numbered cannot be picked', () => {
  const { root } = open({ point_rows: null });
  expect(seen(root, '[role="application"]')).toEqual([]);
  expect(() => button(root, 'Next new row')).toThrow();
});

test('the picked row is told in words and cells: edited ones first, marked and named', () => {
  const { root } = open({ picked: 5, details: DETAILS });
  expect(root.querySelector('.sb-details h3')?.textContent).toBe('Row syn-5, 6 of 10');
  expect(root.querySelector('.sb-details .sb-lead')?.textContent).toBe(DETAILS.text);
  expect(root.querySelector('.sb-details')?.textContent).toContain(DETAILS.note);
  expect(cells(root, 'Provenance')).toEqual([
    ['Column', 'Seed 17, 0.42 away', 'Neighbor 23, 0.6 away', 'New row', 'Nearest other 99'],
    ['amount', '0', '10', '→5', '7'],
    ['shop', 'A', 'B', 'A', 'C']
  ]);
  expect(role(root, 'img', 'edited').textContent).toBe('→');
});

test('parents are drawn with lines, solid then dashed, and every mark has its name', () => {
  const { root } = open({ picked: 5, details: DETAILS });
  const over = root.querySelector('.sb-quality svg.sb-canvas');
  expect([...(over?.querySelectorAll('.sb-tie') ?? [])].map(el => el.getAttribute('class'))).toEqual([
    'sb-tie',
    'sb-tie sb-tie2'
  ]);
  expect([...(over?.querySelectorAll('text') ?? [])].map(el => el.textContent)).toEqual([
    'new row',
    'seed, nearest rare',
    'neighbor'
  ]);
});

test('until the kernel has read the new row the one before stays and the head says so', async () => {
  const { root, model, settle } = open({ picked: 5, details: DETAILS });
  model.set('picked', 9);
  await settle();
  expect(root.querySelector('.sb-details h3')?.textContent).toBe('Row syn-5, 6 of 10; row 10 is being read');
  expect(root.querySelectorAll('.sb-quality .sb-pickring')).toHaveLength(1);
  expect(root.querySelectorAll('.sb-quality .sb-tie')).toHaveLength(0);
  model.push({ picked: null, details: {} });
  await settle();
  expect(root.querySelector('.sb-details')?.textContent).toContain('press Enter on the plot');
  expect(cells(root, 'Provenance')).toEqual([]);
});

test('of a thousand columns thirty are shown, edited ones among them, until all are asked for', () => {
  const columns = Array.from({ length: 1000 }, (_, k) => ({
    name: `v${k}`,
    edited: k === 999,
    value: '1',
    related: []
  }));
  const { root } = open({ picked: 5, details: { ...DETAILS, columns } });
  const names = (): (string | undefined)[] => cells(root, 'Provenance').map(row => row[0]);
  expect(names()).toHaveLength(31);
  expect(names().slice(1, 3)).toEqual(['v999', 'v0']);
  button(root, 'Show all 1\u202f000 columns').click();
  expect(names()).toHaveLength(1001);
  button(root, 'Show fewer').click();
  expect(names()).toHaveLength(31);
});

test('fairness: the menu writes the column, and the table twin has all that the drawing has', () => {
  const { root, model } = open();
  choose(menu(root, 'Fairness by'), 'age');
  choose(menu(root, 'Fairness by'), 'no column');
  expect(model.saved).toEqual([{ fair_by: 'age' }, { fair_by: null }]);
  const drawn = seen(root, '.sb-grid-fair svg[role="img"]')[0] as HTMLElement;
  expect(drawn.getAttribute('aria-label')).toBe('Recall by shop, None and SMOTE 5 %, 2 groups');
  expect([drawn.querySelectorAll('.sb-disc').length, drawn.querySelectorAll('.sb-dia').length]).toEqual([1, 1]);
  expect(drawn.textContent).toContain('no rare rows to count');
  const table = seen(root, '.sb-grid-fair [role="radio"]').find(el => el.textContent === 'Table');
  table?.click();
  expect(cells(root, 'Recall by group').slice(1)).toEqual([
    ['A', '50', '6', '0.800.60 to 0.90', '0.700.50 to 0.90'],
    ['B', '50', '0', '–', '–']
  ]);
});

test('a column just chosen is named until the kernel has counted its groups', async () => {
  const { root, model, settle } = open();
  model.set('fair_by', 'age');
  await settle();
  expect(root.querySelector('.sb-grid-fair p')?.textContent).toBe('The groups of age are being counted.');
});

test('every focusable element of the step keeps its keys from JupyterLab', () => {
  const { root } = open({ picked: 5, details: DETAILS });
  const focusable = [...root.querySelectorAll('.sb-quality :is(button, input, select, [tabindex])')];
  expect(focusable.length).toBeGreaterThan(8);
  expect(focusable.filter(el => el.getAttribute('data-lm-suppress-shortcuts') !== 'true')).toEqual([]);
});

test('hostile text is shown as text in every part of the step', () => {
  const bad = { ...QUALITY, text: EVIL, note: EVIL, likeness: [{ name: EVIL, value: 1 }] };
  const fairness = {
    by: EVIL,
    choices: [EVIL],
    text: EVIL,
    groups: QUALITY.fairness.groups.map(one => ({ ...one, name: EVIL }))
  };
  const columns = [{ name: EVIL, edited: true, value: EVIL, related: [EVIL, EVIL, EVIL, EVIL] }];
  const related = DETAILS.related.map(one => ({ ...one, role: EVIL, label: EVIL }));
  const details = { ...DETAILS, label: EVIL, text: EVIL, note: EVIL, related, columns };
  const { root } = open({
    picked: 5,
    details,
    fair_by: EVIL,
    quality: { ...bad, sections: [{ title: EVIL, rows: [] }], fairness }
  });
  expect(root.querySelector('img')).toBeNull();
  expect(seen(root, '.sb-details .sb-lead')[0]?.textContent).toBe(EVIL);
  expect(root.textContent).not.toMatch(/NaN|undefined/);
});
