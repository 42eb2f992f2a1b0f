/** The header: what the data are, how they are split, how often the holdout was looked at, what runs, Cancel. */

import { fill, h, set, setText, show, whenChanged, type Part } from './dom';
import { count, percent, times } from './format';
import type { LabModel } from './model';
import type { Facts } from './types';

/** A header; `drawStatus` alone follows progress, message and busy. */
export interface Header extends Part {
  drawStatus(): void;
}

export function header(model: LabModel): Header {
  const status = statusLine(model);
  const file = h('span', { class: 'sb-file' });
  const facts = h('dl', { class: 'sb-facts' });
  const top = h('div', { class: 'sb-hd1' }, h('span', { class: 'sb-name', text: 'SynthBalance' }), file, status.el);
  const el = h('div', { class: 'sb-hd' }, top, facts);
  const redraw = whenChanged(() => {
    const now = model.get('facts');
    fillFile(file, now);
    fill(facts, ...(now.rows === undefined ? [] : factCells(now, model.get('looks'))));
    show(facts, now.rows !== undefined);
  });
  return {
    el,
    draw() {
      const { title, target, rows, rare, rare_share, parts } = model.get('facts');
      redraw(title, target, rows, rare, rare_share, parts, model.get('looks'));
      status.draw();
    },
    drawStatus: status.draw
  };
}

function fillFile(el: HTMLElement, facts: Partial<Facts>): void {
  if (facts.title === undefined) {
    setText(el, 'no data yet');
    return;
  }
  const target = h('span', { class: 'sb-target' }, ', target ', h('code', { text: facts.target ?? '' }));
  fill(el, h('span', { text: facts.title, title: facts.title }), target);
}

function factCells(facts: Partial<Facts>, looks: number): HTMLElement[] {
  return [
    fact('Rows', h('dd', { text: count(facts.rows) })),
    fact('Rare rows', h('dd', { text: `${count(facts.rare)} (${percent(facts.rare_share)})` })),
    fact('Split', h('dd', {}, splitBar(facts)), 'sb-wide'),
    fact(
      'Looks so far',
      h('dd', { text: looks > 0 ? `Holdout looked at ${times(looks)}` : 'Holdout not looked at yet' })
    )
  ];
}

function fact(term: string, value: HTMLElement, look?: string): HTMLElement {
  return h('div', { class: look }, h('dt', { text: term, class: look ? 'sb-sr' : null }), value);
}

/** Lengths by share, and the words "train 60 / validation 15 / holdout 25: real rows only, never resampled". */
function splitBar(facts: Partial<Facts>): HTMLElement {
  const parts = facts.parts ?? [];
  const bar = h('div', { class: 'sb-splitbar', 'aria-hidden': 'true' });
  const words = h('div', { class: 'sb-splitlab' });
  for (const part of parts) {
    const piece = h('i', {
      class: `sb-part-${part.name}`,
      title: `${count(part.rows)} rows, ${count(part.rare)} rare`
    });
    piece.style.flexGrow = String(part.share);
    bar.append(piece);
    const label = `${part.name} ${Math.round(part.share)}`;
    const isLast = part.name === 'holdout';
    words.append(isLast ? h('b', { text: `${label}: real rows only, never resampled` }) : `${label} / `);
  }
  return h('div', {}, bar, words);
}

const TAIL = /(,\s*\d+\s*%(?:,\s*[^,]*left)?)$/u;

/** Status and Cancel. The changing tail (", 46 %, 4 s left") is seen but not read out ten times a second. */
function statusLine(model: LabModel): Part {
  const dot = h('span', { class: 'sb-dot', 'aria-hidden': 'true' });
  const lead = h('b');
  const rest = h('span', { class: 'sb-detail' });
  const tail = h('span', { class: 'sb-tail', 'aria-hidden': 'true' });
  const region = h('span', { role: 'status', 'aria-live': 'polite' }, lead, rest, tail);
  const cancel = h('button', { class: 'sb-btn sb-sm', text: 'Cancel' });
  cancel.addEventListener('click', () => {
    model.send({ type: 'cancel' });
  });
  const el = h('div', { class: 'sb-status' }, dot, region, cancel);
  return {
    el,
    draw() {
      const busy = model.get('busy');
      const message = model.get('message') || (busy ? 'Running' : 'Idle');
      const word = /^\w+/u.exec(message)?.[0] ?? '';
      const after = message.slice(word.length);
      const changing = busy ? (TAIL.exec(after)?.[0] ?? '') : '';
      setText(lead, word);
      setText(rest, after.slice(0, after.length - changing.length));
      setText(tail, changing);
      set(dot, { class: `sb-dot ${busy ? 'sb-run' : word === 'Error' ? 'sb-err' : ''}` });
      set(region, { title: message });
      cancel.disabled = !busy;
    }
  };
}
