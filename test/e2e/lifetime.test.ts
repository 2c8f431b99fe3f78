import { expect, test } from 'vitest';
import { forEachEngine } from './engines.ts';
import { pageWith } from './pages.ts';

/** Every worker of the app holds a share of one lock for as long as it lives: the browser's own record of who is alive. */
const holding = `
  import { StaticText, Thread } from 'heddle';
  const hold = () => navigator.locks.request('alive', { mode: 'shared' }, () => new Promise(() => {}));
  void hold();
  const text = new StaticText({ value: 'opened' });
  new Thread(async ({ text }) => {
    void navigator.locks.request('alive', { mode: 'shared' }, () => {
      text.value = 'both alive';
      return new Promise(() => {});
    });
    await new Promise(() => {});
  }, { text }).start();
  text.servable();
`;

forEachEngine((bench) => {
  test('an app opened and removed 50 times leaves no worker behind', async () => {
    const driver = await bench.open(pageWith('<main></main>'));
    for (let turn = 0; turn < 50; turn++) {
      await driver.evaluate((code: string) => {
        const app = document.createElement('heddle-app');
        app.innerHTML = '<script type="heddle"></script>';
        (app.firstChild as Element).textContent = code;
        document.querySelector('main')?.append(app);
      }, holding);
      await driver.waitForText('heddle-app', 'both alive');
      if (turn === 0)
        expect(await driver.evaluate(async () => (await navigator.locks.query()).held?.filter((it) => it.name === 'alive').length)).toBe(2);
      await driver.evaluate(() => document.querySelector('heddle-app')?.remove());
    }
    await driver.waitFor(async () => (await navigator.locks.query()).held?.every((it) => it.name !== 'alive'));
  });
});
