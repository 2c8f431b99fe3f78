import { expect, test } from 'vitest';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
import { pageWith } from './pages.ts';

/** An app that uses what a session can hold on to: timers, derived values, threads, locks, a loop that tabs share. */
const using = `
  import { Button, Column, GlobalTaskRunner, Queue, StaticText, bind, sleep, state, thread } from 'heddle';
  const double = thread((n) => 2 * n);
  const text = new StaticText({ value: 'opened' });
  const queue = new Queue();
  state.addPeriodicCallback(() => queue.put('tick'), { period: 20 });
  const runner = new GlobalTaskRunner({ key: 'soak', worker: () => 'again', seconds: 0.05 });
  const button = new Button({ label: 'Ask', onClick: async () => {
    await queue.get();
    text.value = 'answer ' + (await double(21));
    void sleep(1e6);
  } });
  new Column(button, text, bind((value) => 'runner: ' + value, runner.param.value)).servable();
`;

/** Opens the app `times` times, by turns in a worker and in the page; asks, waits for the answer, and removes it. */
function use(driver: Driver, times: number): Promise<void> {
  return driver.evaluate(
    async (count: number, code: string) => {
      const until = async (holds: () => boolean): Promise<void> => {
        while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
      };
      for (let session = 0; session < count; session++) {
        const app = document.createElement('heddle-app');
        app.setAttribute('run', session % 2 === 0 ? 'worker' : 'page');
        app.innerHTML = '<script type="heddle"></script>';
        app.firstElementChild!.textContent = code;
        document.body.append(app);
        await until(() => e2e.text('heddle-app').includes('opened'));
        (e2e.find('heddle-app >> button') as HTMLButtonElement).click();
        await until(() => e2e.text('heddle-app').includes('answer 42'));
        app.remove();
      }
    },
    times,
    using,
  );
}

/** So many at a time: a driver does not wait for ever for one answer of a page. */
const BATCH = 8;

/** In ms: it is long by nature, 35 s on a quiet machine. */
const LIMIT = 240_000;

/** What the engine itself learns of its code stays far below; one session that is held on to weighs 10 to 40 kB. */
const NEXT_TO_NOTHING = 6000;

forEachEngine((bench) => {
  // Of what is left behind, only Chromium tells more than locks.
  const all = bench.engine === 'chromium' ? 200 : 80;
  const counted = all * 0.8;

  test(
    `${all} sessions opened, used and destroyed leave no lock, no worker and no memory behind`,
    async () => {
      const driver = await bench.open(pageWith(''));
      const locks = () => driver.evaluate(async () => (await navigator.locks.query()).held?.length ?? 0);
      const useMany = async (times: number) => {
        for (let left = times; left > 0; left -= BATCH) await use(driver, BATCH);
      };
      await useMany(all - counted); // what is loaded once is there now
      const [held, before] = [await locks(), await driver.footprint()];
      await useMany(counted);
      await driver.waitFor(async (most: number) => ((await navigator.locks.query()).held?.length ?? 0) <= most, held);
      const after = await driver.footprint();
      if (!before || !after) return;
      expect(after.workers).toBeLessThanOrEqual(before.workers);
      expect((after.heap - before.heap) / counted, 'bytes that a session leaves').toBeLessThan(NEXT_TO_NOTHING);
    },
    LIMIT,
  );
});
