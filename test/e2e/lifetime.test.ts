import { expect, test } from 'vitest';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
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

/** Opens and removes the app so many times, and counts the workers that live when it is open for the first time. */
function alive(driver: Driver, times: number): Promise<number | undefined> {
  return driver.evaluate(
    async (count: number, code: string) => {
      let living: number | undefined;
      for (let turn = 0; turn < count; turn++) {
        const app = document.createElement('heddle-app');
        app.innerHTML = '<script type="heddle"></script>';
        app.firstElementChild!.textContent = code;
        document.querySelector('main')?.append(app);
        while (!e2e.text('heddle-app').includes('both alive')) await new Promise((resolve) => setTimeout(resolve, 5));
        living ??= (await navigator.locks.query()).held?.filter((it) => it.name === 'alive').length;
        app.remove();
      }
      return living;
    },
    times,
    holding,
  );
}

forEachEngine((bench) => {
  test('an app opened and removed 50 times leaves no worker behind', async () => {
    const driver = await bench.open(pageWith('<main></main>'));
    for (let batch = 0; batch < 5; batch++) expect(await alive(driver, 10)).toBeGreaterThanOrEqual(2);
    await driver.waitFor(async () => (await navigator.locks.query()).held?.every((it) => it.name !== 'alive'));
  });
});
