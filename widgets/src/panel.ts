/** The side panel: the data frames of the current notebook's kernel, and what can be done with each. */

import { Clipboard } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { refreshIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import { icon } from './icon';
import { isReadOnly } from './insert';
import { isBusy } from './kernel';
import { fill, h, newId, setText, show } from './lab/dom';
import { count } from './lab/format';
import type { Frame } from './protocol';
import { type Choice, FrameRow } from './row';
import type { FrameWatch, Seen } from './watch';
import { INSTALL, needsInstall, silenceWords } from './words';

/** What the buttons of a frame do. */
export interface Actions {
  insert(notebook: NotebookPanel, frame: Frame, choice: Choice): Promise<unknown>;
  beside(notebook: NotebookPanel, frame: Frame, choice: Choice): Promise<unknown>;
}

export class BalancePanel extends Widget {
  private readonly _where = h('span');
  private readonly _many = h('span', { role: 'status' });
  private readonly _quiet = h('p', { class: 'sb-side-quiet', role: 'status' });
  private readonly _install: HTMLElement;
  private readonly _search: HTMLInputElement;
  private readonly _unmatched = h('p', { class: 'sb-side-none', role: 'status' });
  private readonly _list: HTMLElement;
  private readonly _foot = h('div', { class: 'sb-side-foot' });
  private readonly _rows = new Map<string, FrameRow>();

  constructor(
    private readonly _watch: FrameWatch,
    private readonly _actions: Actions,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.id = 'synthbalance-panel';
    this.addClass('sb-side');
    this.title.icon = icon;
    this.title.caption = 'SynthBalance';
    this._search = h('input', {
      type: 'search',
      placeholder: _trans.__('Search data frames'),
      'aria-label': _trans.__('Search data frames')
    });
    this._search.addEventListener('input', () => this._filter());
    this._list = h('ul', { 'aria-label': _trans.__('Data frames'), role: 'list' });
    this._install = this._installLine();
    setText(this._unmatched, _trans.__('No data frame in this list matches.'));
    this.node.append(
      this._head(),
      h('div', { class: 'sb-side-kernel' }, this._where, this._many),
      this._search,
      this._quiet,
      this._install,
      this._unmatched,
      this._list,
      this._foot
    );
    _watch.changed.connect((_, seen) => this._draw(seen));
    this._draw(_watch.seen);
  }

  protected override onAfterShow(): void {
    this._watch.visible = true;
  }

  protected override onAfterHide(): void {
    this._watch.visible = false;
  }

  protected override onAfterAttach(): void {
    this._watch.visible = this.isVisible;
  }

  protected override onBeforeDetach(): void {
    this._watch.visible = false;
  }

  private _head(): HTMLElement {
    const label = this._trans.__('Refresh');
    const refresh = h('button', { class: 'sb-side-refresh', title: label, 'aria-label': label });
    refreshIcon.element({ container: refresh, tag: 'span' });
    refresh.addEventListener('click', () => this._watch.look());
    return h('header', {}, h('h2', { text: 'SynthBalance', id: newId('side') }), refresh);
  }

  private _installLine(): HTMLElement {
    const copy = h('button', { class: 'sb-side-button', text: this._trans.__('Copy') });
    copy.addEventListener('click', () => Clipboard.copyToSystem(INSTALL));
    return h('div', { class: 'sb-side-install' }, h('code', { text: INSTALL }), copy);
  }

  private _draw({ notebook, frames, silence, at }: Seen): void {
    const trans = this._trans;
    const list = frames?.frames ?? [];
    setText(this._where, notebook ? whereWords(notebook) : '');
    setText(this._many, frames ? trans._n('%1 data frame', '%1 data frames', list.length + frames.more) : '');
    const words = quietWords({ notebook, frames, silence, at }, this._watch.isManual, trans);
    setText(this._quiet, words);
    show(this._quiet, words !== '');
    show(this._install, silence !== null && needsInstall(silence));
    show(this._search, list.length > 1);
    this._drawRows(notebook, list);
    this._drawFoot(notebook, frames?.more ?? 0, list, isBusy(silence) ? at : null);
    this._filter();
  }

  /** Newest first; a row that stays is kept, with its focus and the target chosen in it. */
  private _drawRows(notebook: NotebookPanel | null, frames: Frame[]): void {
    const kept = new Set(frames.map(one => one.name));
    for (const name of [...this._rows.keys()].filter(one => !kept.has(one))) {
      this._rows.delete(name);
    }
    const rows = [...frames].reverse().map(frame => {
      const row = this._rows.get(frame.name) ?? new FrameRow(this._trans);
      this._rows.set(frame.name, row);
      row.draw(frame, notebook !== null && isReadOnly(notebook));
      row.onInsert = async choice => notebook && this._actions.insert(notebook, frame, choice);
      row.onBeside = async choice => notebook && this._actions.beside(notebook, frame, choice);
      return row.el;
    });
    if (rows.length !== this._list.children.length || rows.some((el, at) => el !== this._list.children[at])) {
      fill(this._list, ...rows);
    }
    show(this._list, rows.length > 0);
  }

  private _drawFoot(notebook: NotebookPanel | null, more: number, frames: Frame[], busySince: Date | null): void {
    const trans = this._trans;
    const looked = Math.max(0, ...frames.filter(one => one.looked < one.rows).map(one => one.looked));
    const time = busySince?.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const lines = [
      looked ? trans.__('Shares of large frames are from %1 rows, spread over all of them.', count(looked)) : '',
      more ? trans.__('%1 older data frames are not shown.', more) : '',
      time ? trans.__('Kernel busy: list from %1.', time) : '',
      notebook && frames.length && isReadOnly(notebook)
        ? trans.__('This notebook is read-only: no cell can be inserted. Use "Open beside", or save a copy.')
        : ''
    ].filter(Boolean);
    fill(this._foot, ...lines.map(text => h('p', { text })));
  }

  private _filter(): void {
    const wanted = this._search.hidden ? '' : this._search.value.trim().toLowerCase();
    const found = [...this._rows.values()].filter(row => {
      show(row.el, row.matches(wanted));
      return !row.el.hidden;
    });
    show(this._unmatched, wanted !== '' && found.length === 0);
  }
}

function whereWords(notebook: NotebookPanel): string {
  return [notebook.title.label, notebook.sessionContext.kernelDisplayName].join(', ');
}

/** The one quiet sentence of a state in which there is nothing to list. */
function quietWords({ notebook, frames, silence }: Seen, isManual: boolean, trans: TranslationBundle): string {
  if (!notebook) {
    return trans.__('Open a notebook to see the data frames of its kernel.');
  }
  if (silence && !(isBusy(silence) && frames?.frames.length)) {
    return silenceWords(silence, trans);
  }
  if (!frames && isManual) {
    return trans.__('Press Refresh to list the data frames.');
  }
  return frames?.frames.length === 0
    ? trans.__('No data frame yet. One that a cell makes (pandas or polars) is listed here.')
    : '';
}
