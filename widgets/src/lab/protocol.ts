/** The names of the wire contract that this view knows; a test holds them against synthbalance/ui/protocol.json. */

import type { Details, Export, PartialScore, Quality, Sources } from './steptypes';
import type { CurveEntry, Facts, Message, PointsInfo, Progress, RunRow, Sentence, Strategy, Traits } from './types';

/** Traits the kernel only sends: the view never writes them. */
export const READ = [
  'busy',
  'progress',
  'message',
  'preview',
  'runs',
  'looks',
  'facts',
  'strategies',
  'sentence',
  'curves',
  'tables',
  'points_info',
  'points',
  'point_rows',
  'details',
  'quality',
  'export',
  'partial',
  'sources',
  'stamp'
] as const satisfies readonly (keyof Traits)[];

/** Traits the view writes too. */
export const WRITTEN = [
  'strategy',
  'ratio',
  'knobs',
  'threshold',
  'costs',
  'auto_exact',
  'shown',
  'overlaid',
  'step',
  'pointer_down',
  'axes',
  'picked',
  'fair_by',
  'own_threshold'
] as const satisfies readonly (keyof Traits)[];

export const STEPS = ['data', 'rebalance', 'score', 'compare', 'quality', 'export'] as const;
export const COLUMNS = ['threshold', 'tp', 'fp', 'missed'] as const;
export const MESSAGES = [
  'cancel',
  'exact',
  'split',
  'sources',
  'open',
  'audit',
  'save'
] as const satisfies readonly Message['type'][];

type Keys<T> = Record<keyof T, true>;

/** Keys read from each dict; `Keys` makes the compiler refuse a key that the types do not have, or lack. */
export const KEYS = {
  progress: { stage: true, share: true, seconds_left: true } satisfies Keys<Progress>,
  runs: {
    name: true,
    label: true,
    knob_words: true,
    strategy: true,
    primary: true,
    value: true,
    low: true,
    high: true,
    better: true,
    delta: true,
    delta_low: true,
    delta_high: true,
    average_precision: true,
    recall: true,
    precision: true,
    cost: true,
    seconds: true,
    looks: true,
    ratio: true,
    seed: true,
    threshold: true,
    scores: true,
    n_synthetic: true,
    calibration: true
  } satisfies Keys<RunRow>,
  facts: {
    title: true,
    target: true,
    positive: true,
    rows: true,
    rare: true,
    rare_share: true,
    parts: true,
    how: true,
    time: true,
    group: true,
    fingerprint: true,
    seed: true,
    left_out: true,
    warnings: true,
    columns: true,
    money: true,
    numeric_columns: true,
    days: true,
    histogram: true
  } satisfies Keys<Facts>,
  strategies: {
    key: true,
    label: true,
    family: true,
    sentence: true,
    makes_rows: true,
    knobs: true,
    seconds: true
  } satisfies Keys<Strategy>,
  sentence: {
    kind: true,
    text: true,
    sub: true,
    basis: true,
    value: true,
    low: true,
    high: true,
    delta: true,
    delta_low: true,
    delta_high: true,
    detectable: true,
    chance: true,
    error: true
  } satisfies Keys<Sentence>,
  curves: {
    name: true,
    part: true,
    offset: true,
    rows: true,
    rare: true,
    others: true,
    chosen: true,
    calibration: true,
    days: true,
    money_unit: true,
    histogram: true
  } satisfies Keys<CurveEntry>,
  points_info: {
    x: true,
    y: true,
    x_low: true,
    x_high: true,
    y_low: true,
    y_high: true,
    rare: true,
    others: true,
    synthetic: true
  } satisfies Keys<PointsInfo>,
  details: {
    row: true,
    of: true,
    label: true,
    text: true,
    note: true,
    at: true,
    related: true,
    columns: true
  } satisfies Keys<Details>,
  quality: {
    run: true,
    state: true,
    text: true,
    note: true,
    sections: true,
    likeness: true,
    fairness: true
  } satisfies Keys<Quality>,
  export: { run: true, verdict: true, code: true, items: true, saved: true } satisfies Keys<Export>,
  partial: {
    name: true,
    strategy: true,
    primary: true,
    share: true,
    value: true,
    history: true
  } satisfies Keys<PartialScore>,
  sources: { frames: true, files: true, embedded: true, asking: true } satisfies Keys<Sources>
} as const;
