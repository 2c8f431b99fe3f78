/**
 * `npm run bench stream`: what a session costs the page that streams a thousand rows a frame into a plot for a minute, on the
 * built heddle.js in every engine found. The plot keeps ten thousand rows; the second run has no `rollover`, so there all rows
 * stay, in the session and in the plot, and the page redraws all of them each time.
 *
 * Batches are counted where they come from the worker. The goal is at most one a frame and, with `rollover`, a heap that does
 * not grow; it is that of the page, garbage collected, which only Chromium tells. Batches that came together were counted in
 * one frame: a second one may come where the page was blocked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { app, pageWith } from '../e2e/pages.ts';
import { type Driver, engines, launch } from '../e2e/harness/index.ts';

/** What has happened on the page so far. */
interface Counts {
  frames: number;
  batches: number;
  /** Rows in them, and rows that the session has made. */
  rows: number;
  made: number;
  /** Most batches that came in one frame, and most rows in one batch. */
  together: number;
  longest: number;
}

interface Told {
  readonly wire?: string;
  readonly body: { readonly patches: readonly { readonly op: string; readonly columns?: { readonly x: Float64Array } }[] };
}

/** Counts what comes from workers that are started later. */
function count(): void {
  const counts: Counts = { frames: 0, batches: 0, rows: 0, made: 0, together: 0, longest: 0 };
  let now = 0;
  const receive = ({ data: { wire, body } }: MessageEvent<Told>): void => {
    if (wire !== 'link') return;
    counts.batches++;
    counts.together = Math.max(counts.together, ++now);
    for (const { columns } of body.patches) {
      if (!columns) continue;
      counts.rows += columns.x.length;
      counts.made = columns.x.at(-1)!;
      counts.longest = Math.max(counts.longest, columns.x.length);
    }
  };
  const next = (): void => {
    counts.frames++;
    now = 0;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', receive);
    }
  };
  Object.assign(globalThis, { counts });
}

const streaming = (rollover: number | undefined): string =>
  app(
    'streaming',
    `import { Bokeh, ColumnDataSource, figure, state } from 'heddle';
     const source = new ColumnDataSource({ data: { x: Float64Array.of(0), y: [0] } });
     const p = figure({ sizing_mode: 'stretch_width', height: 300 });
     p.line({ field: 'x' }, { field: 'y' }, { source });
     let row = 0;
     const more = () => {
       const x = Float64Array.from({ length: 1000 }, () => ++row);
       source.stream({ x, y: Array.from(x, (at) => Math.sin(at / 1000)) }, ${rollover});
     };
     state.addPeriodicCallback(more, { period: 16 });
     new Bokeh(p).servable();`,
  );

const look = (driver: Driver): Promise<Counts> => driver.evaluate(() => ({ ...(globalThis as unknown as { counts: Counts }).counts }));

async function run(driver: Driver, how: string, rollover: number | undefined, moments: readonly number[]): Promise<void> {
  const page = await pageWith(`<script>(${count})()</script>${streaming(rollover)}`);
  try {
    await driver.open(page.url);
    await driver.waitFor(() => e2e.findAll('heddle-app >> canvas').length > 0);
    const [start, first] = [performance.now(), await look(driver)];
    for (const moment of moments) {
      await sleep(start + moment * 1000 - performance.now());
      const [counts, seconds] = [await look(driver), (performance.now() - start) / 1000];
      console.log(`${driver.engine}, ${how}, after ${moment} s: ${summary(first, counts, seconds)}${await heap(driver)}`);
    }
  } finally {
    await driver.open('about:blank');
    await page.close();
  }
}

function summary(first: Counts, counts: Counts, seconds: number): string {
  const [frames, batches] = [counts.frames - first.frames, counts.batches - first.batches];
  const rows = (counts.rows - first.rows) / (counts.made - first.made);
  return [
    `${(frames / seconds).toFixed(0)} frames a second`,
    `${(batches / frames).toFixed(2)} batches a frame (at most ${counts.together} in one)`,
    `${((counts.made - first.made) / seconds).toFixed(0)} rows a second made`,
    `${(100 * rows).toFixed(0)} % of them sent, at most ${counts.longest} in a batch`,
  ].join(', ');
}

async function heap(driver: Driver): Promise<string> {
  const footprint = await driver.footprint();
  return footprint ? `, heap ${(footprint.heap / 1e6).toFixed(1)} MB` : '';
}

for (const engine of engines) {
  const driver = await launch(engine);
  try {
    await run(driver, 'keeping 10 000 rows', 10_000, [10, 60]);
    await run(driver, 'keeping all rows', undefined, [10]);
  } finally {
    await driver.close();
  }
}
