import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

/** Each run tells in which thread it ran: two loops would tell two. */
const loop = app(
  'loop',
  `import { Column, GlobalTaskRunner, bind } from 'heddle';
  const runner = new GlobalTaskRunner({
    key: 'tabs-test',
    worker: () => 'loom ' + (globalThis.loom ??= Math.random().toString(36).slice(2, 10)),
    seconds: 0.1,
  });
  let results = 0;
  new Column(runner, bind(() => ++results + ' results', runner.param.value)).servable();`,
);

forEachEngine((bench) => {
  test('a global task runner has one loop for two tabs, and another tab takes over when that of the loop is closed', async () => {
    const page = await pageWith(loop);
    await bench.open(Promise.resolve({ ...page, url: 'about:blank' }));
    const [first, second] = [await bench.driver.newTab(), await bench.driver.newTab()];
    await first.open(page.url);
    const leader = await new App(first, 'loop').shows(/loom \w+/);
    await second.open(page.url);
    expect(await new App(second, 'loop').shows(/loom \w+/)).toBe(leader);

    await first.close();
    await second.waitFor((old: string) => /loom \w+/.test(e2e.text('heddle-app')) && !e2e.text('heddle-app').includes(old), leader);
    await second.close();
  });
});
