// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const LOCALE = '../synthbalance/locale';
const SOURCES = readdirSync('src').filter(name => name.endsWith('.ts'));

/** What each call of the translator says: its literal texts, or null for an expression. */
function labels(): (string | null)[] {
  const found: (string | null)[] = [];
  for (const name of SOURCES) {
    const file = ts.createSourceFile(name, readFileSync(`src/${name}`, 'utf8'), ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      const called =
        ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name;
      if (called && ['__', '_n'].includes(called.text)) {
        const [text] = (node as ts.CallExpression).arguments;
        found.push(text && ts.isStringLiteral(text) ? text.text : null);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

const places = (text: string): string[] => [...new Set(text.match(/%\d/g))].sort();

test('every label is a literal, so that tools find it', () => {
  expect(labels().length).toBeGreaterThan(60);
  expect(labels()).not.toContain(null);
});

describe.each(readdirSync(LOCALE))('the catalogue of %s', language => {
  const path = `${LOCALE}/${language}/LC_MESSAGES/synthbalance_lab.json`;
  const catalogue = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>;

  test('has a text for each label, and no other', () => {
    const known = Object.keys(catalogue).filter(Boolean);
    expect(known.sort()).toEqual([...new Set(labels() as string[])].sort());
    expect(known.flatMap(label => catalogue[label]).filter(text => !text?.trim())).toEqual([]);
  });

  test('keeps the places of what is filled in', () => {
    for (const label of Object.keys(catalogue).filter(Boolean)) {
      for (const text of catalogue[label] ?? []) {
        expect([label, places(text)]).toEqual([label, places(label)]);
      }
    }
  });

  test('is of this domain and language', () => {
    expect(catalogue['']).toMatchObject({ domain: 'synthbalance_lab', language: language.replace('_', '-') });
  });
});
