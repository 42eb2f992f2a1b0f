/** Step 6: the script, the dataset, the data card, the model. */

import { fill, h, setText, show, whenChanged, type Child, type Part } from '../dom';
import { button, select } from '../fields';
import { noneRun, runTitle, shownRun, type LabModel } from '../model';
import { codePart } from './code';
import { filesPart, ownThreshold } from './files';
import { pinned } from './compare';

const NOT_YET = 'There is something to save once a run is scored on the holdout.';
const NO_KERNEL = 'Nothing was made ready here while there was a kernel.';

export function exportStep(model: LabModel): Part {
  const head = exportHead(model);
  const code = codePart(model);
  const files = filesPart(model);
  const own = ownThreshold(model);
  const quiet = h('p', { class: 'sb-quietline' });
  const body = h('div', {}, head.el, code.el, files.el, own.el);
  return {
    el: h('div', { class: 'sb-export' }, quiet, body),
    draw() {
      const isKnown = Boolean(model.get('export').code);
      show(body, isKnown);
      show(quiet, !isKnown);
      setText(quiet, model.gone ? NO_KERNEL : NOT_YET);
      head.draw();
      code.draw(isCurrent(model));
      files.draw(isCurrent(model));
      own.draw();
    }
  };
}

/** What is here belongs to the shown run; without a kernel it stays that of the last one. */
function isCurrent(model: LabModel): boolean {
  return model.gone || model.get('export').run === shownRun(model)?.name;
}

/** Which run, what to know before it is saved, and the way to None. */
function exportHead(model: LabModel): Part {
  const runs = select('Run', shown => {
    model.set({ shown });
  });
  const words = h('span');
  const none = button('Export None instead', 'sb-quiet', () => {
    model.set({ shown: 'none' });
  });
  const rebuild = whenChanged(() => {
    fill(words, ...verdictWords(model));
  });
  return {
    el: h('div', { class: 'sb-exporthead', 'data-kernel': '' }, runs.el, h('p', {}, words, ' ', none.el)),
    draw() {
      const name = (model.gone ? model.get('export').run : shownRun(model)?.name) ?? '';
      runs.show(
        pinned(model.get('runs')).map(run => ({ value: run.name, text: runTitle(run.name) })),
        name
      );
      rebuild(model.get('export').verdict, isCurrent(model));
      show(none.el, name !== 'none' && noneRun(model) !== undefined);
    }
  };
}

/** The one string of the kernel; the verdict, its first sentence, is bold. */
function verdictWords(model: LabModel): Child[] {
  if (!isCurrent(model)) {
    return ['Being made ready.'];
  }
  const text = model.get('export').verdict ?? '';
  const [, lead = text, verdict = '', rest = ''] = /^(Before [^:]+: )(.+?\.)( .*|)$/su.exec(text) ?? [];
  return [lead, h('b', { text: verdict }), rest];
}
