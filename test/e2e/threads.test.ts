import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { dist } from './harness/index.ts';
import { app, filesWith, pageWith } from './pages.ts';

const lifted = (attributes = ''): string =>
  app(
    'lifted',
    `import { Button, Row, StaticText } from 'heddle';
const button = new Button({ label: 'Go' }), text = new StaticText({ value: 'none' });
const square = (n) => n * n;
button.onClick((event) => {
  'use thread';
  console.log('squaring', event.new);
  text.value = 'squared: ' + square(event.new + 2) + ' on ' + self.name;
});
new Row(button, text).servable();`,
    attributes,
  );

const large = app(
  'large',
  `import { Str, thread, threads } from 'heddle';
const bytes = new Uint8Array(100_000), text = 'x'.repeat(200_000);
const length = (value) => value.length;
const used = await thread(() => bytes.length, { uses: { bytes } })();
const scattered = await threads.submit(length, await threads.scatter(text));
const again = await thread(length).with({ retries: 1 })(new Uint8Array(300_000));
new Str([used, scattered, again].join(', ')).servable();`,
);

const blocking = app(
  'blocking',
  `import { Queue, Str, thread } from 'heddle';
const queue = new Queue();
await queue.put('something');
const take = thread(() => queue.getSync(), { uses: { queue } });
new Str('got ' + await take().catch((error) => error.message)).servable();`,
);

/** Shows whether its worker may share memory. Firefox keeps no page whose workers hold locks, and what comes in its place is mistaken for it. */
const ISOLATED = `<!doctype html><script>
  const text = 'navigator.locks.request("a lock", () => new Promise(() => postMessage(crossOriginIsolated)))';
  new Worker(URL.createObjectURL(new Blob([text]))).onmessage = ({ data }) => { document.title = data; };
</script>`;

/** Counts the bytes of all Blobs. */
const SCALES = `<script>
  const sizes = [];
  globalThis.Blob = class extends Blob {
    constructor(...args) {
      super(...args);
      sizes.push(this.size);
    }
  };
</script>`;

declare const sizes: readonly number[];

const module = (address: string): string =>
  app(
    'module',
    `import { Str, threadModule } from 'heddle';
const stats = threadModule(${address});
new Str(await stats.mean([1, 2, 3])).servable();
const rows = [];
for await (const row of stats.rows(3)) rows.push(row);
new Str('rows ' + rows).servable();`,
  );

const STATS = `import { sum } from './sum.js';
export const mean = (list) => 'mean ' + sum(list) / list.length;
export function* rows(n) { for (let i = 0; i < n; i++) yield i; }`;

forEachEngine((bench) => {
  test('a thread of a page from disk that needs shared memory says so, also where a page that has it was shown before', async () => {
    const isolated = pageWith('', (request, response) => {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin').setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      return request.url === '/isolated.html' && Boolean(response.end(ISOLATED));
    });
    const { url } = await isolated;
    await bench.open(isolated.then((page) => ({ ...page, url: url.replace('page.html', 'isolated.html') })));
    await bench.driver.waitFor(() => crossOriginIsolated && document.title === 'true');
    const driver = await bench.open(filesWith(blocking, ['page.html']));
    await new App(driver, 'blocking').shows(/got Queue\.getSync\(\) blocks its thread, which needs shared memory/);
  });

  for (const run of ['worker', 'page']) {
    test(`an app in the ${run} of a page of another origin runs what says 'use thread' on a thread`, async () => {
      const driver = await bench.open(pageWith(lifted(`run="${run}"`)));
      const shown = await new App(driver, 'lifted').open();
      await shown.shows(/none/);
      await shown.click('Go');
      await shown.shows(/squared: 9 on heddle thread-\d/);
    });

    test(`so does an app in the ${run} of a file on this disk`, async () => {
      const driver = await bench.open(filesWith(lifted(`run="${run}"`), ['lifted.html']));
      const shown = await new App(driver, 'lifted').open();
      await shown.shows(/none/);
      await shown.click('Go');
      await shown.shows(/squared: 9 on heddle thread-\d/);
    });
  }

  test('large values reach the threads of a file on this disk, also when they are sent more than once', async () => {
    const driver = await bench.open(filesWith(large, ['large.html']));
    await new App(driver, 'large').shows(/100000, 200000, 300000/);
  });

  // WebKit's driver hears nothing of workers.
  if (bench.engine !== 'webkit') {
    test('what a thread prints says which task, thread and session it is of', async () => {
      const driver = await bench.open(pageWith(lifted()));
      const shown = await new App(driver, 'lifted').open();
      await shown.shows(/none/);
      const before = driver.messages.length;
      await shown.click('Go');
      await shown.shows(/squared/);
      const printed = driver.messages.slice(before).map(({ text }) => text);
      expect(printed).toContainEqual(expect.stringMatching(/^\[onClick · thread-\d+ · \S+\] squaring 1$/));
    });
  }

  test('the workers of a session and of a thread have one text, the script without its half for pages', async () => {
    const driver = await bench.open(pageWith(SCALES + lifted()));
    const shown = await new App(driver, 'lifted').open();
    await shown.shows(/none/);
    await shown.click('Go');
    await shown.shows(/squared/);
    const { size } = await stat(join(dist, 'heddle.js'));
    const scripts = (await driver.evaluate(() => sizes)).filter((bytes) => bytes > size / 2);
    expect(scripts).toHaveLength(1);
    expect(scripts[0]).toBeLessThan(0.85 * size);
  });

  test('functions of a module run on threads, with what the module imports', async () => {
    const files: Readonly<Record<string, string>> = {
      '/stats.js': STATS,
      '/sum.js': 'export const sum = (list) => list.reduce((a, b) => a + b, 0);',
    };
    const page = pageWith(module("new URL('./stats.js', import.meta.url)"), (request, response) => {
      const text = files[request.url ?? ''];
      if (text !== undefined) response.setHeader('Content-Type', 'text/javascript').end(text);
      return text !== undefined;
    });
    const shown = new App(await bench.open(page), 'module');
    await shown.shows(/mean 2/);
    await shown.shows(/rows 0,1,2/);
  });

  test('a module beside a file on this disk is refused, with what to do', async () => {
    const shown = new App(await bench.open(filesWith(module("new URL('./stats.js', import.meta.url)"), ['module.html'])), 'module');
    await shown.shows(
      /stats\.js' cannot be loaded on threads: browsers let no page and no worker import a file of this disk\. Serve the page over http/,
    );
  });

  test('so is a module that an app imports there', async () => {
    const body = app('worker', `import './stats.js';`) + app('page', `import './stats.js';`, 'run="page"');
    const driver = await bench.open(filesWith(body, ['module.html']));
    for (const name of ['worker', 'page'])
      await new App(driver, name).shows(/stats\.js' cannot be loaded: browsers .* a file of this disk\. Serve .*'npx heddle bundle'/);
  });
});

test('the parser of what says so is no part of heddle.js', async () => {
  expect(await readFile(join(dist, 'heddle.js'), 'utf8')).not.toContain('ecmaVersion');
  expect(await readFile(join(dist, 'heddle-compile.js'), 'utf8')).toContain('ecmaVersion');
});
