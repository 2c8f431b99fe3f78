import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { heddle as plugin } from '../../src/vite.ts';
import { engines, launch, root, serveFolder } from './harness/index.ts';

const page = `import { Button, figure, mount, Row, StaticText, thread } from 'heddle';
  const add = thread((n) => n + 1);
  const first = await add(1);
  const text = new StaticText({ value: 'the first is ' + first });
  const told = new Button({ label: 'Tell', onClick: thread((event) => { text.value = 'told of click ' + event.new; }, { uses: { text } }) });
  const button = new Button({ label: 'Add', onClick: async () => { text.value = 'sum ' + (await add(41)); } });
  const plot = figure({ height: 200 });
  plot.line([0, 1], [0, 1]);
  new Row(button, told, text, plot).servable();
  mount(document.body, 'import { Str } from "heddle"; new Str("a document: " + typeof document).servable();', { name: 'mounted' });`;

describe.each(engines)('%s', (engine) => {
  const folder = join(root, '.cache/bundled', engine);

  beforeAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'main.js'), page);
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Bundled</title><script type="module" src="main.js"></script>');
    const heddle = join(root, manifest.exports['.'].default);
    await build({ root: folder, configFile: false, logLevel: 'error', base: './', plugins: [plugin()], resolve: { alias: { heddle } } });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('a page that a bundler made of the modules runs an app of its own, with threads from its first line that hear of events, draws a plot, and mounts one in a worker', async () => {
    const server = await serveFolder(folder);
    const driver = await launch(engine);
    try {
      await driver.open(`${server.origin}/dist/index.html`);
      await driver.waitForText('body', 'the first is 2');
      await driver.find('canvas');
      await driver.click('text=Add');
      await driver.waitForText('body', 'sum 42');
      await driver.click('text=Tell');
      await driver.waitForText('body', 'told of click 1');
      await driver.waitForText('heddle-app[name=mounted]', 'a document: undefined');
      expect(driver.messages.filter(({ kind }) => kind === 'pageerror')).toEqual([]);
    } finally {
      await driver.close();
      await server.close();
    }
  });

  it('the dev server has what plots need, under any base', async () => {
    const heddle = join(root, manifest.exports['.'].default);
    const server = await createServer({
      root: folder,
      configFile: false,
      logLevel: 'error',
      base: '/sub/',
      plugins: [plugin()],
      resolve: { alias: { heddle } },
      server: { port: 0, host: 'localhost' },
    });
    await server.listen();
    const driver = await launch(engine);
    try {
      await driver.open(server.resolvedUrls?.local[0] ?? '');
      await driver.find('canvas');
    } finally {
      await driver.close();
      await server.close();
    }
  });
});
