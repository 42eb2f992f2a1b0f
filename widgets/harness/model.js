/** A stand-in for the kernel's side: a BalanceLab with made-up numbers that agree with each other. */

import { moreScenes } from './more.js';
import { answer, pointRows, qualityScenes } from './quality.js';

/** A small seeded generator, so that each load shows the same picture. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

/** Scores and amounts of one part. */
function scored(random, rare, others, gap) {
  const rows = [];
  const sigmoid = z => 1 / (1 + Math.exp(-z));
  for (let i = 0; i < rare; i += 1) {
    const easy = random() < 0.72;
    rows.push({
      y: 1,
      score: sigmoid(easy ? 1.2 + gap + 1.6 * normal(random) : -5 + 1.4 * normal(random)),
      money: Math.exp(4.3 + 0.9 * normal(random))
    });
  }
  for (let i = 0; i < others; i += 1) {
    rows.push({ y: 0, score: sigmoid(-6.6 + 1.25 * normal(random) + (random() < 0.004 ? 4.5 : 0)), money: 0 });
  }
  return rows.sort((a, b) => b.score - a.score);
}

const MONEY_UNIT = 0.01;

/** Thinned threshold rows, as the kernel sends them: every step of the rare class, from "all" to "none". */
function thin(rows) {
  const total = rows.reduce((sum, row) => sum + row.money, 0);
  let [tp, fp, caught] = [0, 0, 0];
  const steps = [[1.000001, 0, 0, total]];
  rows.forEach((row, index) => {
    tp += row.y;
    fp += 1 - row.y;
    caught += row.money;
    const next = rows[index + 1];
    if (!next || (next.y === 1 && row.score !== next.score) || index % 900 === 899) {
      steps.push([row.score, tp, fp, total - caught]);
    }
  });
  const every = Math.max(1, Math.ceil(steps.length / 500));
  const kept = steps.filter((_, index) => index % every === 0 || index === steps.length - 1).reverse();
  return kept;
}

function histogram(rows) {
  const edges = Array.from({ length: 31 }, (_, index) => -4 + (index * 4) / 30);
  const rare = Array(30).fill(0);
  const others = Array(30).fill(0);
  for (const row of rows) {
    const bin = Math.min(29, Math.max(0, Math.floor(((Math.log10(row.score) + 4) / 4) * 30)));
    (row.y ? rare : others)[bin] += 1;
  }
  return { edges_log10: edges.map(edge => Number(edge.toFixed(3))), rare, others };
}

function calibration(rows) {
  const bins = [];
  const cuts = [0, 0.002, 0.005, 0.012, 0.03, 0.08, 0.3, 0.7, 1.01];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const inside = rows.filter(row => row.score >= cuts[i] && row.score < cuts[i + 1]);
    if (inside.length) {
      const mean = inside.reduce((sum, row) => sum + row.score, 0) / inside.length;
      bins.push([mean, inside.filter(row => row.y).length / inside.length, inside.length]);
    }
  }
  return bins;
}

function averagePrecision(rows, rare) {
  let [tp, sum] = [0, 0];
  rows.forEach((row, index) => {
    tp += row.y;
    sum += row.y ? tp / (index + 1) : 0;
  });
  return sum / rare;
}

const RUNS = [
  ['none', 'None', 'stabilised model, all rows', 'none', 0, [0, 0, 0], null, 6.1, 0],
  ['Class weight 3', 'Class weight', '×3', 'class_weight', 0.02, [0.002, -0.01, 0.014], 0.027, 6.0, 0],
  ['Random 5\u202f%', 'Random', '5\u202f%', 'random', -0.01, [-0.001, -0.012, 0.011], 0.05, 6.4, 3672],
  ['SMOTE 100\u202f%', 'SMOTE', '100\u202f%, k 5', 'smote', -0.3, [-0.031, -0.052, -0.011], 1, 19.8, 88424],
  ['SMOTE 5\u202f%', 'SMOTE', '5\u202f%, k 5', 'smote', 0.01, [0.0, -0.012, 0.013], 0.05, 7.2, 3672]
];

/** Runs, curves and bytes that belong together. */
function buildRuns(random) {
  const numbers = [];
  const curves = [];
  const rows = [];
  for (const [name, label, knob_words, strategy, gap, [delta, low, high], ratio, seconds, made] of RUNS) {
    const seed = generator(7);
    const holdout = scored(seed, 340, 37160, gap);
    const validation = scored(seed, 207, 22293, gap);
    const tables = { holdout: thin(holdout), validation: thin(validation) };
    const cost = row => row[3] + (row[1] + row[2]) * 10;
    const best = tables.validation.reduce((a, b) => (cost(b) < cost(a) ? b : a));
    let at = null;
    for (const part of ['holdout', 'validation']) {
      const table = tables[part];
      const chosen = Math.max(
        0,
        table.findIndex(row => row[0] >= best[0] - 1e-9)
      );
      at = part === 'holdout' ? table[chosen] : at;
      curves.push({
        name,
        part,
        offset: numbers.length,
        rows: table.length,
        rare: part === 'holdout' ? 340 : 207,
        others: part === 'holdout' ? 37160 : 22293,
        chosen,
        days: part === 'holdout' ? 30 : 18,
        money_unit: MONEY_UNIT,
        calibration: part === 'holdout' ? calibration(holdout) : [],
        histogram: part === 'holdout' ? histogram(holdout) : null
      });
      const units = [1e6, 1, 1, 1 / MONEY_UNIT, 1 / MONEY_UNIT];
      units.forEach((unit, column) => table.forEach(row => numbers.push(Math.round(row[column] * unit))));
    }
    const value = averagePrecision(holdout, 340);
    const precision = at[1] / (at[1] + at[2]);
    const recall = at[1] / 340;
    const bounds = v => [v, Math.max(0, v - 0.034), Math.min(1, v + 0.032)];
    rows.push({
      name,
      label,
      knob_words,
      strategy,
      primary: 'average_precision',
      value,
      low: value - 0.034,
      high: value + 0.032,
      better: 'higher',
      delta: name === 'none' ? null : delta,
      delta_low: name === 'none' ? null : low,
      delta_high: name === 'none' ? null : high,
      average_precision: value,
      recall,
      precision,
      cost: cost(at),
      seconds,
      looks: 7,
      ratio,
      seed: 0,
      threshold: best[0],
      n_synthetic: made,
      calibration: 'after Platt scaling on validation rows',
      scores: {
        average_precision: bounds(value),
        roc_auc: bounds(0.969),
        recall_at_fpr_1: bounds(0.753),
        recall_at_fpr_5: bounds(0.85),
        precision_at_k: bounds(0.298),
        recall: bounds(recall),
        precision: bounds(precision),
        f1: bounds(0.52),
        brier: [0.0041, 0.0036, 0.0046],
        calibration_error: [0.0012, 0.0008, 0.002],
        cost: [cost(at), cost(at) * 0.9, cost(at) * 1.1]
      }
    });
  }
  return { runs: rows, curves, tables: new DataView(Int32Array.from(numbers).buffer) };
}

function points(random) {
  const [rare, others, synthetic] = [120, 1400, 260];
  const pairs = [];
  const put = (x, y) => pairs.push(...[x, y].map(v => Math.round(65535 * Math.min(1, Math.max(0, v)))));
  const centre = index =>
    [
      [0.2, 0.35],
      [0.62, 0.22],
      [0.75, 0.5]
    ][index % 3];
  const near = (index, spread) => centre(index).map(v => v + spread * normal(random));
  for (let i = 0; i < rare; i += 1) put(...near(i, 0.06));
  for (let i = 0; i < others; i += 1) put(0.45 + 0.17 * normal(random), 0.66 + 0.14 * normal(random));
  for (let i = 0; i < synthetic; i += 1) put(...near(i, 0.045));
  return {
    points_info: {
      x: 'amount',
      y: 'card_age',
      x_low: 0,
      x_high: 1200,
      y_low: 0,
      y_high: 2600,
      rare,
      others,
      synthetic
    },
    points: new DataView(Uint16Array.from(pairs).buffer),
    point_rows: pointRows(synthetic)
  };
}

function daily(random, days, mean) {
  return Array.from({ length: days }, () => Math.max(2, Math.round(mean + 3.6 * normal(random))));
}

const STRATEGIES = [
  ['none', 'None', 'none', 'The line to beat. Keep it when nothing beats it.', false, [], 6],
  ['class_weight', 'Class weight', 'none', 'Rare rows count more. Cheap, exact to undo.', false, [], 6],
  [
    'random',
    'Random',
    'neighbours',
    'Copies of rare rows. A fair control.',
    true,
    [
      {
        name: 'shrinkage',
        low: 0,
        high: null,
        choices: null,
        soft: [0, 1],
        help: 'width of the noise',
        default: null,
        integer: false
      }
    ],
    6
  ],
  [
    'smote',
    'SMOTE',
    'neighbours',
    'New rows between rare neighbours.',
    true,
    [
      {
        name: 'k_neighbors',
        low: 1,
        high: null,
        choices: null,
        soft: [1, 20],
        help: 'neighbours to draw from',
        default: 5,
        integer: true
      },
      {
        name: 'variant',
        low: null,
        high: null,
        choices: ['regular', 'borderline', 'svm'],
        soft: null,
        help: '',
        default: 'regular',
        integer: false
      }
    ],
    7.2
  ]
];
const LATER = [
  ['mgs', 'MGS', 'neighbours', 'Wider than SMOTE: clouds, not lines.', true, [], 8],
  ['copula', 'Gaussian copula', 'neighbours', 'Draws that keep ranks and correlations.', true, [], 9],
  ['gan', 'Conditional GAN', 'model', 'Teaching and what-if. Rarely lifts a score.', true, [], 240],
  ['vae', 'VAE', 'model', 'As the GAN, calmer to train.', true, [], 120],
  ['rules', 'Rules', 'model', 'Scenarios you write, to stress a model.', true, [], 7]
];

/** The whole state. `hostile` puts markup into every name that comes from data. */
export function makeState({ hostile = false, later = false } = {}) {
  const random = generator(3);
  const evil = '<img src=x onerror=alert(1)>';
  const { runs, curves, tables } = buildRuns(random);
  const columns = [
    ['amount', 'float'],
    ['card_age', 'float'],
    ['terminal_id', 'text'],
    ['customer_id', 'int'],
    ['payment_id', 'int'],
    ['paid_at', 'datetime'],
    ['channel', 'category'],
    ['is_fraud', 'int'],
    ['chargeback_code', 'text']
  ];
  const strategies = [...STRATEGIES, ...(later ? LATER : [])].map(
    ([key, label, family, sentence, makes_rows, knobs, seconds]) => ({
      key,
      label,
      family,
      sentence,
      makes_rows,
      knobs,
      seconds
    })
  );
  const last = runs[runs.length - 1];
  return {
    strategy: 'smote',
    ratio: 0.05,
    knobs: { k_neighbors: 5, variant: 'regular' },
    threshold: null,
    costs: { missed: 'amount', review: 10, capacity: 900 },
    auto_exact: true,
    busy: false,
    progress: {},
    message: 'Idle, SMOTE 5\u202f% took 7.2 s',
    preview: {},
    runs,
    looks: 7,
    shown: last.name,
    overlaid: ['none', 'SMOTE 100\u202f%'],
    step: 'data',
    pointer_down: false,
    facts: {
      title: hostile ? evil : 'payments.parquet',
      target: 'is_fraud',
      positive: '1',
      rows: 150000,
      rare: 1335,
      rare_share: 0.0089,
      parts: [
        { name: 'train', rows: 90000, rare: 788, share: 60 },
        { name: 'validation', rows: 22500, rare: 207, share: 15 },
        { name: 'holdout', rows: 37500, rare: 340, share: 25 }
      ],
      how: 'by time',
      time: 'paid_at',
      group: null,
      fingerprint: '7f3a91c2',
      seed: 0,
      left_out: ['payment_id', 'chargeback_code'],
      warnings: [
        {
          text: 'terminal_id is nearly an identifier: 38\u202f% of its values occur once; a model learns them by heart.',
          column: 'terminal_id'
        },
        { text: '41 payments have exact copies across the split; they are kept together in train.', column: null },
        {
          text: 'chargeback_code predicts the target perfectly (AUC 1.000): is it known only after the fraud?',
          column: 'chargeback_code'
        },
        { text: 'payment_id differs in every row: an identifier.', column: 'payment_id' },
        ...(hostile ? [{ text: `${evil} looks odd`, column: evil }] : [])
      ],
      columns: [
        ...columns,
        ...(hostile
          ? [
              ['__proto__', 'float'],
              [evil, 'float']
            ]
          : [])
      ].map(([name, kind]) => ({ name, kind })),
      money: 'amount',
      numeric_columns: ['amount', 'card_age', ...(hostile ? ['__proto__', evil] : [])],
      days: 30,
      histogram: {
        unit: 'day',
        train: daily(random, 72, 11),
        validation: daily(random, 18, 11.5),
        holdout: daily(random, 30, 11.3),
        start: '2024-01-01',
        end: '2024-04-29'
      }
    },
    strategies,
    sentence: sentenceOf(last, runs[0]),
    curves,
    tables,
    ...points(random),
    axes: ['amount', 'card_age'],
    stamp: 1
  };
}

export function sentenceOf(run, none) {
  const f = v => v.toFixed(3).replace('-', '\u2212');
  const base = {
    basis: '37\u202f500 holdout rows, 340 of them rare, none synthetic',
    value: run.value,
    low: run.low,
    high: run.high,
    detectable: 0.021,
    chance: 0.009,
    error: null
  };
  if (run.name === 'none') {
    return {
      ...base,
      kind: 'none',
      text: `Doing nothing scores ${f(run.value)} (${f(run.low)} to ${f(run.high)}) average precision. Chance is 0.009. This is what every strategy has to beat.`,
      sub: 'None ran by itself in 6.1 s. This holdout can detect a difference of 0.021 or more.',
      delta: null,
      delta_low: null,
      delta_high: null
    };
  }
  const verdict =
    run.delta_low > 0
      ? 'better than doing nothing'
      : run.delta_high < 0
        ? 'worse than doing nothing'
        : 'not distinguishable from doing nothing';
  return {
    ...base,
    kind: 'exact',
    text: `${run.name} ${run.delta < 0 ? 'loses' : 'gains'} ${f(Math.abs(run.delta))} (${f(run.delta_low)} to ${f(run.delta_high)}): ${verdict} on this holdout, which can detect 0.021.`,
    sub: `Average precision ${f(run.value)} with it, ${f(none.value)} without. The interval holds for all 7 looks together.`,
    delta: run.delta,
    delta_low: run.delta_low,
    delta_high: run.delta_high
  };
}

/** A model as anywidget gives it: get, set, save_changes, send, on, off. What is saved and sent is kept for checks. */
export class FakeModel {
  constructor(state) {
    this.state = state;
    this.saved = [];
    this.sent = [];
    this.changed = {};
    this.listeners = new Map();
  }
  get(key) {
    return this.state[key];
  }
  set(key, value) {
    this.state[key] = value;
    this.changed[key] = value;
    (this.listeners.get(`change:${key}`) ?? []).forEach(call => call());
  }
  save_changes() {
    this.saved.push(this.changed);
    const { shown } = this.changed;
    const answered = answer(this.state, this.changed);
    this.changed = {};
    if (answered) {
      this.push(answered);
    }
    if (shown !== undefined) {
      const { runs } = this.state;
      this.push({
        sentence: sentenceOf(
          runs.find(run => run.name === shown),
          runs[0]
        )
      });
    }
  }
  send(content) {
    this.sent.push(content);
  }
  on(event, callback) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), callback]);
  }
  off(event, callback) {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter(one => one !== callback)
    );
  }
  /** The kernel changes traits and raises the stamp. */
  push(values) {
    Object.assign(this.state, values);
    this.state.stamp += 1;
    [...Object.keys(values), 'stamp'].forEach(key =>
      (this.listeners.get(`change:${key}`) ?? []).forEach(call => call())
    );
  }
}

/** States of the panel by name, for pictures. */
export const SCENES = {
  reading: () => ({
    ...makeState(),
    facts: {},
    runs: [],
    curves: [],
    tables: null,
    strategies: [],
    sentence: { kind: 'empty', text: 'Reading the table.', sub: '', basis: '' },
    busy: true,
    message: 'Running, reading the table',
    looks: 0,
    points: null,
    points_info: {}
  }),
  first: () => ({
    ...makeState(),
    runs: [],
    curves: [],
    tables: null,
    sentence: { kind: 'empty', text: '', sub: '', basis: '' },
    busy: true,
    progress: { stage: 'fit', share: 0.3, seconds_left: 4 },
    message: 'Running exact, None, 30 %, 4 s left',
    looks: 0,
    points: null,
    points_info: {}
  }),
  data: () => {
    const s = makeState();
    return {
      ...s,
      step: 'data',
      shown: 'none',
      runs: s.runs.slice(0, 1),
      looks: 1,
      strategy: 'none',
      message: 'Idle, None scored in 6.1 s',
      sentence: sentenceOf(s.runs[0], s.runs[0])
    };
  },
  rebalance: () => {
    const s = makeState({ later: true });
    return {
      ...s,
      step: 'rebalance',
      busy: true,
      looks: 6,
      message: 'Running exact, SMOTE 5\u202f%, 46\u202f%, 4 s left',
      progress: { stage: 'fitting tree 184 of 400', share: 0.46, seconds_left: 4 },
      preview: {
        name: 'SMOTE 5\u202f%',
        primary: 'average_precision',
        value: 0.689,
        none_value: 0.688,
        scores: {
          average_precision: [0.689, null, null],
          recall_at_fpr_1: [0.738, null, null],
          precision: [0.374, null, null],
          recall: [0.744, null, null],
          calibration_error: [0.0021, null, null],
          cost: [17880, null, null]
        }
      },
      sentence: {
        kind: 'preview',
        text: 'Preview: SMOTE 5\u202f% scores 0.689, None 0.688. The exact run decides.',
        sub: '',
        basis: '22\u202f500 real validation rows, model on a 20\u202f000-row sample',
        value: 0.689,
        low: null,
        high: null,
        delta: null,
        delta_low: null,
        delta_high: null,
        detectable: null,
        chance: null,
        error: null
      }
    };
  },
  slice: () => ({ ...makeState(), step: 'rebalance' }),
  score: () => ({ ...makeState(), step: 'score' }),
  compare: () => ({ ...makeState(), step: 'compare' }),
  manual: () => ({ ...SCENES.rebalance(), busy: false, auto_exact: false, message: 'Idle, preview took 0.3 s' }),
  error: () => ({
    ...makeState(),
    step: 'rebalance',
    message: 'Error, SMOTE did not run',
    sentence: {
      ...sentenceOf(makeState().runs[0], makeState().runs[0]),
      kind: 'error',
      text: 'k_neighbors must be 1 or more, got 0.',
      sub: 'Take a number between 1 and 20.',
      basis: 'SMOTE did not run. Ledger and last run are unchanged; the holdout was not looked at.',
      error: { parameter: 'k_neighbors', way_out: 'Take a number between 1 and 20.' }
    }
  }),
  cancelled: () => ({
    ...makeState(),
    step: 'rebalance',
    message: 'Cancelled, nothing changed',
    sentence: {
      ...makeState().sentence,
      kind: 'cancelled',
      text: 'Nothing has changed: the last exact run is SMOTE 5\u202f%, 0.000 (\u22120.012 to 0.013).',
      sub: '',
      basis: 'SMOTE 8\u202f% stopped at 37\u202f%. Not in the ledger, no look spent.',
      delta: null
    }
  }),
  hostile: () => ({ ...makeState({ hostile: true }), step: 'data' }),
  ...qualityScenes(makeState),
  ...moreScenes(makeState, sentenceOf)
};
