import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, filesWith, pageWith } from './pages.ts';

/** Waits until three tabs are there, then hammers the same keys and the same counter; says what came of it. */
const hammering = app(
  'hammer',
  `import { cache, sleep, state, StaticText, thread } from 'heddle';
  const text = new StaticText({ value: 'opened' });
  text.servable();

  const square = cache(async (n) => {
    await state.cache.update('squares', (runs = 0) => runs + 1);
    await sleep(5);
    return n * n;
  });
  const cube = cache(thread((n) => n ** power, { uses: { power: 3 } }), { maxItems: 100, policy: 'LFU' });

  async function hammer() {
    let sum = 0;
    for (let round = 0; round < 5; round++) {
      const keys = Array.from({ length: 20 }, (_, n) => n);
      const results = await Promise.all(keys.map((n) => square(n)));
      sum += results.reduce((a, b) => a + b, 0);
      await Promise.all(keys.map(() => state.cache.update('count', (n = 0) => n + 1)));
    }
    return sum + await cube(2);
  }

  const show = () => text.value = 'sum ' + sum + ', squares ' + state.cache.get('squares') + ', count ' + state.cache.get('count');
  let sum = 0, started = false;
  state.cache.onChange('tabs', async (event) => {
    if (event.new !== 3 || started) return;
    started = true;
    sum = await hammer();
    for (const key of ['squares', 'count']) state.cache.onChange(key, show);
    show();
  });
  await state.cache.update('tabs', (n = 0) => n + 1);`,
);

/** Counts the tabs that it is opened in. */
const counting = app(
  'count',
  `import { state, StaticText } from 'heddle';
  const text = new StaticText({ value: 'opened' });
  text.servable();
  const show = () => text.value = 'tabs ' + state.cache.get('tabs');
  state.cache.onChange('tabs', show);
  await state.cache.update('tabs', (n = 0) => n + 1);
  show();`,
);

const sum = 5 * Array.from({ length: 20 }, (_, n) => n * n).reduce((a, b) => a + b, 0) + 8;

forEachEngine((bench) => {
  test('three tabs that hammer the same keys compute each once, lose no update and leave no lock', async () => {
    const page = await pageWith(hammering);
    await bench.open(Promise.resolve({ ...page, url: 'about:blank' }));
    const tabs = [await bench.driver.newTab(), await bench.driver.newTab(), await bench.driver.newTab()] as const;
    for (const tab of tabs) await tab.open(page.url);
    for (const tab of tabs) {
      expect(await new App(tab, 'hammer').shows(/sum \d+, squares \d+, count 300/)).toBe(`sum ${sum}, squares 20, count 300`);
    }

    const [last, ...others] = tabs;
    for (const tab of others) await tab.close();
    await last.evaluate(() => document.querySelector('heddle-app')?.remove());
    await last.waitFor(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return [...held, ...pending].every(({ name }) => !name?.startsWith('heddle/'));
    });
    await last.close();
  });

  test('a file that is opened from disk twice shares its cache, where the browser lets its tabs hear each other', async () => {
    const files = await filesWith(counting, ['count.html']);
    await bench.open(Promise.resolve({ ...files, url: 'about:blank' }));
    const [first, second] = [await bench.driver.newTab(), await bench.driver.newTab()];
    await first.open(files.url);
    expect(await new App(first, 'count').shows(/tabs \d/)).toBe('tabs 1');
    await second.open(files.url);
    const alone = bench.engine === 'webkit'; // no channel reaches another tab there
    expect(await new App(second, 'count').shows(/tabs \d/)).toBe(alone ? 'tabs 1' : 'tabs 2');
    if (!alone) expect(await new App(first, 'count').shows(/tabs 2/)).toBe('tabs 2');
    await first.close();
    await second.close();
  });
});
