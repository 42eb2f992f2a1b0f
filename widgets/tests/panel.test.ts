import { expect, test } from 'vitest';
import { button, nameOf, panel, press, role, run } from './fake';

test('the panel is a region that says when it is busy', () => {
  const { root, model } = panel();
  expect(role(root, 'region', 'SynthBalance').getAttribute('aria-busy')).toBe('false');
  model.push(
    {
      busy: true,
      message: 'Running exact, SMOTE 5 %, 46 %, 4 s left',
      progress: { stage: 'fit', share: 0.46, seconds_left: 4 }
    },
    false
  );
  expect(role(root, 'region').getAttribute('aria-busy')).toBe('true');
  expect(role(root, 'progressbar').getAttribute('aria-valuenow')).toBe('46');
});

test('the status is announced without its changing tail, and Cancel works only while busy', () => {
  const { root, model } = panel();
  expect(button(root, 'Cancel').disabled).toBe(true);
  model.push({ busy: true, message: 'Running exact, SMOTE 5 %, 46 %, 4 s left' }, false);
  const status = role(root, 'status');
  expect(status.textContent).toBe('Running exact, SMOTE 5 %, 46 %, 4 s left');
  expect(status.querySelector('[aria-hidden="true"]')?.textContent).toBe(', 46 %, 4 s left');
  button(root, 'Cancel').click();
  expect(model.sent).toEqual([{ type: 'cancel' }]);
});

test('looks are told in words', async () => {
  const { root, model, settle } = panel();
  expect(root.textContent).toContain('Holdout looked at 2 times');
  model.push({ looks: 1 });
  await settle();
  expect(root.textContent).toContain('Holdout looked at once');
  expect(root.textContent).toContain('train 60 / validation 15 / holdout 25: real rows only, never resampled');
});

test('the sentence is one string, whatever is bold in it', () => {
  const { root, model } = panel();
  const text = (model.state['sentence'] as { text: string }).text;
  expect(root.querySelector('.sb-words p')?.textContent).toBe(text);
  expect([...root.querySelectorAll('.sb-words b')].map(el => el.textContent)).toEqual([
    'SMOTE 5 % gains 0.004',
    'not distinguishable from doing nothing'
  ]);
});

test('tabs are the steps of the protocol, moved with arrows', async () => {
  const { root, model, settle } = panel();
  const tabs = [...root.querySelectorAll<HTMLElement>('[role="tab"]')];
  expect(tabs.map(nameOf)).toEqual(['Data', 'Rebalance', 'Score', 'Compare', 'Quality', 'Export']);
  tabs[0]?.focus();
  press(role(root, 'tab', 'Data'), 'ArrowRight');
  await settle();
  expect(model.state['step']).toBe('rebalance');
  expect(document.activeElement).toBe(tabs[1]);
  expect(tabs.map(tab => tab.tabIndex)).toEqual([-1, 0, -1, -1, -1, -1]);
});

test('every focusable element keeps its keys from JupyterLab', async () => {
  const { root, model, settle } = panel();
  for (const step of ['data', 'rebalance', 'score', 'compare', 'quality', 'export']) {
    model.set('step', step);
    await settle();
    const focusable = root.querySelectorAll('button, input, select, textarea, a[href], [tabindex]');
    const bare = [...focusable].filter(el => el.getAttribute('data-lm-suppress-shortcuts') !== 'true');
    expect(bare.map(el => `${el.tagName} ${el.className}`)).toEqual([]);
  }
});

test('text from data is shown, never parsed', async () => {
  const evil = '<img src=x onerror=alert(1)>';
  const { root, model, settle } = panel();
  const facts = model.state['facts'] as Record<string, unknown>;
  const warnings = [{ text: `${evil} is odd`, column: evil }];
  const columns = [
    { name: evil, kind: 'float' },
    { name: '__proto__', kind: 'text' }
  ];
  model.push({
    facts: {
      ...facts,
      title: evil,
      target: evil,
      warnings,
      columns,
      left_out: [evil],
      numeric_columns: [evil, '__proto__']
    },
    axes: [evil, '__proto__'],
    message: `Idle, ${evil}`,
    runs: [run('none'), run(evil)],
    shown: evil
  });
  for (const step of ['data', 'rebalance', 'score', 'compare']) {
    model.set('step', step);
    await settle();
    expect(root.querySelector('img')).toBeNull();
  }
  expect(root.textContent).toContain(evil);
});

test('before anything is scored the panel is quiet, not broken', () => {
  const empty = {
    facts: {},
    runs: [],
    curves: [],
    tables: null,
    points: null,
    points_info: {},
    strategies: [],
    sentence: {}
  };
  const { root } = panel({ ...empty, busy: true, message: '' });
  expect(role(root, 'status').textContent).toBe('Running');
  expect(root.querySelector<HTMLElement>('[role="tablist"]')?.hidden).toBe(true);
  expect(root.textContent).not.toMatch(/NaN|undefined|null/);
});

test('a view that goes stops listening', () => {
  const { model, remove, root } = panel();
  expect(model.listening).toBeGreaterThan(0);
  remove();
  expect(model.listening).toBe(0);
  expect(root.childElementCount).toBe(0);
});

test('after Cancel the same choice can be scored again', () => {
  const { model, root } = panel({ sentence: { kind: 'cancelled', text: 'SMOTE 5 % stopped.' } });
  button(root, 'Score on holdout').click();
  expect(model.sent).toEqual([{ type: 'exact' }]);
});
