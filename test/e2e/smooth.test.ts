import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

/** How long a session or thread computes without a pause, in ms. */
const SPIN = 2000;

const spin = `const spin = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };`;

const answering = app(
  'answering',
  `import { Button, Row, StaticText } from 'heddle';
  const text = new StaticText({ value: 'no answer yet' });
  new Row(new Button({ label: 'Ask', onClick: () => { text.value = 'answered'; } }), text).servable();`,
);

const spinningSession = app(
  'spinning',
  `import { Button, Row, StaticText, sleep } from 'heddle';
  ${spin}
  const text = new StaticText({ value: 'idle' });
  const onClick = async () => {
    text.value = 'spinning';
    await sleep(50);
    spin(${SPIN});
    text.value = 'done';
  };
  new Row(new Button({ label: 'Spin', onClick }), text).servable();`,
);

const spinningThread = app(
  'spinning',
  `import { Button, Row, StaticText, thread } from 'heddle';
  ${spin}
  const text = new StaticText({ value: 'idle' });
  const work = thread(() => {
    text.value = 'spinning';
    spin(${SPIN});
    text.value = 'done';
  }, { uses: { spin, text } });
  new Row(new Button({ label: 'Spin', onClick: () => work() }), text).servable();`,
);

forEachEngine((bench) => {
  for (const [what, spinning] of [
    ['a session', spinningSession],
    ['a thread', spinningThread],
  ] as const) {
    test(`while ${what} spins for two seconds, another session answers a click and the page is free`, async () => {
      const driver = await bench.open(pageWith(spinning + answering));
      const [busy, asked] = [new App(driver, 'spinning'), new App(driver, 'answering')];
      await busy.shows(/idle/);
      await asked.shows(/no answer yet/);

      await busy.click('Spin');
      await busy.shows(/spinning/);
      const since = await driver.evaluate(() => performance.now());
      await asked.click('Ask');
      await asked.shows(/answered/);
      expect(await busy.text()).toContain('spinning');

      await busy.shows(/done/);
      // A page that shared its thread with the spin would be blocked for all of it. How short its tasks are is measured by
      // `npm run bench responsive`: a test that compared them with a clock would fail on a busy machine.
      const blocked = (await driver.longTasks()).filter(({ start }) => start >= since).reduce((sum, { duration }) => sum + duration, 0);
      expect(blocked).toBeLessThan(SPIN / 2);
    });
  }
});
