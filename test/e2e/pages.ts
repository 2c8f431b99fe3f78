import type { IncomingMessage, ServerResponse } from 'node:http';
import { dist, serve, serveFolder } from './harness/index.ts';

export interface Page {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers a request to the page's own host and says so; others get 404. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Somebody's page with this body, of another origin than the built heddle.js that it loads. */
export async function pageWith(body: string, route: Route = () => false): Promise<Page> {
  const library = await serveFolder(dist);
  const html = `<!doctype html>\n<title>A page</title>\n<script src="${library.origin}/heddle.js"></script>\n${body}\n`;
  const host = await serve((request, response) => {
    if (request.url === '/page.html') response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
    else if (!route(request, response)) response.writeHead(404).end();
  });
  return { url: `${host.origin}/page.html`, close: async () => void (await Promise.all([host.close(), library.close()])) };
}

/** An app as an author writes it in a page. */
export function app(name: string, code: string, attributes = ''): string {
  return `<heddle-app name="${name}" ${attributes}><script type="heddle">${code}</script></heddle-app>`;
}
