/** The sentence in words, and beside it the interval against the zone that this holdout cannot resolve, or the progress. */

import { differenceDrawing, scoreDrawing } from './charts/verdict';
import { fill, h, set, setText, show, whenChanged, type Child, type Part } from './dom';
import { isNumber, plain } from './format';
import { type LabModel } from './model';
import { button } from './fields';
import { partialScore } from './partial';
import type { Sentence } from './types';

const BASIS: Partial<Record<Sentence['kind'], string>> = {
  error: 'Not done. What is shown below is unchanged.',
  cancelled: 'Cancelled',
  empty: 'Nothing scored yet'
};
const WAITING = 'Doing nothing is scored first: it is what every strategy has to beat.';
const TAGS: Partial<Record<Sentence['kind'], string>> = { none: 'exact', exact: 'exact', preview: 'preview' };

/** The band under the tabs; `drawStatus` alone follows the progress of a job. */
export interface Band extends Part {
  drawStatus(): void;
}

export function sentence(model: LabModel): Band {
  const words = h('div', { class: 'sb-words' });
  const drawing = h('div', { class: 'sb-drawing' });
  const progress = progressBlock(model);
  const exact = exactBlock(model);
  const el = h('section', { class: 'sb-verdict', 'aria-label': 'Sentence in words' });
  el.append(words, h('div', { class: 'sb-slot' }, drawing, progress.el, exact.el));
  const redraw = whenChanged(() => {
    const now = model.get('sentence');
    set(el, { class: `sb-verdict sb-kind-${now.kind ?? 'empty'}` });
    fill(words, ...sentenceWords(now));
    fill(drawing, drawingOf(now));
  });
  const drawSlot = (): void => {
    const busy = model.get('busy');
    const stopped = model.get('sentence').kind === 'cancelled';
    const waits = !busy && (stopped || (!model.get('auto_exact') && model.get('preview').name !== undefined));
    show(progress.el, busy);
    show(exact.el, waits);
    show(drawing, !busy && !waits);
    progress.draw();
    exact.draw();
  };
  return {
    el,
    draw() {
      redraw(model.get('sentence'));
      drawSlot();
    },
    drawStatus: drawSlot
  };
}

function sentenceWords(now: Partial<Sentence>): Child[] {
  const tag = now.kind && TAGS[now.kind];
  const dot = h('span', { class: `sb-dot sb-dot-${now.kind ?? 'empty'}` });
  const kind = h(
    'div',
    { class: 'sb-kind' },
    tag ? h('span', { class: `sb-tag sb-${tag}`, text: tag }) : dot,
    h('span', { text: now.basis || (BASIS[now.kind ?? 'empty'] ?? '') })
  );
  const wayOut = now.error?.way_out;
  return [
    kind,
    h('p', {}, ...emphasised(now)),
    now.sub ? h('p', { class: 'sb-sub', text: now.sub }) : null,
    wayOut && !now.sub?.includes(wayOut) && !now.text?.includes(wayOut)
      ? h('p', { class: 'sb-sub', text: wayOut })
      : null
  ];
}

const GAIN = /^(.+? (?:gains|loses) [^ ]+)( \([^()]*\))(: )([^,]+?)( on this holdout.*)$/u;
const NOTHING = /^(Doing nothing scores [^ ]+)( \([^()]*\))?(.*)$/u;

/** The one string of the kernel, its name, figure and verdict in bold; the text itself is never changed. */
export function emphasised(now: Partial<Sentence>): Child[] {
  const text = now.text || WAITING;
  if (now.kind === 'error') {
    return [h('b', { text })];
  }
  const gain = GAIN.exec(text);
  if (gain) {
    const [, head = '', bounds = '', colon = '', verdict = '', rest = ''] = gain;
    return [h('b', { text: head }), nowrap(bounds), colon, h('b', { text: verdict }), rest];
  }
  const nothing = NOTHING.exec(text);
  if (nothing) {
    const [, head = '', bounds = '', rest = ''] = nothing;
    return [h('b', { text: head }), nowrap(bounds), rest];
  }
  return [text];
}

function nowrap(bounds: string): Child {
  return h('span', {}, bounds.startsWith(' ') ? ' ' : '', h('span', { class: 'sb-n', text: bounds.trimStart() }));
}

function drawingOf(now: Partial<Sentence>): Child {
  const isDrawn = now.kind === 'exact' || now.kind === 'none' || now.kind === 'cancelled';
  if (!isDrawn || !isNumber(now.value)) {
    return null;
  }
  return isNumber(now.delta) ? differenceDrawing(now) : scoreDrawing(now);
}

function progressBlock(model: LabModel): Part {
  const stage = h('span', { class: 'sb-cap' });
  const left = h('span', { class: 'sb-cap sb-n' });
  const fillBar = h('i');
  const bar = h('div', { class: 'sb-progress', role: 'progressbar', 'aria-label': 'Progress' }, fillBar);
  set(bar, { 'aria-valuemin': 0, 'aria-valuemax': 100 });
  const look = h('span', { class: 'sb-cap' });
  const partial = partialScore(model);
  const el = h('div', { class: 'sb-job' }, h('div', { class: 'sb-slhead' }, stage, left), bar, partial.el, look);
  return {
    el,
    draw() {
      partial.draw();
      const { stage: name, share, seconds_left } = model.get('progress');
      show(bar, isNumber(share));
      setText(stage, name ? name.charAt(0).toUpperCase() + name.slice(1) : 'Working');
      setText(left, isNumber(seconds_left) ? `${plain(Math.max(0, seconds_left), 2)} s left` : '');
      fillBar.style.transform = `scaleX(${isNumber(share) ? Math.min(1, Math.max(0, share)) : 0})`;
      set(bar, { 'aria-valuenow': isNumber(share) ? Math.round(share * 100) : null });
      const isExact = model.get('message').startsWith('Running exact');
      setText(look, isExact ? `Will be look ${model.get('looks') + 1} at the holdout.` : '');
    }
  };
}

function exactBlock(model: LabModel): Part {
  const go = button('Score on holdout', 'sb-pri', () => {
    model.send({ type: 'exact' });
  });
  const cap = h('span', { class: 'sb-cap' });
  return {
    el: h('div', { class: 'sb-job', 'data-kernel': '' }, go.el, cap),
    draw() {
      setText(cap, `Will be look ${model.get('looks') + 1} at the holdout.`);
    }
  };
}
