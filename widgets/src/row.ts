/** One data frame in the side panel: name, shape, likely target with the share of its rare class, two buttons. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { fill, h, set, setText, show } from './lab/dom';
import { count, plain, THIN } from './lab/format';
import type { Frame, Target } from './protocol';

/** A bar of full width is a balanced class. */
const BALANCED = 0.5;

/** The candidates, best first, or the one first that the user chose. */
export interface Choice {
  targets: Target[];
  chosen: boolean;
}

export class FrameRow {
  readonly el: HTMLElement;
  onInsert: (choice: Choice) => Promise<unknown> = async () => undefined;
  onBeside: (choice: Choice) => Promise<unknown> = async () => undefined;
  private _frame: Frame | null = null;
  private _chosen = '';
  private _acting = false;
  private readonly _name = h('span', { class: 'sb-side-name' });
  private readonly _shape = h('span');
  private readonly _target = h('span', { class: 'sb-side-target' });
  private readonly _choice: HTMLSelectElement;
  private readonly _share = h('b');
  private readonly _bar = h('i');
  private readonly _track = h('div', { class: 'sb-side-bar', 'aria-hidden': 'true' }, this._bar);
  private readonly _insert: HTMLButtonElement;

  constructor(private readonly _trans: TranslationBundle) {
    this._choice = h('select', { 'aria-label': _trans.__('Target') });
    this._choice.addEventListener('change', () => {
      this._chosen = this._choice.value;
      this._drawTarget();
    });
    this._insert = h('button', { class: 'sb-side-button', text: _trans.__('Insert cell') });
    this._insert.addEventListener('click', () => void this._once(this.onInsert));
    const beside = h('button', { class: 'sb-side-button', text: _trans.__('Open beside') });
    beside.addEventListener('click', () => void this._once(this.onBeside));
    this.el = h(
      'li',
      {},
      h('div', { class: 'sb-side-line' }, this._name, this._shape),
      h('div', { class: 'sb-side-line' }, this._target, this._choice, this._share),
      this._track,
      h('div', { class: 'sb-side-buttons' }, this._insert, beside)
    );
  }

  /** Bring the row up to date; a target that the user chose stays while it is a candidate. */
  draw(frame: Frame, readOnly: boolean): void {
    const targets = JSON.stringify(frame.targets) !== JSON.stringify(this._frame?.targets);
    this._frame = frame;
    setText(this._name, frame.name);
    set(this._name, { title: frame.name });
    setText(this._shape, `${count(frame.rows)} × ${count(frame.columns)}`);
    set(this._insert, { disabled: readOnly });
    if (targets) {
      fill(this._choice, ...frame.targets.map(one => h('option', { value: one.literal, text: one.column })));
    }
    this._drawTarget();
  }

  /** Whether a search finds the frame, by its name or a candidate's. */
  matches(wanted: string): boolean {
    const names = [this._frame?.name, ...(this._frame?.targets ?? []).map(one => one.column)];
    return names.some(name => name?.toLowerCase().includes(wanted));
  }

  /** A second click while the first is at work does nothing. */
  private async _once(act: (choice: Choice) => Promise<unknown>): Promise<void> {
    if (!this._acting) {
      this._acting = true;
      const targets = this._targets();
      await act({ targets, chosen: this._chosen !== '' && targets[0]?.literal === this._chosen }).catch(
        () => undefined
      );
      this._acting = false;
    }
  }

  private _drawTarget(): void {
    const trans = this._trans;
    const [best, ...others] = this._targets();
    show(this._choice, others.length > 0);
    show(this._track, best !== undefined);
    setText(this._share, best ? shareWords(best.share) : '');
    set(this._share, { title: best ? trans.__('Share of the rare class') : null });
    set(this._bar, { style: `width:${Math.min(100, ((best?.share ?? 0) / BALANCED) * 100).toFixed(1)}%` });
    if (!best) {
      setText(this._target, this._frame?.looked ? trans.__('no column looks like a target') : '');
    } else if (others.length) {
      setText(this._target, trans.__('target'));
      this._choice.value = best.literal;
    } else {
      fill(this._target, `${trans.__('target')} `, h('code', { text: best.column }), valueWords(best, trans));
    }
    set(this._target, { title: best?.column ?? null });
  }

  /** The candidates, the chosen one first. */
  private _targets(): Target[] {
    const targets = this._frame?.targets ?? [];
    const chosen = targets.find(one => one.literal === this._chosen);
    return chosen ? [chosen, ...targets.filter(one => one !== chosen)] : targets;
  }
}

function valueWords(target: Target, trans: TranslationBundle): string {
  return target.value ? `, ${trans.__('rare class %1', target.value.slice(0, 40))}` : '';
}

/** "4.0 %", "0.17 %". */
export function shareWords(share: number): string {
  const percent = share * 100;
  return `${percent >= 0.995 ? percent.toFixed(1) : plain(percent, 2)}${THIN}%`;
}
