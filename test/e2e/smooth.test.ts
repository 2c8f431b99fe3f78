import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

/** What counts as long, in ms. Only Chromium reports long tasks; elsewhere gaps between timers stand for them, which a busy machine widens. */
const longest = { chromium: 50, firefox: 500, webkit: 500 };

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
    spin(2000);
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
    spin(2000);
    text.value = 'done';
  }, { uses: { spin, text } });
  new Row(new Button({ label: 'Spin', onClick: () => work() }), text).servable();`,
);

forEachEngine((bench) => {
  for (const [what, spinning] of [
    ['a session', spinningSession],
    ['a thread', spinningThread],
  ] as const) {
    test(`while ${what} spins for two seconds, another session answers a click and the page has no long task`, async () => {
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
      const long = (await driver.longTasks()).filter(({ start, duration }) => start >= since && duration > longest[bench.engine]);
      expect(long).toEqual([]);
    });
  }
});
