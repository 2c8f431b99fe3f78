import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export interface RunningServer {
  /** `http://localhost:<port>` */
  readonly origin: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** A plain static host: serves the files of `folder` below `path`, without special headers, and 404 for all else. */
export function serveFolder(folder: string, path = '/'): Promise<RunningServer> {
  return serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = join(folder, normalize(decodeURIComponent(pathname.slice(path.length) || 'index.html')));
    if (!pathname.startsWith(path) || !existsSync(file) || statSync(file).isDirectory())
      return void response.writeHead(404).end('not found');
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
}

export function serve(listener: RequestListener): Promise<RunningServer> {
  const server: Server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, 'localhost', () => {
      resolve({
        origin: `http://localhost:${(server.address() as AddressInfo).port}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => done());
          }),
      });
    });
  });
}
