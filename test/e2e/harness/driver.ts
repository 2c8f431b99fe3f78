/**
 * The end-to-end harness: real browsers, real mouse and keyboard, the built files.
 *
 * - `launch(engine)` gives a `Driver`, one tab of a fresh browser: Chromium by Playwright, Firefox by Puppeteer over BiDi, WebKitGTK by
 *   WebDriver. `ENGINES=chromium npm run test:e2e` runs in one engine.
 * - Selectors pierce shadow roots: `'[name=async-click] >> button'` is a button somewhere below that element,
 *   in whatever shadow root. A part `text=Add` is the innermost element that shows this text. `find` and `text` are on the page, too: `e2e.find`.
 * - `forEachSetting((setting) => …)` (settings.ts) runs a suite where Heddle has to work: the dev server, dist/ under a sub-path,
 *   dist/index.html from disk, and a page of another origin that takes heddle.js by a script tag.
 * - Nothing is timed: wait for what must come (`waitFor`), and compare orders.
 *
 * Functions given to `evaluate` and `waitFor` are sent as source: they see their arguments and the page, not the test's scope.
 */
import type { PageTools } from './page-tools.ts';

export type Engine = 'chromium' | 'firefox' | 'webkit';

/** In CSS pixels of the viewport. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place in an element, as fractions of its width and height. */
export type Place = readonly [x: number, y: number];

/** What the page wrote to its console, and the errors that nobody caught. WebKit reports only those after the page has loaded. */
export interface PageMessage {
  readonly kind: 'log' | 'info' | 'warning' | 'error' | 'pageerror' | 'debug';
  readonly text: string;
}

/** A stretch of more than 50 ms in which the page's thread did nothing else; milliseconds since navigation. */
export interface LongTask {
  readonly start: number;
  readonly duration: number;
}

/** What a page holds once all garbage has been collected. */
interface Footprint {
  /** Bytes of the page's own JavaScript heap; that of its workers is not in it. */
  readonly heap: number;
  readonly workers: number;
}

/** What the two sides of a driver are: this engine-specific half knows one tab, `Driver` is made of it (see tab.ts). */
export interface Tab {
  readonly engine: Engine;
  readonly messages: PageMessage[];
  goto(url: string): Promise<void>;
  /** Evaluates an expression, awaits it if it is a promise, and returns its value (JSON). */
  evaluate(expression: string): Promise<unknown>;
  mouse(action: 'move' | 'down' | 'up', x: number, y: number): Promise<void>;
  /** Presses and releases a key: a character or a name of KeyboardEvent.key, e.g. `'ArrowRight'`. */
  press(key: string): Promise<void>;
  screenshot(): Promise<Uint8Array>;
  footprint?(): Promise<Footprint>;
  newTab(): Promise<Tab>;
  /** Ends the tab's process as a crash does, where an engine can be told to. */
  crash?(): Promise<void>;
  /** Closes the tab; that of the first tab ends the browser. */
  close(): Promise<void>;
}

export interface Driver {
  readonly engine: Engine;
  /** Collected since the tab was opened. */
  readonly messages: readonly PageMessage[];
  /** Navigates and waits for the page's load event. */
  open(url: string): Promise<void>;
  evaluate<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>;
  /** Polls until `fn` gives a truthy value and returns it. Rejects with the page's messages after `timeout` ms. */
  waitFor<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Promise<NonNullable<Awaited<Result>>>;
  /** Waits for the first visible element that `selector` finds and scrolls it into view. */
  find(selector: string): Promise<Rect>;
  /** The text that the element shows, shadow roots included. */
  text(selector: string): Promise<string>;
  /** Waits until the element shows a text that contains `part`. */
  waitForText(selector: string, part: string): Promise<void>;
  click(selector: string, place?: Place): Promise<void>;
  /** Presses at one place of the element, moves in `steps`, releases at the other: `drag('… >> input[type=range]', [0.1, 0.5], [0.9, 0.5])`. */
  drag(selector: string, from: Place, to: Place, steps?: number): Promise<void>;
  press(key: string): Promise<void>;
  /** Types into the focused element, one key at a time. */
  type(text: string): Promise<void>;
  /** Long tasks since the page was opened: the browser's own report in Chromium, gaps between timers elsewhere. */
  longTasks(): Promise<LongTask[]>;
  /** Undefined where the browser does not tell: in all but Chromium. */
  footprint(): Promise<Footprint | undefined>;
  /** Writes a PNG of the viewport. */
  screenshot(path: string): Promise<void>;
  newTab(): Promise<Driver>;
  /** Ends the tab's process as a crash does; absent where an engine cannot be told to. */
  readonly crash: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

declare global {
  /** On every page that a driver opened; for functions given to `evaluate` and `waitFor`. */
  var e2e: PageTools;
}
