/** Shapes of what the kernel sends; the machine-readable contract is synthbalance/ui/protocol.json. */

import type { Details, Export, PartialScore, Quality, SavedKind, Sources } from './steptypes';

export type PartName = 'train' | 'validation' | 'holdout';
export type Family = 'none' | 'neighbours' | 'model';
export type Triple = [number, number | null, number | null];
export type StepName = 'data' | 'rebalance' | 'score' | 'compare' | 'quality' | 'export';

export interface PartFacts {
  name: PartName;
  rows: number;
  rare: number;
  share: number;
}

export interface ColumnFacts {
  name: string;
  kind: string;
}

export interface DataWarning {
  text: string;
  column: string | null;
}

export interface DayCounts {
  unit: string;
  train: number[];
  validation: number[];
  holdout: number[];
  start: string;
  end: string;
}

export interface Facts {
  title: string;
  target: string;
  positive: string;
  rows: number;
  rare: number;
  rare_share: number;
  parts: PartFacts[];
  how: string;
  time?: string | null;
  group?: string | null;
  fingerprint: string;
  seed: number;
  left_out: string[];
  warnings: DataWarning[];
  columns: ColumnFacts[];
  money: string | null;
  numeric_columns: string[];
  days: number | null;
  histogram: DayCounts | null;
}

export interface Knob {
  name: string;
  low: number | null;
  high: number | null;
  choices: string[] | null;
  soft: [number, number] | null;
  help: string;
  default: number | string | boolean | null;
  integer: boolean;
}

export interface Strategy {
  key: string;
  label: string;
  family: Family;
  sentence: string;
  makes_rows: boolean;
  knobs: Knob[];
  seconds: number | null;
}

export interface Sentence {
  kind: 'none' | 'exact' | 'preview' | 'error' | 'cancelled' | 'empty';
  text: string;
  sub: string;
  basis: string;
  value: number | null;
  low: number | null;
  high: number | null;
  delta: number | null;
  delta_low: number | null;
  delta_high: number | null;
  detectable: number | null;
  chance: number | null;
  error: { parameter: string; way_out: string } | null;
}

export interface RunRow {
  name: string;
  label: string;
  knob_words: string;
  strategy: string;
  primary: string;
  value: number;
  low: number;
  high: number;
  better: string;
  delta: number | null;
  delta_low: number | null;
  delta_high: number | null;
  average_precision: number | null;
  recall: number | null;
  precision: number | null;
  cost: number | null;
  seconds: number | null;
  looks: number;
  ratio: number | null;
  seed: number | null;
  threshold: number;
  scores: Record<string, Triple>;
  n_synthetic: number;
  calibration: string;
}

export type Preview = Partial<RunRow> & {
  none_value?: number | null;
  none_scores?: Record<string, Triple> | null;
};

export interface CurveEntry {
  name: string;
  part: 'holdout' | 'validation';
  offset: number;
  rows: number;
  rare: number;
  others: number;
  chosen: number;
  calibration: [number, number, number][];
  days: number | null;
  money_unit?: number;
  histogram?: { edges_log10: number[]; rare: number[]; others: number[] } | null;
}

export interface Costs {
  missed: number | string;
  review: number;
  capacity: number | null;
}

export interface Progress {
  stage: string;
  share: number;
  seconds_left: number | null;
}

export interface PointsInfo {
  x: string;
  y: string;
  x_low: number;
  x_high: number;
  y_low: number;
  y_high: number;
  rare: number;
  others: number;
  synthetic: number;
}

/** Every trait of BalanceLab that the view knows. */
export interface Traits {
  strategy: string;
  ratio: number;
  knobs: Record<string, number | string | boolean | null>;
  threshold: number | null;
  costs: Partial<Costs>;
  auto_exact: boolean;
  busy: boolean;
  progress: Partial<Progress>;
  message: string;
  preview: Preview;
  runs: RunRow[];
  looks: number;
  shown: string;
  overlaid: string[];
  step: string;
  pointer_down: boolean;
  facts: Partial<Facts>;
  strategies: Strategy[];
  sentence: Partial<Sentence>;
  curves: CurveEntry[];
  tables: DataView | null;
  points_info: Partial<PointsInfo>;
  points: DataView | null;
  axes: string[];
  point_rows: DataView | null;
  picked: number | null;
  details: Partial<Details>;
  quality: Partial<Quality>;
  fair_by: string | null;
  export: Partial<Export>;
  own_threshold: boolean;
  partial: Partial<PartialScore>;
  sources: Partial<Sources>;
  stamp: number;
}

/** What the view sends to the kernel beside trait changes. */
export type Message =
  | { type: 'cancel' }
  | { type: 'exact' }
  | { type: 'sources' }
  | { type: 'audit' }
  | { type: 'open'; kind: 'frame' | 'file' | 'embedded'; name: string; target?: string }
  | { type: 'save'; what: SavedKind; format?: string }
  | {
      type: 'split';
      how: string;
      time: string | null;
      group: string | null;
      seed: number;
      drop: string[];
      target?: string;
    };
