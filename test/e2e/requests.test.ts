import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

const MANY = 1000;

/** Asks for a great many things at once when clicked; says how many came. */
const greedy = app(
  'greedy',
  `import { Button, Column, http, StaticText } from 'heddle';
  const text = new StaticText({ value: 'idle' });
  const get = async (n) => (await (await http.fetch('greedy?' + n)).raiseForStatus().text()).length;
  const all = async () => {
    text.value = 'asking';
    try {
      const lengths = await Promise.all(Array.from({ length: ${MANY} }, (_, n) => get(n)));
      text.value = 'got ' + lengths.length;
    } catch (error) {
      text.value = 'failed: ' + error.message;
    }
  };
  new Column(new Button({ label: 'All', onClick: all }), text).servable();`,
);

const modest = app(
  'modest',
  `import { Button, Column, http, StaticText } from 'heddle';
  const text = new StaticText({ value: 'idle' });
  const one = async () => (text.value = 'got ' + (await (await http.fetch('modest')).text()));
  new Column(new Button({ label: 'One', onClick: one }), text).servable();`,
);

forEachEngine((bench) => {
  test('a thousand requests of one session all arrive, and one of another session does not wait for them', async () => {
    const log: string[] = [];
    const page = pageWith(greedy + modest, (request, response) => {
      log.push(request.url!);
      setTimeout(() => response.end('here'), 2);
      return true;
    });
    const driver = await bench.open(page);
    const [many, one] = [new App(driver, 'greedy'), new App(driver, 'modest')];
    await one.shows(/idle/);
    await many.click('All');
    await many.shows(/asking/);
    await one.click('One');
    await one.shows(/got here/);
    const before = log.indexOf('/modest');
    expect(await many.shows(/got \d+|failed.*/)).toBe(`got ${MANY}`);
    expect(before).toBeLessThan(MANY / 2);
  });
});
