import { expect, test } from 'vitest';
import { App } from './app.ts';
import type { Driver } from './harness/index.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

const counter = app(
  'counter',
  `import { Button, Column, StaticText } from 'heddle';
  const button = new Button({ label: 'Count' }), text = new StaticText({ value: 'clicked 0' });
  button.onClick((event) => { text.value = 'clicked ' + event.new; });
  new Column(button, text).servable();`,
);

/** Notes whether the browser kept the page: a note on the window survives only then. */
const mark = (driver: Driver) => driver.evaluate(() => void Object.assign(window, { kept: true }));

forEachEngine((bench) => {
  test('an app answers when the reader comes back to its page, as it was left where the browser kept the page', async () => {
    const driver = await bench.open(pageWith(counter, (request, response) => request.url === '/other.html' && !!response.end('<p>Other')));
    const url = await driver.evaluate(() => location.href);
    const counted = await new App(driver, 'counter').open();
    await counted.click('Count');
    await counted.shows(/clicked 1/);
    await mark(driver);

    await driver.evaluate(() => void (location.href = '/other.html'));
    await driver.waitFor(() => document.body.textContent === 'Other');
    await driver.evaluate(() => history.back());
    await driver.waitFor((page: string) => location.href === page && document.readyState === 'complete', url);

    const kept = await driver.evaluate(() => 'kept' in window);
    expect(kept).toBe(bench.engine !== 'firefox'); // which keeps no page whose workers hold locks
    await counted.shows(kept ? /clicked 1/ : /clicked 0/);
    await counted.click('Count');
    await counted.shows(kept ? /clicked 2/ : /clicked 1/);
    expect(await driver.evaluate(() => document.querySelector('heddle-app')?.shadowRoot?.querySelector('.problem') ?? null)).toBe(null);
  });
});
