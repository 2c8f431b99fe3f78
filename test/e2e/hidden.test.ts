import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
import { app, pageWith } from './pages.ts';

/** Counts by a periodic callback whose every tenth call asks a thread, too. */
const code = `import { state, StaticText, thread } from 'heddle';
  const text = new StaticText({ value: 'none' }).servable();
  const double = thread((count) => count * 2);
  let doubled = 0;
  const callback = state.addPeriodicCallback(async () => {
    if (callback.counter % 10 === 0) doubled = await double(callback.counter);
    text.value = 'counted ' + callback.counter + ', doubled ' + doubled;
  }, { period: 10 });`;

const apps = () => pageWith(app('worker', code) + app('page', code, 'run="page"'));

async function counted(driver: Driver, name: string): Promise<number> {
  return Number((await new App(driver, name).shows(/counted (\d+)/)).split(' ')[1]);
}

async function countedTo(driver: Driver, name: string, least: number): Promise<void> {
  const there = (app: string, wanted: number) => Number(/counted (\d+)/.exec(e2e.text(`heddle-app[name=${app}]`))?.[1]) >= wanted;
  await driver.waitFor(there, name, least);
}

/** Of two tabs one is hidden: the older in Firefox, the younger in WebKit. Chromium without a screen shows each in a window of its own. */
async function hiddenOf(...tabs: readonly Driver[]): Promise<Driver> {
  for (const tab of tabs) if (await tab.evaluate(() => document.visibilityState === 'hidden')) return tab;
  throw new Error('both tabs are seen');
}

forEachEngine((bench) => {
  test.runIf(bench.engine !== 'chromium')('apps go on in a hidden tab, and one in a worker keeps its pace', async () => {
    const driver = await bench.open(apps());
    const other = await driver.newTab();
    await other.open(await driver.evaluate(() => location.href));
    const hidden = await hiddenOf(driver, other);
    await new App(hidden, 'page').shows(/doubled [1-9]/);
    await new App(hidden, 'worker').shows(/doubled [1-9]/);
    const [page, worker] = [await counted(hidden, 'page'), await counted(hidden, 'worker')];
    await countedTo(hidden, 'worker', worker + 200); // slowed down to one a second, it would take minutes
    const onPage = (await counted(hidden, 'page')) - page;
    // WebKitGTK slows no hidden page down.
    if (bench.engine === 'firefox') expect(onPage).toBeLessThan((await counted(hidden, 'worker')) - worker);
    await countedTo(hidden, 'page', page + onPage + 1);
    await other.close();
  });
});
