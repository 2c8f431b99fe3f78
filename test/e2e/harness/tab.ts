import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Driver, LongTask, Place, Rect, Tab } from './driver.ts';
import { installPageTools } from './page-tools.ts';

/** How long `waitFor` and `find` wait, in ms: long enough for a loaded machine, since nothing is timed by it. */
const PATIENCE = 20_000;

/** How long an element must stay where it is before it is clicked, in ms. */
const REST = 100;

/** Source that installs the page's tools; engines run it before a document's own scripts where they can. */
export const toolsSource = (collectMessages: boolean): string => `(${installPageTools})(${collectMessages})`;

/** Makes a driver of what an engine can do with a tab. */
export function driverOf(tab: Tab): Driver {
  const call = (fn: (...args: never[]) => unknown, args: unknown[]) =>
    tab.evaluate(`(${fn})(${args.map((arg) => JSON.stringify(arg) ?? 'undefined').join(', ')})`);

  async function waitFor(fn: (...args: never[]) => unknown, args: unknown[], what = String(fn)): Promise<unknown> {
    const end = performance.now() + PATIENCE;
    let failure: unknown;
    do {
      const value = await call(fn, args).catch((error: unknown) => {
        failure = error;
      });
      if (value) return value;
      await sleep(50);
    } while (performance.now() < end);
    throw new Error([`${tab.engine}: waited in vain for ${what}`, ...(failure ? [String(failure)] : []), ...log()].join('\n'), {
      cause: failure,
    });
  }

  const log = () => tab.messages.slice(-20).map(({ kind, text }) => `  page ${kind}: ${text}`);

  /** Looks twice, since late content and animations move an element away from where a click would go. */
  async function find(selector: string): Promise<Rect> {
    let before = '';
    for (;;) {
      const rect = (await waitFor((wanted: string) => e2e.rect(wanted), [selector], selector)) as Rect;
      if (JSON.stringify(rect) === before) return rect;
      before = JSON.stringify(rect);
      await sleep(REST);
    }
  }

  /** Moves the mouse onto the element; on a busy page this takes long enough for it to be elsewhere by then. */
  async function point(selector: string, place: Place): Promise<[number, number]> {
    for (;;) {
      const [x, y] = pointIn(await find(selector), place);
      await tab.mouse('move', x, y);
      const now = (await call((wanted: string) => e2e.rect(wanted), [selector])) as Rect | undefined;
      if (now && String(pointIn(now, place)) === String([x, y])) return [x, y];
    }
  }

  return {
    engine: tab.engine,
    messages: tab.messages,
    open: (url) => tab.goto(url),
    evaluate: <Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args) => call(fn, args) as Promise<Awaited<Result>>,
    waitFor: <Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args) =>
      waitFor(fn, args) as Promise<NonNullable<Awaited<Result>>>,
    find,
    text: async (selector) => (await call((wanted: string) => e2e.text(wanted), [selector])) as string,
    async waitForText(selector, part) {
      const shows = (wanted: string, text: string) => e2e.text(wanted).includes(text);
      await waitFor(shows, [selector, part], `${selector} to show ${JSON.stringify(part)}`).catch(async (error: Error) => {
        error.message += `\n  it shows: ${String(await call((wanted: string) => e2e.text(wanted), [selector]))}`;
        throw error;
      });
    },
    async click(selector, place = [0.5, 0.5]) {
      const [x, y] = await point(selector, place);
      await tab.mouse('down', x, y);
      await tab.mouse('up', x, y);
    },
    async drag(selector, from, to, steps = 10) {
      const rect = await find(selector);
      const start = pointIn(rect, from);
      const end = pointIn(rect, to);
      await tab.mouse('move', ...start);
      await tab.mouse('down', ...start);
      for (let step = 1; step <= steps; step++) {
        await tab.mouse('move', start[0] + ((end[0] - start[0]) * step) / steps, start[1] + ((end[1] - start[1]) * step) / steps);
      }
      await tab.mouse('up', ...end);
    },
    press: (key) => tab.press(key),
    async type(text) {
      for (const character of text) await tab.press(character);
    },
    longTasks: async () => (await call(() => e2e.longTasks(), [])) as LongTask[],
    footprint: async () => tab.footprint?.(),
    async screenshot(path) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await tab.screenshot());
    },
    newTab: async () => driverOf(await tab.newTab()),
    crash: tab.crash,
    close: () => tab.close(),
  };
}

function pointIn(rect: Rect, [x, y]: Place): [number, number] {
  return [Math.round(rect.x + rect.width * x), Math.round(rect.y + rect.height * y)];
}
