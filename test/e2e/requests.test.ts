import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import type { Driver } from './harness/index.ts';
import { app, pageWith } from './pages.ts';

/** More than Chromium takes at a time. */
const MANY = 1600;

/** How long the server takes for an answer, in ms, before it was asked by the other session: until then not many may pass. */
const SLOW = 100;

/** Asks for a great many things at once when clicked; says how many came. */
const greedy = app(
  'greedy',
  `import { Button, Column, http, StaticText } from 'heddle';
  const text = new StaticText({ value: 'idle' });
  let came = 0;
  const get = async (n) => {
    await (await http.fetch('greedy?' + n)).raiseForStatus().text();
    if (++came % 200 === 0) text.value = came + ' came';
  };
  const all = async () => {
    text.value = 'asking';
    try {
      await Promise.all(Array.from({ length: ${MANY} }, (_, n) => get(n)));
      text.value = 'all of ' + came;
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

/** What the app shows once that is something else. A busy machine takes its time, so each step has a wait of its own. */
function changed(driver: Driver, before: string): Promise<string> {
  return driver.waitFor((old: string) => {
    const now = e2e.text('heddle-app[name=greedy]');
    return now === old ? undefined : now;
  }, before);
}

forEachEngine((bench) => {
  test('more than a thousand requests of one session all arrive, and one of another session does not wait for them', async () => {
    const log: string[] = [];
    const page = pageWith(greedy + modest, (request, response) => {
      log.push(request.url!);
      setTimeout(() => response.end('here'), log.includes('/modest') ? 0 : SLOW);
      return true;
    });
    const driver = await bench.open(page);
    const [many, one] = [new App(driver, 'greedy'), new App(driver, 'modest')];
    await one.shows(/idle/);
    await many.press('button', 'All', 'Enter');
    await many.shows(/asking|came/);
    await one.press('button', 'One', 'Enter');
    await one.shows(/got here/);
    expect(log.indexOf('/modest')).toBeLessThan(MANY / 2);
    for (let shown = ''; !/all of|failed/.test(shown);) shown = await changed(driver, shown);
    expect(await many.shows(/all of \d+|failed.*/)).toBe(`all of ${MANY}`);
  });
});
