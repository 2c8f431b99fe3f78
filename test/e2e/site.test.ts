import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { type Driver, dist, galleryApps, serveFolder } from './harness/index.ts';
import type { Page } from './pages.ts';

/** axe-core, once its script is on the page. */
declare const axe: { run(): Promise<{ violations: ReadonlyArray<{ id: string; nodes: ReadonlyArray<{ target: unknown }> }> }> };

async function site(): Promise<Page> {
  const server = await serveFolder(dist, '/heddle/');
  return { url: `${server.origin}/heddle/`, close: () => server.close() };
}

async function choose(driver: Driver, place: string, option: string): Promise<void> {
  const select = `${place} >> select`;
  await driver.find(select);
  await driver.evaluate(
    (selector: string, wanted: string) => {
      const element = e2e.find(selector) as HTMLSelectElement;
      element.value = [...element.options].find(({ text }) => text === wanted)?.value ?? '';
      element.dispatchEvent(new Event('change', { bubbles: true }));
    },
    select,
    option,
  );
}

forEachEngine((bench) => {
  test('the theme picker sets light and dark, and the page remembers it', async () => {
    const page = await site();
    const driver = await bench.open(page);
    const scheme = (): Promise<string> => driver.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await choose(driver, '#theme', 'Dark');
    await driver.waitFor(() => getComputedStyle(document.documentElement).colorScheme === 'dark');
    await driver.open(page.url);
    await driver.find('#theme >> select');
    expect(await scheme()).toBe('dark');
    await choose(driver, '#theme', 'Light');
    await driver.waitFor(() => getComputedStyle(document.documentElement).colorScheme === 'light');
    await choose(driver, '#theme', 'Auto');
  });

  test('the gallery shows the apps of the chosen topic', async () => {
    const driver = await bench.open(site());
    await choose(driver, '#filter', 'Task runners');
    await driver.waitFor(() => document.querySelector<HTMLElement>('#async-click')?.hidden);
    const shown = await driver.evaluate(() => [...document.querySelectorAll<HTMLElement>('.card:not([hidden])')].map(({ id }) => id));
    expect(shown).toEqual(['session-task-runner', 'global-task-runner']);
  });

  test('the page goes on drawing while an app blocks its worker', async () => {
    const driver = await bench.open(site());
    await (await new App(driver, 'blocker').open()).click('Block a worker for two seconds');
    await driver.waitForText('[name=blocker]', 'cannot answer');
    const frames = await driver.evaluate(async () => {
      let drawn = 0;
      for (; e2e.text('[name=blocker]').includes('cannot answer'); drawn++) await new Promise(requestAnimationFrame);
      return drawn;
    });
    expect(frames).toBeGreaterThan(2); // a blocked page draws none or one
  });

  test('edited source runs: the old session ends and a new one starts', async () => {
    const driver = await bench.open(site());
    const app = await new App(driver, 'async-click').open();
    await app.shows(/Click me!/);
    await driver.evaluate(() => {
      const code = document.querySelector('#async-click pre') as HTMLElement;
      const text = code.firstChild as Text;
      const start = text.data.indexOf('Click me!');
      code.focus();
      getSelection()?.setBaseAndExtent(text, start, text, start + 'Click me!'.length);
    });
    await driver.type('Edited');
    await driver.click('#async-click >> button.run');
    await app.shows(/Edited/);
    await driver.click('#async-click >> button[aria-label^=Reset]');
    await app.shows(/Click me!/);
  });

  test('lines that are typed into the source are lines of the app', async () => {
    const driver = await bench.open(site());
    const app = await new App(driver, 'async-click').open();
    await app.shows(/Click me!/);
    const last = await driver.evaluate(() => {
      const code = document.querySelector('#async-click pre') as HTMLElement;
      code.focus();
      getSelection()?.selectAllChildren(code);
      getSelection()?.collapseToEnd();
      return code.textContent.split('\n').length;
    });
    await driver.press('Enter');
    await driver.type('// ends with its line');
    await driver.press('Enter');
    await driver.type("throw new Error('typed')");
    await driver.click('#async-click >> button.run');
    await app.shows(new RegExp(`async-click\\.js:${last + 2}:[^]*typed`));
    await driver.click('#async-click >> button[aria-label^=Reset]');
    await app.shows(/Click me!/);
  });

  test('with every app running the site has no accessibility violations, neither light nor dark', async () => {
    const driver = await bench.open(site());
    for (const name of (await galleryApps()).keys()) await (await new App(driver, name).open()).shows(/\S/);
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await driver.evaluate((text: string) => document.head.append(Object.assign(document.createElement('script'), { text })), source);
    for (const theme of ['Light', 'Dark']) {
      await choose(driver, '#theme', theme);
      await driver.waitFor((wanted: string) => getComputedStyle(document.documentElement).colorScheme === wanted, theme.toLowerCase());
      await driver.evaluate(async () => {
        const changing = e2e.findAll('heddle-button >> button').flatMap((button) => button.getAnimations());
        await Promise.all(changing.map(({ finished }) => finished));
      });
      const found = await driver.evaluate(async () =>
        (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes.map((node) => node.target))}`),
      );
      expect(found, theme).toEqual([]);
    }
    await choose(driver, '#theme', 'Auto');
  });

  test('the site fits a phone', async () => {
    const driver = await bench.open(site());
    await driver.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.style.cssText = 'width: 390px; height: 800px';
      frame.src = '?phone'; // a page inside itself is refused
      document.body.replaceChildren(frame);
    });
    await driver.waitFor(() => Boolean(document.querySelector('iframe')?.contentDocument?.querySelector('#two-sessions')));
    const width = await driver.evaluate(() => document.querySelector('iframe')?.contentDocument?.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
