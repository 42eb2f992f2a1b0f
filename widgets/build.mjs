/** Bundle the views into synthbalance/ui/static: a module and a stylesheet each, byte for byte the same each time. */
import { build, context } from 'esbuild';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// anywidget copies the module into every saved instance (see panel.md)
const LIMITS = { 'lab.js': 96_000, 'lab.css': 96_000, 'playground.js': 32_000, 'playground.css': 32_000 };
const here = fileURLToPath(new URL('.', import.meta.url));
const outdir = process.env.SYNTHBALANCE_STATIC ?? fileURLToPath(new URL('../synthbalance/ui/static', import.meta.url));

const options = {
  absWorkingDir: here,
  entryPoints: { lab: 'src/lab/index.ts', playground: 'src/playground/index.ts' },
  outdir,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  minify: true,
  sourcemap: false,
  logLevel: 'warning'
};
const styles = {
  ...options,
  entryPoints: { lab: 'src/lab/lab.css', playground: 'src/playground/playground.css' },
  target: ['chrome111', 'firefox113', 'safari16.4']
};

if (process.argv.includes('--watch')) {
  for (const one of [options, styles]) {
    await (await context(one)).watch();
  }
} else {
  await Promise.all([build(options), build(styles)]);
  Object.entries(LIMITS).forEach(([name, limit]) => report(name, limit));
}

/** Print the size of one file and fail when it is over the limit. */
function report(name, limit) {
  const bytes = statSync(`${outdir}/${name}`).size;
  console.log(`${name} ${bytes} bytes`);
  if (bytes > limit) {
    console.error(`${name} is over ${limit} bytes: take something out.`);
    process.exitCode = 1;
  }
}
