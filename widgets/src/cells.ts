/** The code of the cells that the extension writes: pure functions, with names from outside as literals only. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { percent, count } from './lab/format';
import { pythonLiteral } from './literal';
import type { Frame, Target } from './protocol';
import type { Defaults } from './settings';

/** Rows that are read of a file which may not fit into memory. */
export const MOST_ROWS = 1_000_000;
const LARGE = { text: 500_000_000, binary: 200_000_000, packed: 50_000_000 };
const IMPORT = 'from synthbalance.ui import BalanceLab';
const TABLE = /\.(?:[ct]sv(\.(?:gz|bz2|zip|xz|zst))?|(parquet|feather))$/i;

/** Whether a file's name says that it is a table. */
export function isTable(name: string): boolean {
  return TABLE.test(name);
}

/** A table's file name without its ending. */
export function stemOf(name: string): string {
  return name.replace(TABLE, '');
}

/** The first cell: read the file beside the notebook; of a very large one only the first rows, and say so. */
export function readCell(name: string, bytes: number, trans: TranslationBundle): string {
  const [, packed, binary] = TABLE.exec(name) ?? [];
  const isLarge = bytes > LARGE[packed ? 'packed' : binary ? 'binary' : 'text'];
  const rows = isLarge ? `, rows=${grouped(MOST_ROWS)}` : '';
  const note = isLarge
    ? [
        comment(
          trans.__(
            '%1: only the first %2 rows are read, so that they fit into memory.',
            size(bytes),
            count(MOST_ROWS, ' ')
          )
        ),
        comment(trans.__('To read all of them take out rows=..., to read fewer columns add columns=[...].'))
      ]
    : [];
  return lines(
    'import synthbalance as sb',
    '',
    ...note,
    `data = sb.read_table(${pythonLiteral(name)}${rows})`,
    'data.head()'
  );
}

/** The starter's first cell: payments that come with the package. */
export function starterCell(trans: TranslationBundle): string {
  return lines(
    'import synthbalance as sb',
    '',
    comment(trans.__('Simulated payments with a known fraud. For a table of yours: data = sb.read_table("...")')),
    'data = sb.load_transactions(n_rows=50_000, fraud_rate=0.005, random_state=0)',
    'data.head()'
  );
}

/** The target of the starter's table. */
export const STARTER: Target = { column: 'is_fraud', literal: '"is_fraud"', value: '1', share: 0.005, missing: 0 };

/** The cell with the panel on `data`, on the best of the candidates; without any the panel asks. */
export function panelCell(targets: Target[], defaults: Defaults, trans: TranslationBundle, guessed = true): string {
  const [best, ...others] = targets;
  const head = [IMPORT, ''];
  if (!best) {
    return lines(...head, noTarget(trans), `lab = BalanceLab(${costs(defaults)}).open(data)`, 'lab');
  }
  return lines(
    ...head,
    ...(guessed ? guess(best, others, trans) : []),
    `target = ${best.literal}`,
    ...(best.missing ? [unknownRows(trans), 'data = data[data[target].notna()]'] : []),
    `lab = BalanceLab(${options('data', 'target=target', defaults)})`,
    ...ratio('lab', defaults),
    'lab'
  );
}

/** The one cell that the side panel inserts; it takes no name that the frame or the user may have. */
export function frameCell(
  frame: Pick<Frame, 'name' | 'code' | 'kind'>,
  targets: Target[],
  chosen: boolean,
  defaults: Defaults,
  trans: TranslationBundle
): string {
  const { name, code } = frame;
  const [best, ...others] = targets;
  const lab = code === name ? `${name}_lab` : 'table_lab';
  const panel = code === 'BalanceLab' ? 'Panel' : 'BalanceLab';
  const head = [panel === 'Panel' ? `${IMPORT} as Panel` : IMPORT, ''];
  if (!best) {
    return lines(...head, noTarget(trans), `${lab} = ${panel}(${costs(defaults)}).open(${code})`, lab);
  }
  return lines(
    ...head,
    ...(chosen ? [] : guess(best, others, trans)),
    ...(best.missing ? [unknownRows(trans)] : []),
    `${lab} = ${panel}(${options(known(frame, best), `target=${best.literal}`, defaults)})`,
    ...ratio(lab, defaults),
    lab
  );
}

/** The same for a tab beside the notebook, as one expression: code that nobody sees leaves no name behind. */
export function besideCode(frame: Pick<Frame, 'code' | 'kind'>, targets: Target[], defaults: Defaults): string {
  const panel = "__import__('synthbalance.ui', fromlist=['BalanceLab']).BalanceLab";
  const [best] = targets;
  if (!best) {
    return `${panel}(${costs(defaults)}).open(${frame.code})`;
  }
  const made = `${panel}(${options(known(frame, best), `target=${best.literal}`, defaults)})`;
  return defaults.ratio > 0
    ? `(lambda lab: setattr(lab, 'ratio', max(${defaults.ratio}, lab.present_ratio)) or lab)(${made})`
    : made;
}

/** What was found out about how the file was written, on a line of its own; nothing for a plain file. */
export function assumedLine(assumed: string[], trans: TranslationBundle): string {
  return assumed.length ? `${comment(trans.__('Read with: %1', assumed.join('; ')))}\n` : '';
}

/** The last cell: questions that a reader of the notebook will ask. */
export function notesCell(trans: TranslationBundle): string {
  return lines(
    `## ${trans.__('Notes')}`,
    '',
    `- ${trans.__('What a missed rare row costs, and what a review costs:')}`,
    `- ${trans.__('What the holdout may say, and how often it was looked at:')}`,
    `- ${trans.__('Decision, and why (doing nothing included):')}`
  );
}

function guess(best: Target, others: Target[], trans: TranslationBundle): string[] {
  const also = others.map(one => `${one.literal} (${share(one)})`).join(', ');
  return [
    comment(
      trans.__('Guessed: its rarest value is in %1 of the rows. Change it if another column is meant.', share(best))
    ),
    ...(also ? [comment(trans.__('Other candidates: %1', also))] : [])
  ];
}

function noTarget(trans: TranslationBundle): string {
  return comment(trans.__('No column looks like a target (two values, one of them rare): choose it in the panel.'));
}

function unknownRows(trans: TranslationBundle): string {
  return comment(trans.__('Rows whose target is not known are left out.'));
}

/** The rows of a frame in which the target is known, in its own library's words. */
function known({ code, kind }: Pick<Frame, 'code' | 'kind'>, { literal, missing }: Target): string {
  if (!missing) {
    return code;
  }
  return kind === 'pandas'
    ? `${code}[${code}[${literal}].notna()]`
    : kind === 'polars'
      ? `${code}.drop_nulls(${literal})`
      : `${code}.filter(${code}[${literal}].is_valid())`;
}

function options(data: string, target: string, defaults: Defaults): string {
  const holdout = defaults.holdout === 0.25 ? '' : `holdout=${defaults.holdout}`;
  return [data, target, holdout, costs(defaults)].filter(Boolean).join(', ');
}

function ratio(lab: string, defaults: Defaults): string[] {
  return defaults.ratio > 0 ? [`${lab}.ratio = max(${defaults.ratio}, ${lab}.present_ratio)`] : [];
}

/** As a dict, which needs no import and so no name. */
function costs({ missed, review }: Defaults): string {
  return missed || review ? `costs={"missed": ${missed}, "review": ${review}}` : '';
}

function share(target: Target): string {
  return percent(target.share, 2, ' ');
}

function size(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

function grouped(value: number): string {
  return count(value, '_');
}

/** A translation, too, stays on its line. */
function comment(text: string): string {
  return `# ${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}`;
}

function lines(...all: string[]): string {
  return all.join('\n');
}
