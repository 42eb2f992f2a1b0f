/** Shapes of what Quality, Export and opening are sent; the contract is synthbalance/ui/protocol.json. */

export type Bounds = [number | null, number | null, number | null];
export type Place = [number, number];

/** A parent of the picked row, or a real row near it. */
export interface Related {
  role: string;
  label: string;
  distance: number | null;
  at: Place | null;
}

export interface DetailColumn {
  name: string;
  edited: boolean;
  value: string;
  /** One text for each related row. */
  related: string[];
}

/** Where one synthetic row comes from. */
export interface Details {
  row: number;
  of: number;
  label: string;
  text: string;
  note: string;
  at: Place | null;
  related: Related[];
  columns: DetailColumn[];
}

export interface QualityRow {
  measure: string;
  label: string;
  note: string;
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface GroupRates {
  name: string;
  rows: number;
  rare: number;
  none: Bounds | null;
  run: Bounds | null;
}

export interface Quality {
  run: string;
  state: 'none' | 'waiting' | 'running' | 'done' | 'error';
  text: string;
  note: string;
  sections: { title: string; rows: QualityRow[] }[];
  likeness: { name: string; value: number | null }[];
  fairness: { by: string | null; choices: string[]; text: string; groups: GroupRates[] };
}

export type SavedKind = 'dataset' | 'card' | 'model';

export interface Export {
  run: string;
  verdict: string;
  code: string;
  items: { what: SavedKind; title: string; path: string; text: string; formats: string[] }[];
  saved: { what: SavedKind; path: string; text: string }[];
}

/** The primary score on validation rows while an exact run trains. */
export interface PartialScore {
  name: string;
  strategy: string;
  primary: string;
  share: number;
  value: number;
  history: [number, number][];
}

export interface TargetGuess {
  column: string;
  share: number;
}

export interface Sources {
  frames: { name: string; rows: number; columns: number; targets: TargetGuess[] }[];
  files: { name: string; text: string }[];
  embedded: { name: string; rows: number; columns: number; target: string; share: number; text: string }[];
  asking: { kind: 'frame' | 'file' | 'embedded'; name: string; columns: TargetGuess[] } | null;
}
