// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { frameCell, isTable, notesCell, panelCell, readCell, STARTER, starterCell } from '../../src/cells';
import { DEFAULTS, type Settings } from '../../src/settings';
import { bundle, target, trans } from './fakes';

const [MB, HOSTILE] = [1_000_000, `'); import os; os.system("x") #\n\u2028.csv`];

function settings(more: Partial<Settings> = {}): Settings {
  return { ...DEFAULTS, ...more };
}

/** The lines that Python sees, without comments. */
function code(cell: string): string[] {
  return cell.split(/\r\n|[\n\r\f]/).filter(line => line && !line.startsWith('#'));
}

test.each(['a.csv', 'a.TSV', 'b/a.b.parquet'])('%s is a table', name => {
  expect(isTable(name)).toBe(true);
});

test.each(['a.csv.gz', 'csv', 'a.ipynb', 'a.csv\n'])('%j is no table', name => {
  expect(isTable(name)).toBe(false);
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
    ['A.PARQUET', 200 * MB, 200]
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
    expect(panelCell('data', [], DEFAULTS, trans).split('\n')).toEqual([
      'from synthbalance.ui import BalanceLab',
      '',
      '# No column looks like a target (two values, one of them rare): choose it in the panel.',
      'lab = BalanceLab().open(data)',
      'lab'
    ]);
  });

  test('takes the best candidate, says why, and lists the others', () => {
    const targets = [target('is_fraud', 0.04), target('is_vip', 0.0017), target("o'hara", 0.3)];
    expect(panelCell('data', targets, DEFAULTS, trans).split('\n')).toEqual([
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
    const cell = panelCell('data', [STARTER, target('other')], DEFAULTS, trans, false);
    expect(cell).not.toContain('#');
    expect(cell).toContain('target = "is_fraud"');
  });

  test.each([
    [{ holdout: 0.3 }, 'lab = BalanceLab(data, target=target, holdout=0.3)'],
    [{ missed: 100 }, 'lab = BalanceLab(data, target=target, costs=sb.Costs(missed=100, review=0))'],
    [{ review: 2.5 }, 'lab = BalanceLab(data, target=target, costs=sb.Costs(missed=0, review=2.5))'],
    [{ ratio: 0.1 }, 'lab.ratio = max(0.1, lab.present_ratio)']
  ])('states %j because the kit has another value', (more, line) => {
    expect(code(panelCell('data', [STARTER], settings(more), trans))).toContain(line);
  });

  test('without a candidate still states the costs', () => {
    expect(panelCell('data', [], settings({ missed: 9, review: 1 }), trans)).toContain(
      'lab = BalanceLab(costs=sb.Costs(missed=9, review=1)).open(data)'
    );
  });
});

describe('the cell of a data frame', () => {
  test('imports the kit only for costs', () => {
    const plain = frameCell('df', [STARTER], DEFAULTS, trans);
    const costly = frameCell('df', [STARTER], settings({ review: 3 }), trans);
    expect(plain).not.toContain('import synthbalance as sb');
    expect(costly.split('\n')[0]).toBe('import synthbalance as sb');
    expect(costly).toContain('BalanceLab(df, target=target, costs=sb.Costs(missed=0, review=3))');
  });
});

test('a translation with line ends stays in its comment', () => {
  const broken = bundle(text => `${text}\nimport os\r\nos.x()\u2028os.y()\u2029os.z()\vos.a()\x85os.b() %1`);
  const cells = [
    readCell('a.csv', 600 * MB, broken),
    starterCell(broken),
    panelCell('data', [], DEFAULTS, broken),
    frameCell('df', [STARTER, target('b')], DEFAULTS, broken)
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
