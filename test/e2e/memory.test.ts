import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { launch } from './harness/index.ts';
import { app, pageWith } from './pages.ts';

/** Runs a task that asks for memory until something gives way, and then one that needs none. */
const greedy = (fill: string): string =>
  app(
    'greedy',
    `import { StaticText, thread } from 'heddle';
    const text = new StaticText({ value: 'filling' });
    const fill = thread(() => { const all = []; for (;;) all.push(${fill}); }, { name: 'fill' });
    text.servable();
    fill()
      .catch(async (error) => (text.value = error.name + ': ' + error.message + ' Then: ' + (await thread(() => 'fine')())));`,
  );

/** Large objects fill a heap with little work. */
const slots = Array.from({ length: 16 }, (_, i) => `s${i}: 0`).join(', ');

forEachEngine((bench) => {
  test('a task that is refused memory fails, and its thread goes on', async () => {
    await bench.open(pageWith(greedy('new ArrayBuffer(2 ** 40)')));
    await new App(bench.driver, 'greedy').shows(/RangeError: .* Then: fine/);
  });

  // Chromium ends the whole tab where the heap of one of its workers is full, and WebKit fills the machine's memory first.
  if (bench.engine === 'firefox') {
    test('a thread whose heap is full loses its task, and another takes its place', async () => {
      const page = await pageWith(greedy(`Array.from({ length: 10000 }, () => ({ ${slots} }))`));
      const driver = await launch('firefox', { 'javascript.options.mem.max': 32 });
      try {
        await driver.open(page.url);
        const shown = await new App(driver, 'greedy').shows(/ThreadCrashed: .* Then: fine/);
        expect(shown).toMatch(/Task 'fill' is lost: the thread 'thread-1' has ended: it ran out of memory/);
      } finally {
        await driver.close();
        await page.close();
      }
    });
  }
});
