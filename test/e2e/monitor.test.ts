import { expect, test } from 'vitest';
import { forEachEngine } from './engines.ts';
import { app, filesWith, pageWith } from './pages.ts';

const weaver = app(
  'weaver',
  `import { thread } from 'heddle';
  const endless = thread(async function endless() { for (;;) await new Promise((resolve) => setTimeout(resolve, 20)); });
  endless().catch(() => {});`,
);
const body = `${weaver}<heddle-monitor></heddle-monitor>`;

forEachEngine((bench) => {
  for (const [where, page] of [
    ['from disk', () => filesWith(body, ['page.html'])],
    ['with a script of another origin', () => pageWith(body)],
  ] as const) {
    test(`the monitor of a page ${where} is loaded when it is opened, and cancels a task`, async () => {
      const driver = await bench.open(page());
      const loaded = (): Promise<boolean> => driver.evaluate(() => 'heddleMonitor' in globalThis);
      await driver.waitFor(() => customElements.get('heddle-monitor') !== undefined);
      expect(await loaded()).toBe(false);
      await driver.evaluate(() => document.querySelector('heddle-monitor')?.toggleAttribute('open', true));
      await driver.click('heddle-monitor >> button[aria-label^="Cancel endless"]');
      await driver.waitForText('heddle-monitor', 'Task endless was cancelled');
      expect(await driver.text('heddle-monitor')).toMatch(/weaver/);
      expect(await loaded()).toBe(true);
    });
  }
});
