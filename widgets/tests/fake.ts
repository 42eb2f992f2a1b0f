/** A model as anywidget gives it, and a small state of a panel that agrees with itself. */

import { mount } from '../src/lab/view';
import type { WidgetModel } from '../src/lab/traits';
import type { CurveEntry, RunRow, Traits } from '../src/lab/types';

type Values = Record<string, unknown>;

export class FakeModel implements WidgetModel {
  readonly saved: Values[] = [];
  readonly sent: unknown[] = [];
  readonly asked = new Set<string>();
  widget_manager?: unknown;
  private changed: Values = {};
  private readonly listeners = new Map<string, (() => void)[]>();

  constructor(readonly state: Values) {}

  get(key: string): unknown {
    this.asked.add(key);
    return this.state[key];
  }

  set(key: string, value: unknown): void {
    this.state[key] = value;
    this.changed[key] = value;
    this.fire(key);
  }

  save_changes(): void {
    this.saved.push(this.changed);
    this.changed = {};
  }

  send(content: unknown): void {
    this.sent.push(content);
  }

  on(event: string, callback: () => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), callback]);
  }

  off(event: string, callback: () => void): void {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter(one => one !== callback)
    );
  }

  /** The kernel changes traits; a stamp makes the change complete. */
  push(values: Partial<Traits>, stamp = true): void {
    Object.assign(this.state, values);
    Object.keys(values).forEach(key => {
      this.fire(key);
    });
    if (stamp) {
      this.state['stamp'] = Number(this.state['stamp'] ?? 0) + 1;
      this.fire('stamp');
    }
  }

  /** An event of the model beside changes, as when its comm dies. */
  trigger(event: string): void {
    (this.listeners.get(event) ?? []).forEach(call => {
      call();
    });
  }

  /** How many callbacks wait for changes. */
  get listening(): number {
    return [...this.listeners.values()].reduce((sum, calls) => sum + calls.length, 0);
  }

  private fire(key: string): void {
    (this.listeners.get(`change:${key}`) ?? []).forEach(call => {
      call();
    });
  }
}

/** Five thresholds: all, 0.1, 0.3, 0.6, none; 10 rare rows, 90 others; money in cents. */
export const ROWS = {
  threshold: [10_000, 100_000, 300_000, 600_000, 1_000_001],
  tp: [10, 9, 8, 4, 0],
  fp: [90, 20, 5, 0, 0],
  missed: [0, 10_000, 30_000, 90_000, 200_000]
};

export function bytes(numbers: number[], shift = 0): DataView {
  const buffer = new ArrayBuffer(shift + numbers.length * 4);
  const view = new DataView(buffer, shift);
  numbers.forEach((value, index) => {
    view.setInt32(index * 4, value, true);
  });
  return view;
}

const TABLE = [...ROWS.threshold, ...ROWS.tp, ...ROWS.fp, ...ROWS.missed];

export function entry(name: string, part: 'holdout' | 'validation', offset: number): CurveEntry {
  const bins: [number, number, number][] = [
    [0.02, 0.01, 50],
    [0.5, 0.4, 10]
  ];
  const histogram = { edges_log10: [-2, -1, 0], rare: [2, 8], others: [80, 10] };
  const own =
    part === 'holdout' ? { calibration: bins, histogram, days: 10 } : { calibration: [], histogram: null, days: null };
  return { name, part, offset, rows: 5, rare: 10, others: 90, chosen: 2, money_unit: 0.01, ...own };
}

export function run(name: string, more: Partial<RunRow> = {}): RunRow {
  const delta = name === 'none' ? null : 0.004;
  return {
    name,
    label: name === 'none' ? 'None' : (name.split(' ')[0] ?? name),
    knob_words: name === 'none' ? 'stabilised model' : '5 %, k 5',
    strategy: name === 'none' ? 'none' : 'smote',
    primary: 'average_precision',
    value: 0.715,
    low: 0.681,
    high: 0.747,
    better: 'higher',
    delta,
    delta_low: delta === null ? null : -0.011,
    delta_high: delta === null ? null : 0.019,
    average_precision: 0.715,
    recall: 0.8,
    precision: 0.62,
    cost: 430,
    seconds: 7.2,
    looks: 2,
    ratio: name === 'none' ? null : 0.05,
    seed: 0,
    threshold: 0.3,
    scores: { average_precision: [0.715, 0.681, 0.747], roc_auc: [0.969, 0.95, 0.98], brier: [0.0041, 0.003, 0.005] },
    n_synthetic: 0,
    calibration: 'after Platt scaling on validation rows',
    ...more
  };
}

const COLUMNS = ['amount', 'paid_at', 'is_fraud', 'shop'].map((name, index) => ({
  name,
  kind: ['float', 'datetime', 'int', 'text'][index] ?? 'text'
}));

export function state(more: Partial<Traits> = {}): Traits {
  return {
    strategy: 'smote',
    ratio: 0.05,
    knobs: { k_neighbors: 5, variant: 'regular' },
    threshold: null,
    costs: { missed: 'amount', review: 10, capacity: null },
    auto_exact: true,
    busy: false,
    progress: {},
    message: 'Idle, SMOTE 5 % took 7.2 s',
    preview: {},
    runs: [run('none'), run('SMOTE 5 %')],
    looks: 2,
    shown: 'SMOTE 5 %',
    overlaid: [],
    step: 'data',
    pointer_down: false,
    facts: {
      title: 'payments',
      target: 'is_fraud',
      positive: '1',
      rows: 400,
      rare: 40,
      rare_share: 0.1,
      parts: [
        { name: 'train', rows: 202, rare: 2, share: 60 },
        { name: 'validation', rows: 100, rare: 10, share: 15 },
        { name: 'holdout', rows: 100, rare: 10, share: 25 }
      ],
      how: 'stratified',
      time: null,
      group: null,
      fingerprint: '7f3a',
      seed: 0,
      left_out: [],
      warnings: [{ text: "Column 'shop' is nearly an identifier.", column: 'shop' }],
      columns: COLUMNS,
      money: 'amount',
      numeric_columns: ['amount', 'age'],
      days: 10,
      histogram: { unit: 'day', train: [1, 2], validation: [1], holdout: [2], start: '2024-01-01', end: '2024-01-04' }
    },
    strategies: STRATEGIES,
    sentence: {
      kind: 'exact',
      text: 'SMOTE 5 % gains 0.004 (−0.011 to 0.019): not distinguishable from doing nothing on this holdout, which can detect 0.021.',
      sub: 'Average precision 0.715 with it.',
      basis: '100 holdout rows, 10 of them rare, none synthetic',
      value: 0.715,
      low: 0.681,
      high: 0.747,
      delta: 0.004,
      delta_low: -0.011,
      delta_high: 0.019,
      detectable: 0.021,
      chance: 0.1,
      error: null
    },
    curves: [entry('none', 'holdout', 0), entry('SMOTE 5 %', 'holdout', 20), entry('SMOTE 5 %', 'validation', 40)],
    tables: bytes([...TABLE, ...TABLE, ...TABLE]),
    points_info: {
      x: 'amount',
      y: 'age',
      x_low: 0,
      x_high: 10,
      y_low: 0,
      y_high: 100,
      rare: 1,
      others: 1,
      synthetic: 1
    },
    points: new DataView(Uint16Array.from([0, 0, 65535, 65535, 32768, 32768]).buffer),
    axes: ['amount', 'age'],
    point_rows: null,
    picked: null,
    details: {},
    quality: {},
    fair_by: null,
    export: {},
    own_threshold: false,
    partial: {},
    sources: {},
    stamp: 1,
    ...more
  };
}

const STRATEGIES: Traits['strategies'] = [
  {
    key: 'none',
    label: 'None',
    family: 'none',
    sentence: 'The line to beat.',
    makes_rows: false,
    knobs: [],
    seconds: 6
  },
  {
    key: 'random',
    label: 'Random',
    family: 'neighbours',
    sentence: 'Copies.',
    makes_rows: true,
    knobs: [],
    seconds: null
  },
  {
    key: 'smote',
    label: 'SMOTE',
    family: 'neighbours',
    sentence: 'New rows between rare neighbours.',
    makes_rows: true,
    knobs: [
      {
        name: 'k_neighbors',
        low: 1,
        high: null,
        choices: null,
        soft: [1, 20],
        help: 'how many',
        default: 5,
        integer: true
      },
      {
        name: 'variant',
        low: null,
        high: null,
        choices: ['regular', 'svm'],
        soft: null,
        help: '',
        default: 'regular',
        integer: false
      }
    ],
    seconds: 7
  }
];

export interface Panel {
  model: FakeModel;
  root: HTMLElement;
  remove(): void;
  /** Wait for gathered draws. */
  settle(): Promise<void>;
}

/** Mount a panel in the page. */
export function panel(more: Partial<Traits> = {}): Panel {
  const model = new FakeModel({ ...state(more) });
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  const remove = mount(model, place);
  return { model, root: place, remove, settle: () => Promise.resolve() };
}

/** Visible elements of a role, by accessible name where it is given as a label. */
export function role(root: HTMLElement, name: string, label?: string): HTMLElement {
  const all = [...root.querySelectorAll<HTMLElement>(`[role="${name}"]`)].filter(el => !el.closest('[hidden]'));
  const found = label === undefined ? all[0] : all.find(el => nameOf(el) === label);
  if (!found) {
    throw new Error(`no ${name} named ${label ?? 'anything'}`);
  }
  return found;
}

export function nameOf(el: HTMLElement): string {
  const by = el.getAttribute('aria-labelledby');
  return el.getAttribute('aria-label') ?? (by ? document.getElementById(by)?.textContent : el.textContent) ?? '';
}

export function press(el: HTMLElement, key: string): void {
  el.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  el.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true }));
}

export function button(root: HTMLElement, name: string): HTMLButtonElement {
  const found = [...root.querySelectorAll('button')].find(el => nameOf(el) === name && !el.closest('[hidden]'));
  if (!found) {
    throw new Error(`no button named ${name}`);
  }
  return found;
}
