/** The compact table "Scores" beside the strategy: a preview on validation rows, or the exact run on the holdout. */

import { h, setText, type Part } from '../dom';
import { count } from '../format';
import { noneRun, runTitle, shownRun, type LabModel } from '../model';
import { scoreText, scoreTitle } from '../scorewords';
import { table, type Row } from '../tables';
import type { Preview, Triple } from '../types';

const KEYS = ['average_precision', 'recall_at_fpr_1', 'precision', 'recall', 'calibration_error', 'cost'];

type Scores = Partial<Record<string, Triple>>;

export function quickScores(model: LabModel): Part {
  const scores = table('Scores', 'sb-quick');
  const note = h('p', { class: 'sb-cap' });
  return {
    el: h('div', { class: 'sb-scores' }, scores.el, note),
    draw() {
      const preview = model.get('preview');
      const isPreview = preview.name !== undefined || preview.scores !== undefined;
      const run = shownRun(model);
      const none = noneRun(model);
      const isNone = !isPreview && (run === undefined || run.name === 'none');
      const own: Scores = (isPreview ? preview.scores : run?.scores) ?? {};
      const other: Scores = isPreview ? noneOfPreview(preview) : (none?.scores ?? {});
      const name = isPreview ? (preview.name ?? preview.label ?? 'Preview') : runTitle(run?.name ?? 'none');
      const holdout = model.get('facts').parts?.find(part => part.name === 'holdout');
      const where = isPreview ? ', preview, validation rows' : `, exact, ${count(holdout?.rows)} holdout rows`;
      scores.show({
        caption: ['Scores', where],
        head: isNone ? ['', 'None'] : ['', runTitle(name).replaceAll(' %', '\u00a0%'), 'None'],
        rows: rowsOf(own, isNone ? null : other)
      });
      setText(note, isPreview ? 'One quick model. The exact run decides; a preview is never in the ledger.' : '');
    }
  };
}

function noneOfPreview(preview: Preview): Scores {
  const { primary, none_value, none_scores } = preview;
  if (none_scores) {
    return none_scores;
  }
  return typeof none_value === 'number' ? { [primary ?? 'average_precision']: [none_value, null, null] } : {};
}

function rowsOf(own: Scores, other: Scores | null): Row[] {
  const keys = KEYS.filter(key => typeof own[key]?.[0] === 'number');
  return keys.map(key => {
    const cells = [scoreTitle(key), scoreText(key, own[key]?.[0])];
    const beside = other?.[key] ? scoreText(key, other[key][0]) : '';
    return { cells: other ? [...cells, beside] : cells };
  });
}
