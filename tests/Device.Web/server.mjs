// Serves a folder as web servers do, as /shop/ and as /other/: what is compressed goes out compressed.

import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.odr': 'application/octet-stream',
};

// folder can be changed while it serves; files in missing are not found; those in changed have other contents, by their names.
export async function serve(folder) {
  const site = { folder, missing: new Set(), changed: new Map() };
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)).replace(/^\/(shop|other)\//, '/');
    const file = join(site.folder, path.endsWith('/') ? `${path}index.html` : path);
    const name = basename(file);
    if (site.missing.has(name) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    // Pages are asked for anew, what they use is kept for a day, as a careless server has it.
    const headers = {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': extname(file) === '.html' ? 'no-cache' : 'max-age=86400',
    };
    if (site.changed.has(name)) {
      response.writeHead(200, headers).end(site.changed.get(name));
      return;
    }
    const small = existsSync(`${file}.br`) && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(200, small ? { ...headers, 'content-encoding': 'br' } : headers).end(readFileSync(small ? `${file}.br` : file));
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  return Object.assign(site, { address: `http://localhost:${server.address().port}/shop/`, close: () => server.close() });
}
