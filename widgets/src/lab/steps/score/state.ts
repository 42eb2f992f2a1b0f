/** What the step Score shows: the curves of the shown run, the row of the threshold, and what it means on each part. */

import { plain } from '../../format';
import { noneRun, shownRun, type LabModel } from '../../model';
import { decide, findCurve, readCurves, rowOf, thresholdAt, type Curve, type Decision } from '../../thresholds';
import { throttle, type Throttled } from '../../throttle';
import type { Costs, RunRow } from '../../types';

const SEND_MS = 150;

export interface Figures {
  holdout: Decision;
  validation: Decision | null;
  /** The figures to show large: validation while the slider is held, else the holdout's. */
  large: Decision;
  /** Which part `large` speaks of. */
  part: 'holdout' | 'validation';
  threshold: number;
  byHand: boolean;
}

export class ScoreState {
  run: RunRow | undefined;
  holdout: Curve | undefined;
  validation: Curve | undefined;
  none: Curve | undefined;
  /** Holdout curves ticked in Compare, without the shown run and None. */
  overlays: Curve[] = [];
  held = false;
  private local: number | null = null;
  private readonly send: Throttled<number>;

  constructor(readonly model: LabModel) {
    this.send = throttle<number>(row => {
      model.set({ threshold: this.valueOf(row) });
    }, SEND_MS);
  }

  /** Read the curves anew; called when the kernel's state has changed. */
  refresh(): void {
    const { model } = this;
    const curves = readCurves(model.get('curves'), model.get('tables'));
    this.run = shownRun(model);
    const name = this.run?.name ?? '';
    this.holdout = findCurve(curves, name, 'holdout');
    this.validation = findCurve(curves, name, 'validation');
    this.validation = this.validation && withDays(this.validation, this.holdout);
    this.none = findCurve(curves, noneRun(model)?.name ?? 'none', 'holdout');
    this.overlays = model
      .get('overlaid')
      .filter(one => one !== name && one !== 'none')
      .map(one => findCurve(curves, one, 'holdout'))
      .filter((curve): curve is Curve => curve !== undefined)
      .slice(0, 4);
  }

  get costs(): Partial<Costs> {
    return this.model.get('costs');
  }

  /** Row of the holdout's table that the thumb stands on. */
  get row(): number {
    if (!this.holdout) {
      return 0;
    }
    const threshold = this.model.get('threshold');
    return this.local ?? (threshold === null ? this.holdout.chosen : rowOf(this.holdout, threshold));
  }

  /** Move the thumb: shown at once, sent a little later. */
  move(row: number): void {
    this.local = row;
    this.send(row);
  }

  /** The slider is taken, or let go: then the last row is sent and the kernel's word counts again. */
  hold(down: boolean): void {
    this.held = down;
    if (!down) {
      this.send.flush();
      this.local = null;
    }
  }

  /** Back to the threshold that validation chose. */
  reset(): void {
    this.local = null;
    this.model.set({ threshold: null });
  }

  figures(): Figures | null {
    const { holdout, validation, row, costs } = this;
    if (!holdout) {
      return null;
    }
    const byHand = row !== holdout.chosen;
    const threshold = byHand ? thresholdAt(holdout, row) : (this.run?.threshold ?? thresholdAt(holdout, row));
    const own = decide(holdout, row, costs);
    const other = validation ? decide(validation, this.validationRow(validation, threshold, byHand), costs) : null;
    const large = this.held && other ? other : own;
    return {
      holdout: own,
      validation: other,
      large,
      part: large === own ? 'holdout' : 'validation',
      threshold,
      byHand
    };
  }

  private validationRow(validation: Curve, threshold: number, byHand: boolean): number {
    const last = this.holdout ? this.holdout.rows - 1 : 0;
    if (this.row === 0 || this.row === last) {
      return this.row === 0 ? 0 : validation.rows - 1;
    }
    return byHand ? rowOf(validation, threshold) : validation.chosen;
  }

  private valueOf(row: number): number | null {
    return !this.holdout || row === this.holdout.chosen ? null : thresholdAt(this.holdout, row);
  }
}

/** The validation's length where it is not known: the holdout's, by rows, so that both speak of alerts a day. */
function withDays(curve: Curve, holdout: Curve | undefined): Curve {
  if (!holdout?.days || curve.days) {
    return curve;
  }
  const share = (curve.rare + curve.others) / Math.max(1, holdout.rare + holdout.others);
  return { ...curve, days: holdout.days * share };
}

/** "30 days" where the length of a part is known, else "holdout". */
export function spanWords(curve: Curve | undefined): string {
  const days = curve?.part === 'holdout' ? curve.days : null;
  return days ? `${plain(days, 2)} days` : (curve?.part ?? 'holdout');
}

/** Alerts a day, or per 1,000 rows where no time is known. */
export function workload(decision: Decision, curve: Curve): number {
  return curve.days ? decision.alerts / curve.days : (1000 * decision.alerts) / Math.max(1, curve.rare + curve.others);
}

export function workloadTitle(curve: Curve | undefined): string {
  return curve?.days ? 'Alerts a day' : 'Alerts per 1\u202f000 rows';
}
