/** What the kernel sends of a SmotePlayground. */

import type { Option } from '../lab/fields';
import { clamp } from '../lab/thresholds';
import { TraitModel, type WidgetModel } from '../lab/traits';

export interface Point {
  x: number;
  y: number;
  /** 1 is rare. */
  label: number;
}

/** Positions of a row's parents among the points. */
export interface Parents {
  seed?: number;
  neighbor?: number;
  gap?: number;
  base?: number;
  donor?: number;
}

export interface Story {
  title?: string;
  lines?: string[];
  formula?: string[];
  near?: number[];
}

export interface Facts {
  rare: number;
  other: number;
  n_new: number;
  present: number;
  highest: number;
  most_neighbors: number;
  methods: Option[];
  models: Option[];
  trains: boolean;
}

export interface PlayTraits {
  points: Point[];
  method: string;
  k_neighbors: number;
  share: number;
  model: string;
  /** Which synthetic row is explained; -1 shows all. */
  shown: number;
  synthetic: Point[];
  parents: Parents[];
  story: Story;
  region: DataView | null;
  region_size: [number, number];
  facts: Facts;
  verdict: string;
  message: string;
  busy: boolean;
  stamp: number;
}

/** Coordinates are kept to three decimals, as the kernel does. */
export function onSquare(value: number): number {
  return Number(clamp(value, 0, 1).toFixed(3));
}

const NO_FACTS: Facts = {
  rare: 0,
  other: 0,
  n_new: 0,
  present: 0,
  highest: 0.5,
  most_neighbors: 1,
  methods: [],
  models: [],
  trains: false
};

export class PlayModel extends TraitModel<PlayTraits, { type: 'train' | 'cancel' }> {
  /** The point that Delete takes away, or -1. */
  selected = -1;
  /** The class of a point that is added. */
  newLabel = 1;
  /** Another point is selected. */
  onSelect = (): void => undefined;

  constructor(widget: WidgetModel) {
    super(widget, {
      points: [],
      method: 'smote',
      k_neighbors: 3,
      share: 0.4,
      model: 'logistic',
      shown: -1,
      synthetic: [],
      parents: [],
      story: {},
      region: null,
      region_size: [0, 0],
      facts: NO_FACTS,
      verdict: '',
      message: '',
      busy: false,
      stamp: 0
    });
  }

  /** The synthetic rows that are to be seen: all, or those up to the one that is explained. */
  visible(): Point[] {
    const shown = this.get('shown');
    const rows = this.get('synthetic');
    return shown < 0 ? rows : rows.slice(0, shown + 1);
  }

  /** What a point is called: "rare point 3" is the third of the rare ones. */
  nameOf(index: number): string {
    const points = this.get('points');
    const label = points[index]?.label ?? 0;
    const number = points.slice(0, index + 1).filter(one => one.label === label).length;
    return `${label === 1 ? 'rare' : 'other'} point ${number}`;
  }
}
