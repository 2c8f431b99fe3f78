import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type Driver, engines, type Engine, launch } from './harness/index.ts';
import type { Page } from './pages.ts';

export interface Bench {
  readonly engine: Engine;
  readonly driver: Driver;
  /** Opens a page; it is taken down after the test. */
  open(page: Page | Promise<Page>): Promise<Driver>;
}

/** Declares a suite per engine, each with a browser of its own. */
export function forEachEngine(suite: (bench: Bench) => void): void {
  for (const engine of engines) describe(engine, () => suite(start(engine)));
}

function start(engine: Engine): Bench {
  let driver: Driver | undefined;
  const pages: Page[] = [];
  const started = (): Driver => {
    if (!driver) throw new Error('a browser is there only inside of tests');
    return driver;
  };
  beforeAll(async () => {
    driver = await launch(engine);
  });
  afterEach(async () => {
    await driver?.open('about:blank');
    await Promise.all(pages.splice(0).map((page) => page.close()));
  });
  afterAll(() => driver?.close());
  return {
    engine,
    get driver() {
      return started();
    },
    async open(page) {
      const opened = await page;
      pages.push(opened);
      await started().open(opened.url);
      return started();
    },
  };
}
