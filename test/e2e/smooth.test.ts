import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
import { app, pageWith } from './pages.ts';

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
    test(`while ${what} spins for two seconds, another session answers a click before it has ended`, async () => {
      const driver = await bench.open(pageWith(spinning + answering));
      await spinAndAsk(driver);
      expect(await new App(driver, 'spinning').text()).toContain('spinning');
      await new App(driver, 'spinning').shows(/done/);
    });

    test(`while ${what} spins for two seconds, the page has no long task`, async () => {
      const driver = await bench.open(pageWith(spinning + answering));
      const { since, until } = await spinAndAsk(driver);
      const long = (await driver.longTasks()).filter((task) => task.start >= since && task.start < until && task.duration > 50);
      expect(long).toEqual([]);
    });
  }

  async function spinAndAsk(driver: Driver): Promise<{ since: number; until: number }> {
    const spinning = new App(driver, 'spinning');
    const asked = new App(driver, 'answering');
    await spinning.shows(/idle/);
    await asked.shows(/no answer yet/);
    await spinning.click('Spin');
    await spinning.shows(/spinning/);
    const since = await driver.evaluate(() => performance.now());
    await asked.click('Ask');
    await asked.shows(/^.*\banswered/);
    return { since, until: await driver.evaluate(() => performance.now()) };
  }
});
