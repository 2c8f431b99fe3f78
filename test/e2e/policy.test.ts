import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { dist, serve } from './harness/index.ts';
import { app, type Page } from './pages.ts';

const where = app(
  'where',
  `import { Button, Row, StaticText, thread } from 'heddle';
  const text = new StaticText({ value: typeof document === 'undefined' ? 'in a worker' : 'in the page' });
  const square = thread((n) => n * n);
  const onClick = async () => { text.value = 'squared: ' + await square(7); };
  new Row(new Button({ label: 'Square', onClick }), text).servable();`,
);

/** A page that serves heddle.js itself, under a policy. */
async function pageUnder(policy: string, body: string): Promise<Page> {
  const script = readFileSync(join(dist, 'heddle.js'));
  const host = await serve((request, response) => {
    if (request.url === '/heddle.js') return void response.setHeader('Content-Type', 'text/javascript').end(script);
    response.setHeader('Content-Security-Policy', policy).setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html>\n<title>A page</title>\n<script src="heddle.js"></script>\n${body}\n`);
  });
  return { url: `${host.origin}/`, close: () => host.close() };
}

const scripts = `script-src 'self' 'unsafe-inline' 'unsafe-eval'`;

forEachEngine((bench) => {
  test('a page that refuses workers from Blobs names heddle.js as the worker’s file, and sessions and threads run', async () => {
    const named = where.replace('<heddle-app', '<heddle-app worker-url="heddle.js"');
    const driver = await bench.open(pageUnder(`${scripts}; worker-src 'self'`, named));
    const shown = new App(driver, 'where');
    await shown.shows(/in a worker/);
    await shown.click('Square');
    await shown.shows(/squared: 49/);
  });

  test('where no worker starts, the app runs in the page and says so', async () => {
    const driver = await bench.open(pageUnder(`${scripts}; worker-src 'none'`, where));
    const shown = new App(driver, 'where');
    await shown.shows(/in the page/);
    await shown.shows(/it runs in the page instead/);
    await shown.click('Square');
    await shown.shows(/ThreadError/);
  });

  // The driver of WebKit evaluates in the page what it asks.
  test.skipIf(bench.engine === 'webkit')('where nothing may be evaluated, the app says what the page has to allow', async () => {
    const policy = `script-src 'self' 'unsafe-inline'; worker-src blob:`;
    for (const run of ['worker', 'page']) {
      const driver = await bench.open(pageUnder(policy, where.replace('<heddle-app', `<heddle-app run="${run}"`)));
      await new App(driver, 'where').shows(/EvalError: .* forbids apps .* allow 'unsafe-eval' in script-src/);
    }
  });
});
