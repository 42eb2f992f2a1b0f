/** Typed access to the traits of one BalanceLab; the kernel holds the state, the view keeps none of it. */

import { withoutKernel } from './kernel';
import type { Message, RunRow, Strategy, Traits } from './types';

/** The part of anywidget's model that the view uses. */
export interface WidgetModel {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  /** In JupyterLab and Notebook 7 it knows the notebook. */
  widget_manager?: unknown;
}

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

type Undo = () => void;

export class LabModel {
  /** No kernel answers: the view goes on with what it has, and asks for nothing. */
  gone = false;
  private readonly undo: Undo[] = [];

  constructor(readonly widget: WidgetModel) {}

  /** The value of a trait; the protocol's default where the kernel has sent none. */
  get<K extends keyof Traits>(key: K): Traits[K] {
    const value = (this.widget.get(key) as Traits[K] | undefined | null) ?? DEFAULTS[key];
    return this.gone
      ? withoutKernel(key, value, (this.widget.get('runs') as RunRow[] | undefined)?.length ?? 0)
      : value;
  }

  /** Write traits and send them in one message. */
  set(values: Partial<Traits>): void {
    for (const [key, value] of Object.entries(values)) {
      this.widget.set(key, value);
    }
    this.widget.save_changes();
  }

  send(message: Message): void {
    this.widget.send(message);
  }

  on(keys: readonly (keyof Traits)[], callback: () => void): void {
    for (const key of keys) {
      this.widget.on(`change:${key}`, callback);
      this.undo.push(() => {
        this.widget.off(`change:${key}`, callback);
      });
    }
  }

  /** Stop listening; called when the view goes. */
  dispose(): void {
    this.undo.splice(0).forEach(undo => {
      undo();
    });
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
