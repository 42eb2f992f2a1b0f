// @vitest-environment node
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function build(): string[] {
  const place = mkdtempSync(join(tmpdir(), 'lab-'));
  execFileSync('node', ['build.mjs'], { env: { ...process.env, SYNTHBALANCE_STATIC: place } });
  const files = ['lab.js', 'lab.css'].map(name => readFileSync(join(place, name), 'utf8'));
  rmSync(place, { recursive: true });
  return files;
}

test('two builds are the same, byte for byte, and stay small', () => {
  const [script = '', styles = ''] = build();
  expect(build()).toEqual([script, styles]);
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(96_000);
});

test('the module asks no network and parses no text as markup', () => {
  const [script = '', styles = ''] = build();
  expect(script).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch\(|XMLHttpRequest|import\(|eval\(/
  );
  expect(script.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  expect(styles).not.toMatch(/url\(|@import/);
});
