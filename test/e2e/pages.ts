import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist, serve, serveFolder } from './harness/index.ts';

export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers a request to the page's own host and says so; others get 404. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Somebody's page with this body, in any folder of another origin than that of the built heddle.js that it loads. */
export async function pageWith(body: string, route: Route = () => false): Promise<Page> {
  const library = await serveFolder(dist);
  const html = `<!doctype html>\n<title>A page</title>\n<script src="${library.origin}/heddle.js"></script>\n${body}\n`;
  const host = await serve((request, response) => {
    if (request.url?.endsWith('/page.html')) response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
    else if (!route(request, response)) response.writeHead(404).end();
  });
  return { url: `${host.origin}/page.html`, close: async () => void (await Promise.all([host.close(), library.close()])) };
}

/** The same page as so many files on this machine's disk. */
export async function filesWith(body: string, names: readonly string[]): Promise<Page & { readonly urls: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-'));
  const script = pathToFileURL(join(dist, 'heddle.js')).href;
  const html = `<!doctype html>\n<meta charset="utf-8">\n<title>A page</title>\n<script src="${script}"></script>\n${body}\n`;
  const files = names.map((name) => join(folder, name));
  await Promise.all(files.map((file) => writeFile(file, html)));
  const urls = files.map((file) => pathToFileURL(file).href);
  return { url: urls[0] ?? '', urls, close: () => rm(folder, { recursive: true }) };
}

/** An app as an author writes it in a page. */
export function app(name: string, code: string, attributes = ''): string {
  return `<heddle-app name="${name}" ${attributes}><script type="heddle">${code}</script></heddle-app>`;
}
