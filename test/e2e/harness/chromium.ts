import { chromium, type BrowserContext } from 'playwright-core';
import { findBrowsers } from '../../../scripts/browsers.mjs';
import { chromiumFlags } from '../../../scripts/engines.mjs';
import type { PageMessage, Tab } from './driver.ts';
import { toolsSource } from './tab.ts';

export async function launchChromium(): Promise<Tab> {
  const browser = await chromium.launch({
    executablePath: findBrowsers().chromium ?? '',
    args: chromiumFlags,
    ignoreDefaultArgs: ['--disable-back-forward-cache'], // as readers have it
  });
  const context = await browser.newContext({ viewport: { width: 1200, height: 850 } });
  await context.addInitScript(toolsSource(false));
  return openTab(context, () => browser.close());
}

async function openTab(context: BrowserContext, close?: () => Promise<void>): Promise<Tab> {
  const page = await context.newPage();
  const messages: PageMessage[] = [];
  page.on('console', (message) => messages.push({ kind: message.type() as PageMessage['kind'], text: message.text() }));
  page.on('pageerror', (error) => messages.push({ kind: 'pageerror', text: error.stack ?? String(error) }));
  return {
    engine: 'chromium',
    messages,
    goto: async (url) => void (await page.goto(url)),
    evaluate: (expression) => page.evaluate(expression),
    mouse: (action, x, y) => (action === 'move' ? page.mouse.move(x, y) : page.mouse[action]()),
    press: (key) => page.keyboard.press(key),
    screenshot: () => page.screenshot(),
    footprint: async () => {
      const devtools = await context.newCDPSession(page);
      // What one collection lets go of may be what kept something else.
      for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      await devtools.detach();
      return { heap: usedSize, workers: page.workers().length };
    },
    newTab: () => openTab(context),
    async crash() {
      const session = await context.newCDPSession(page);
      const crashed = new Promise((resolve) => page.once('crash', resolve));
      session.send('Page.crash').catch(() => {}); // nobody is left to answer
      await crashed;
    },
    close: close ?? (() => page.close()),
  };
}
