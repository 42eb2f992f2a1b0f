/** The traits of one BalanceLab; the kernel holds the state, the view keeps none of it. */

import { withoutKernel } from './kernel';
import { TraitModel, type WidgetModel } from './traits';
import type { Message, RunRow, Strategy, Traits } from './types';

const DEFAULTS: Traits = {
  strategy: 'none',
  ratio: 0,
  knobs: {},
  threshold: null,
  costs: {},
  auto_exact: true,
  busy: false,
  progress: {},
  message: '',
  preview: {},
  runs: [],
  looks: 0,
  shown: '',
  overlaid: [],
  step: 'data',
  pointer_down: false,
  facts: {},
  strategies: [],
  sentence: {},
  curves: [],
  tables: null,
  points_info: {},
  points: null,
  axes: [],
  point_rows: null,
  picked: null,
  details: {},
  quality: {},
  fair_by: null,
  export: {},
  own_threshold: false,
  partial: {},
  sources: {},
  stamp: 0
};

export class LabModel extends TraitModel<Traits, Message> {
  /** No kernel answers: the view goes on with what it has, and asks for nothing. */
  gone = false;

  constructor(widget: WidgetModel) {
    super(widget, DEFAULTS);
  }

  /** The value of a trait; the protocol's default where the kernel has sent none. */
  override get<K extends keyof Traits>(key: K): Traits[K] {
    const value = super.get(key);
    return this.gone
      ? withoutKernel(key, value, (this.widget.get('runs') as RunRow[] | undefined)?.length ?? 0)
      : value;
  }
}

/** The run that Score and the sentence speak of: the shown one, else the last, or undefined before the first. */
export function shownRun(model: LabModel): RunRow | undefined {
  const runs = model.get('runs');
  return runs.find(run => run.name === model.get('shown')) ?? runs.at(-1);
}

export function noneRun(model: LabModel): RunRow | undefined {
  return model.get('runs').find(run => run.name === 'none');
}

export function chosenStrategy(model: LabModel): Strategy | undefined {
  return model.get('strategies').find(one => one.key === model.get('strategy'));
}

/** "none" is the name on the wire, "None" the name on the screen. */
export function runTitle(name: string): string {
  return name === 'none' ? 'None' : name;
}

/** Rows of the training part, and how many of them are rare. */
export function trainCounts(model: LabModel): { rare: number; others: number } {
  const facts = model.get('facts');
  const part = facts.parts?.find(one => one.name === 'train');
  const rare = part?.rare ?? facts.rare ?? 0;
  return { rare, others: (part?.rows ?? facts.rows ?? 0) - rare };
}

/** Rare rows / other rows of the training part as it is. */
export function presentRatio(model: LabModel): number {
  const { rare, others } = trainCounts(model);
  return others > 0 ? Math.min(1, rare / others) : 0.01;
}
