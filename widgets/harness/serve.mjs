/** Serve the harness and the built view on 127.0.0.1, for looking at the panel without a kernel. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const FILES = {
  '/': new URL('index.html', import.meta.url),
  '/model.js': new URL('model.js', import.meta.url),
  '/more.js': new URL('more.js', import.meta.url),
  '/quality.js': new URL('quality.js', import.meta.url),
  '/static/lab.js': new URL('../../synthbalance/ui/static/lab.js', import.meta.url),
  '/static/lab.css': new URL('../../synthbalance/ui/static/lab.css', import.meta.url)
};
const port = Number(process.argv[2] ?? 8765);

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  const file = FILES[pathname];
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': `${TYPES[extname(file.pathname)]}; charset=utf-8` });
  response.end(await readFile(file));
}).listen(port, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${port}/?scene=score&theme=light&width=940`);
});
