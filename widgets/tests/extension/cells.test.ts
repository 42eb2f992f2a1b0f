// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  besideCode,
  frameCell,
  isTable,
  notesCell,
  panelCell,
  readCell,
  STARTER,
  starterCell,
  stemOf
} from '../../src/cells';
import type { Frame } from '../../src/protocol';
import { DEFAULTS, type Settings } from '../../src/settings';
import { bundle, frame, target, trans } from './fakes';

const [MB, HOSTILE] = [1_000_000, `'); import os; os.system("x") #\n\u2028.csv`];

function settings(more: Partial<Settings> = {}): Settings {
  return { ...DEFAULTS, ...more };
}

/** The lines that Python sees, without comments. */
function code(cell: string): string[] {
  return cell.split(/\r\n|[\n\r\f]/).filter(line => line && !line.startsWith('#'));
}

test.each(['a.csv', 'a.TSV', 'b/a.b.parquet', 'a.feather', 'a.csv.gz', 'a.Tsv.ZST'])('%s is a table', name => {
  expect(isTable(name)).toBe(true);
});

test.each(['a.gz', 'a.parquet.gz', 'csv', 'a.ipynb', 'a.csv\n'])('%j is no table', name => {
  expect(isTable(name)).toBe(false);
});

test.each([
  ['payments.csv.gz', 'payments'],
  ['a.b.parquet', 'a.b'],
  ['notes.txt', 'notes.txt']
])('the notebook of %s begins with %s', (name, stem) => {
  expect(stemOf(name)).toBe(stem);
});

describe('the cell that reads a file', () => {
  test('names the file and shows its first rows', () => {
    expect(readCell('payments.csv', 12, trans)).toBe(
      'import synthbalance as sb\n\ndata = sb.read_table("payments.csv")\ndata.head()'
    );
  });

  test('holds a hostile name as one literal', () => {
    expect(code(readCell(HOSTILE, 12, trans))[1]).toBe(
      String.raw`data = sb.read_table("'); import os; os.system(\"x\") #\n\u2028.csv")`
    );
  });

  test.each([
    ['a.csv', 500 * MB, 500],
    ['a.tsv', 500 * MB, 500],
    ['a.parquet', 200 * MB, 200],
    ['A.PARQUET', 200 * MB, 200],
    ['a.feather', 200 * MB, 200],
    ['a.csv.gz', 50 * MB, 50]
  ])('reads all of %s up to its limit, and the first rows of a larger one', (name, limit, words) => {
    expect(readCell(name, limit, trans)).not.toContain('rows');
    const large = readCell(name, limit + 1, trans);
    expect(large).toContain(`data = sb.read_table("${name}", rows=1_000_000)`);
    expect(large).toContain(`# ${words} MB: only the first 1 000 000 rows are read, so that they fit into memory.`);
    expect(large).toContain('# To read all of them take out rows=..., to read fewer columns add columns=[...].');
  });

  test('says the size of a very large file in gigabytes', () => {
    expect(readCell('a.csv', 12_345 * MB, trans)).toContain('# 12.3 GB: only');
  });
});

describe('the cell with the panel', () => {
  test('without a candidate leaves the target to the panel', () => {
    expect(panelCell([], DEFAULTS, trans).split('\n')).toEqual([
      'from synthbalance.ui import BalanceLab',
      '',
      '# No column looks like a target (two values, one of them rare): choose it in the panel.',
      'lab = BalanceLab().open(data)',
      'lab'
    ]);
  });

  test('takes the best candidate, says why, and lists the others', () => {
    const targets = [target('is_fraud', 0.04), target('is_vip', 0.0017), target("o'hara", 0.3)];
    expect(panelCell(targets, DEFAULTS, trans).split('\n')).toEqual([
      'from synthbalance.ui import BalanceLab',
      '',
      '# Guessed: its rarest value is in 4 % of the rows. Change it if another column is meant.',
      `# Other candidates: "is_vip" (0.17 %), "o'hara" (30 %)`,
      'target = "is_fraud"',
      'lab = BalanceLab(data, target=target)',
      'lab'
    ]);
  });

  test('says nothing of guessing where the target is known', () => {
    const cell = panelCell([STARTER, target('other')], DEFAULTS, trans, false);
    expect(cell).not.toContain('#');
    expect(cell).toContain('target = "is_fraud"');
  });

  test.each([
    [{ holdout: 0.3 }, 'lab = BalanceLab(data, target=target, holdout=0.3)'],
    [{ missed: 100 }, 'lab = BalanceLab(data, target=target, costs={"missed": 100, "review": 0})'],
    [{ review: 2.5 }, 'lab = BalanceLab(data, target=target, costs={"missed": 0, "review": 2.5})'],
    [{ ratio: 0.1 }, 'lab.ratio = max(0.1, lab.present_ratio)']
  ])('states %j because the kit has another value', (more, line) => {
    expect(code(panelCell([STARTER], settings(more), trans))).toContain(line);
  });

  test('without a candidate still states the costs', () => {
    expect(panelCell([], settings({ missed: 9, review: 1 }), trans)).toContain(
      'lab = BalanceLab(costs={"missed": 9, "review": 1}).open(data)'
    );
  });
});

describe('a candidate that is not known in every row', () => {
  const gaps = { ...target('y'), missing: 7 };

  test('leaves those rows out of the table that was read, and says so', () => {
    const cell = panelCell([gaps], DEFAULTS, trans);
    expect(cell).toContain('# Rows whose target is not known are left out.');
    expect(code(cell).slice(-3)).toEqual([
      'data = data[data[target].notna()]',
      'lab = BalanceLab(data, target=target)',
      'lab'
    ]);
  });

  test.each([
    ['pandas', 'df[df["y"].notna()]'],
    ['polars', 'df.drop_nulls("y")'],
    ['pyarrow', 'df.filter(df["y"].is_valid())']
  ])('leaves them out of a frame of %s in its own words', (kind, rows) => {
    const given = frame('df', [gaps], { kind });
    expect(frameCell(given, [gaps], false, DEFAULTS, trans)).toContain(`BalanceLab(${rows}, target="y")`);
    expect(besideCode(given, [gaps], DEFAULTS)).toContain(`.BalanceLab(${rows}, target="y")`);
  });
});

describe('the cell of a data frame', () => {
  const cell = (name: string, more: Partial<Frame> = {}, chosen = false): string[] =>
    code(frameCell(frame(name, [], more), [STARTER], chosen, DEFAULTS, trans));

  test.each(['target', 'lab', 'sb', 'df'])('takes no name that the frame %s has', name => {
    expect(cell(name).slice(-2)).toEqual([`${name}_lab = BalanceLab(${name}, target="is_fraud")`, `${name}_lab`]);
  });

  test('imports the panel under another name for a frame of its name', () => {
    expect(cell('BalanceLab')).toEqual([
      'from synthbalance.ui import BalanceLab as Panel',
      'BalanceLab_lab = Panel(BalanceLab, target="is_fraud")',
      'BalanceLab_lab'
    ]);
  });

  test('names a frame that is no identifier as the kernel does', () => {
    expect(cell('Sheet 1', { code: "globals()['Sheet 1']" })[1]).toBe(
      'table_lab = BalanceLab(globals()[\'Sheet 1\'], target="is_fraud")'
    );
  });

  test('calls a target a guess only where the user did not choose it', () => {
    const said = (chosen: boolean) => frameCell(frame('df'), [STARTER], chosen, DEFAULTS, trans);
    expect([said(false).includes('# Guessed'), said(true).includes('#')]).toEqual([true, false]);
  });
});

describe('the code of a tab beside the notebook', () => {
  test.each([[DEFAULTS], [settings({ ratio: 0.2, review: 3, holdout: 0.4 })]])(
    'is one expression without an assignment: %j',
    defaults => {
      const code = besideCode(frame('df'), [STARTER], defaults);
      expect(code).not.toMatch(/\n|import |[^=!<>(,{ ]\s=\s/);
      expect(code).toContain('BalanceLab(df, target="is_fraud"');
    }
  );

  test('leaves the target to the panel where there is no candidate', () => {
    expect(besideCode(frame('df'), [], DEFAULTS)).toMatch(/BalanceLab\(\)\.open\(df\)$/);
  });
});

test('a translation with line ends stays in its comment', () => {
  const broken = bundle(text => `${text}\nimport os\r\nos.x()\u2028os.y()\u2029os.z()\vos.a()\x85os.b() %1`);
  const cells = [
    readCell('a.csv', 600 * MB, broken),
    starterCell(broken),
    panelCell([], DEFAULTS, broken),
    frameCell(frame('df'), [STARTER, target('b')], false, DEFAULTS, broken)
  ];
  expect(cells.join('\n')).toContain('import os');
  const lines = cells.flatMap(one => one.split(/[\n\v\f\r\x85\u2028\u2029]/));
  expect(lines.filter(line => /import os|os\./.test(line) && !line.startsWith('# '))).toEqual([]);
});

test('the starter makes payments that come with the package, with their known target', () => {
  expect(code(starterCell(trans))).toContain(
    'data = sb.load_transactions(n_rows=50_000, fraud_rate=0.005, random_state=0)'
  );
  expect(STARTER.literal).toBe('"is_fraud"');
});

test('the notes ask three questions under a heading', () => {
  expect(
    notesCell(trans)
      .split('\n')
      .map(line => line.slice(0, 3))
  ).toEqual(['## ', '', '- W', '- W', '- D']);
});
