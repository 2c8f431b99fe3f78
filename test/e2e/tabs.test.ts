import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
import { app, filesWith, pageWith } from './pages.ts';

/** One run of a loop: in which session's thread, and its number there. */
interface Run {
  readonly loom: string;
  readonly n: number;
}

/** Each run tells what it is, to what the tab shows and, while it runs, to every tab: none goes unseen. */
const loop = `<script>
    runs = [];
    new BroadcastChannel('runs').onmessage = ({ data }) => runs.push(data);
  </script>
  ${app(
    'loop',
    `import { GlobalTaskRunner, Str } from 'heddle';
    const runner = new GlobalTaskRunner({
      key: 'tabs-test',
      worker: () => {
        globalThis.loom ??= { loom: Math.random().toString(36).slice(2, 10), n: 0 };
        globalThis.runs ??= new BroadcastChannel('runs');
        runs.postMessage({ ...loom, n: ++loom.n });
        return 'loom ' + loom.loom;
      },
      seconds: 0.1,
    });
    new Str(runner.param.value).servable();`,
  )}`;

async function openTabs(driver: Driver, ...urls: readonly string[]): Promise<Driver[]> {
  const tabs: Driver[] = [];
  for (const url of urls) {
    const tab = await driver.newTab();
    await tab.open(url);
    await loomOf(tab);
    tabs.push(tab);
  }
  return tabs;
}

const loomOf = (tab: Driver): Promise<string> => new App(tab, 'loop').shows(/loom \w+/);

/** Waits until a tab shows the loom of another session than `old`. */
function otherLoom(tab: Driver, old: string): Promise<string> {
  return tab.waitFor((before: string) => {
    const shown = /loom \w+/.exec(e2e.text('heddle-app'))?.[0];
    return shown === before ? undefined : shown;
  }, old);
}

/** The runs that a tab has heard of; at least so many. */
async function runsIn(tab: Driver, least: number): Promise<Run[]> {
  await tab.waitFor((wanted: number) => (globalThis as unknown as { runs: Run[] }).runs.length >= wanted, least);
  return tab.evaluate(() => (globalThis as unknown as { runs: Run[] }).runs);
}

/** One session after the other ran the loop, and each counted on: nothing ran twice, and no two at a time. */
function expectOneAtATime(runs: readonly Run[], looms: number): void {
  const turns = runs.filter(({ loom }, i) => loom !== runs[i - 1]?.loom).map(({ loom }) => loom);
  expect(turns).toHaveLength(looms);
  expect(new Set(turns).size).toBe(looms);
  for (const [i, { loom, n }] of runs.entries()) if (runs[i - 1]?.loom === loom) expect(n).toBe(runs[i - 1]!.n + 1);
}

forEachEngine((bench) => {
  async function served(): Promise<string> {
    const page = await pageWith(loop);
    await bench.open(Promise.resolve({ ...page, url: 'about:blank' }));
    return page.url;
  }

  test('a global task runner has one loop for three tabs; when its tab is closed, one of the others goes on', async () => {
    const url = await served();
    const [first, second, third] = (await openTabs(bench.driver, url, url, url)) as [Driver, Driver, Driver];
    const leader = await loomOf(first);
    expect([await loomOf(second), await loomOf(third)]).toEqual([leader, leader]);
    await runsIn(third, 3);

    await first.close();
    const next = await otherLoom(third, leader);
    expect(await otherLoom(second, leader)).toBe(next);
    expectOneAtATime(await runsIn(third, 10), 2);

    await second.close();
    const { length } = await runsIn(third, 0);
    const runs = await runsIn(third, length + 5);
    expectOneAtATime(runs, new Set(runs.map(({ loom }) => loom)).size);
    await third.close();
  });

  test('when the tab of the loop crashes, another goes on', async () => {
    const url = await served();
    const [first, second] = (await openTabs(bench.driver, url, url)) as [Driver, Driver];
    const leader = await loomOf(second);
    await runsIn(second, 2);
    await (first.crash ?? first.close)();
    await otherLoom(second, leader);
    expectOneAtATime(await runsIn(second, 8), 2);
    await second.close();
    if (first.crash) await first.close();
  });

  test('a file that is opened from disk twice has one loop, where the browser lets its tabs hear each other', async () => {
    const files = await filesWith(loop, ['one.html']);
    await bench.open(Promise.resolve({ ...files, url: 'about:blank' }));
    const [first, second] = (await openTabs(bench.driver, files.url, files.url)) as [Driver, Driver];
    const leader = await loomOf(first);
    if (bench.engine === 'webkit') {
      // No channel reaches another tab there, so each has a loop of its own, and says so.
      expect(await loomOf(second)).not.toBe(leader);
      await first.close();
    } else {
      expect(await loomOf(second)).toBe(leader);
      await first.close();
      await otherLoom(second, leader);
      expectOneAtATime(await runsIn(second, 5), 2);
    }
    await second.close();
  });

  test('two files that are opened from disk have a loop each, although their keys are the same', async () => {
    const files = await filesWith(loop, ['one.html', 'two.html']);
    await bench.open(Promise.resolve({ ...files, url: 'about:blank' }));
    const [first, second] = (await openTabs(bench.driver, ...files.urls)) as [Driver, Driver];
    const [one, two] = [await loomOf(first), await loomOf(second)];
    expect(two).not.toBe(one);
    await first.close();
    expect(await loomOf(second)).toBe(two);
    await second.close();
  });

  test('apps in two folders of one origin have a loop each, and one where they give one name', async () => {
    const own = (name: string, configured = ''): string =>
      app(
        name,
        `import { configure, GlobalTaskRunner, Str } from 'heddle';
        ${configured}
        const uses = { loom: Math.random().toString(36).slice(2) };
        const runner = new GlobalTaskRunner({ key: 'one key', worker: () => 'loom ' + loom, uses, seconds: 0.1 });
        new Str(runner.param.value).servable();`,
      );
    const page = await pageWith(own('own') + own('shared', "configure({ app: 'loom-test' });"));
    await bench.open(Promise.resolve({ ...page, url: 'about:blank' }));
    const [first, second] = [await bench.driver.newTab(), await bench.driver.newTab()];
    await first.open(page.url.replace('/page.html', '/a/page.html'));
    await second.open(page.url.replace('/page.html', '/b/page.html'));
    const shows = (tab: Driver, name: string): Promise<string> => new App(tab, name).shows(/loom \w+/);
    expect(await shows(second, 'own')).not.toBe(await shows(first, 'own'));
    expect(await shows(second, 'shared')).toBe(await shows(first, 'shared'));
    await first.close();
    await second.close();
  });
});
