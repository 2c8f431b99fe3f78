import puppeteer, { type Browser, type KeyInput } from 'puppeteer-core';
import { findBrowsers } from '../../../scripts/browsers.mjs';
import type { PageMessage, Tab } from './driver.ts';
import { toolsSource } from './tab.ts';

/** Automation switches the origin checks of file:// pages off. Readers have them on, and so have these tests. */
const prefs = { 'remote.prefs.recommended': false, 'security.fileuri.strict_origin_policy': true };

export async function launchFirefox(extra: Readonly<Record<string, unknown>> = {}): Promise<Tab> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowsers().firefox ?? '',
    headless: true,
    defaultViewport: { width: 1200, height: 850 },
    extraPrefsFirefox: { ...prefs, ...extra },
  });
  return openTab(browser, () => browser.close());
}

async function openTab(browser: Browser, close?: () => Promise<void>): Promise<Tab> {
  const page = await browser.newPage();
  const messages: PageMessage[] = [];
  page.on('console', (message) => messages.push({ kind: kindOf(message.type()), text: message.text() }));
  page.on('pageerror', (error) =>
    messages.push({ kind: 'pageerror', text: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  await page.evaluateOnNewDocument(toolsSource(false));
  return {
    engine: 'firefox',
    messages,
    goto: async (url) => void (await page.goto(url)),
    evaluate: (expression) => page.evaluate(expression),
    mouse: (action, x, y) => (action === 'move' ? page.mouse.move(x, y) : page.mouse[action]()),
    press: (key) => page.keyboard.press(key as KeyInput),
    screenshot: () => page.screenshot(),
    newTab: () => openTab(browser),
    close: close ?? (() => page.close()),
  };
}

function kindOf(type: string): PageMessage['kind'] {
  return type === 'warn' ? 'warning' : (type as PageMessage['kind']);
}
