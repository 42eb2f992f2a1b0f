/** The user's settings, checked: what a broken file says is the default. */

import type { ISettingRegistry } from '@jupyterlab/settingregistry';

export const PLUGIN = 'synthbalance-lab:plugin';

/** What generated cells are written with. */
export interface Defaults {
  /** Share of all rows; 0.25 is the kit's own. */
  holdout: number;
  /** Rare rows per other row; 0 leaves it to the kit. */
  ratio: number;
  /** Money per missed rare row and per review; both 0: none are stated. */
  missed: number;
  review: number;
}
export interface Settings extends Defaults {
  side: 'left' | 'right';
  refresh: 'automatic' | 'manual';
  /** Rows of a table that the side panel looks at. */
  rows: number;
}

export const DEFAULTS: Settings = {
  side: 'right',
  refresh: 'automatic',
  rows: 5000,
  holdout: 0.25,
  ratio: 0,
  missed: 0,
  review: 0
};

/** The settings as they are now and, through `onChange`, as they become. */
export class LiveSettings {
  current: Settings = DEFAULTS;
  onChange: () => void = () => undefined;

  /** Follow the registry; without one, or when it fails, the defaults stay. */
  async follow(registry: ISettingRegistry | null): Promise<void> {
    const settings = await registry?.load(PLUGIN).catch(() => null);
    if (!settings) {
      return;
    }
    const take = (): void => {
      this.current = checked(settings.composite as Record<string, unknown>);
      this.onChange();
    };
    settings.changed.connect(take);
    take();
  }
}

/** Each value that fits; the default for each that does not. */
export function checked(given: Record<string, unknown>): Settings {
  const costs = (given['costs'] ?? {}) as Record<string, unknown>;
  return {
    side: given['side'] === 'left' ? 'left' : DEFAULTS.side,
    refresh: given['refresh'] === 'manual' ? 'manual' : DEFAULTS.refresh,
    rows: Math.round(between(given['rows'], 100, 5000, DEFAULTS.rows)),
    holdout: between(given['holdout'], 0.05, 0.6, DEFAULTS.holdout),
    ratio: between(given['ratio'], 0, 1, DEFAULTS.ratio),
    missed: between(costs['missed'], 0, 1e12, DEFAULTS.missed),
    review: between(costs['review'], 0, 1e12, DEFAULTS.review)
  };
}

function between(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : otherwise;
}
