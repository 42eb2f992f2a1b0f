/** Bundle the JupyterLab extension into labextension/: the same bytes each time. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LIMIT_BYTES = 60_000; // all of it that a browser loads
const here = fileURLToPath(new URL('.', import.meta.url));
const run = (...words) => execFileSync(process.execPath, words, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });

rmSync(`${here}lib`, { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.extension.json');
const builder = 'node_modules/@jupyter/builder/lib/build-labextension.js';
run(builder, '--core-package-file', 'node_modules/@jupyterlab/core-meta/core.package.json', '.');

const files = readdirSync(`${here}labextension/static`).map(
  name => statSync(`${here}labextension/static/${name}`).size
);
const bytes = files.reduce((sum, size) => sum + size, 0);
console.log(`labextension ${bytes} bytes`);
if (bytes > LIMIT_BYTES) {
  console.error(`labextension is over ${LIMIT_BYTES} bytes: take something out.`);
  process.exitCode = 1;
}
