/**
 * `npm run bench session`: what sessions of one page cost each other, on the built heddle.js in every engine found.
 *
 * - neighbour: the forum's story, a hundred times faster. One user's 100 ms job, from click to answer, alone and beside
 *   another user's 500 ms jobs without a break; blocking in their own sessions, and on the pool's threads. The goal is
 *   a ratio of at most 1.1 on idle cores.
 * - plots: frames a second of a page on which 1, 5 and 20 sessions stream into a plot of their own, ten times a second,
 *   all of them in sight or most of them below the fold.
 *   The goal is 50 frames with 20 where one has them.
 *
 * Figures vary with the machine's load: compare the rows of one run.
 */
import { app, pageWith } from '../e2e/pages.ts';
import { type Driver, engines, launch } from '../e2e/harness/index.ts';

const spin = `const spin = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };`;

/** An app whose button runs `job` and then counts up. */
const asking = (job: string): string =>
  app(
    'short',
    `import { Button, StaticText, Row, thread } from 'heddle'; ${spin}
     const text = new StaticText({ value: '0' });
     const job = ${job};
     new Row(new Button({ label: 'Ask', onClick: async (event) => { await job(100); text.value = String(event.new); } }), text).servable();`,
  );

/** An app that runs `job` for 500 ms again and again. */
const busy = (job: string): string =>
  app(
    'long',
    `import { sleep, thread } from 'heddle'; ${spin}
     const job = ${job};
     (async () => { for (;;) { await job(500); await sleep(0); } })();`,
  );

const jobs: Readonly<Record<string, string>> = {
  'in its session': 'spin',
  'on the pool': 'thread((ms) => spin(ms), { uses: { spin } })',
};

const animated = (index: number): string =>
  app(
    `plot-${index}`,
    `import { Bokeh, ColumnDataSource, figure, state } from 'heddle';
     const source = new ColumnDataSource({ data: { x: [0], y: [0] } });
     const p = figure({ sizing_mode: 'stretch_width', height: 110 });
     p.line({ field: 'x' }, { field: 'y' }, { source });
     let x = 0;
     state.addPeriodicCallback(() => source.stream({ x: [++x], y: [Math.sin(x / 10)] }, 100), { period: 100 });
     new Bokeh(p).servable();`,
  );

/** Five beside each other, so that all are in sight; or one below the other, so that most are not. */
const layouts: Readonly<Record<string, string>> = {
  'in sight': 'body { display: grid; grid-template-columns: repeat(5, 1fr); gap: 4px }',
  'one below the other': '',
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function onPage<T>(driver: Driver, body: string, measure: () => Promise<T>): Promise<T> {
  const page = await pageWith(body);
  try {
    await driver.open(page.url);
    return await measure();
  } finally {
    await driver.open('about:blank');
    await page.close();
  }
}

/** Clicks and waits, in frames of the page, until the answer is drawn. The first answers warm up and do not count. */
async function answers(driver: Driver): Promise<number> {
  await driver.waitFor(() => e2e.text('heddle-app[name=short]').includes('0'));
  const times = await driver.evaluate(async () => {
    const button = e2e.find('heddle-app[name=short] >> button') as HTMLButtonElement;
    const taken: number[] = [];
    for (let click = 1; click <= 23; click++) {
      await new Promise((resolve) => setTimeout(resolve, 37));
      const start = performance.now();
      button.click();
      while (!e2e.text('heddle-app[name=short]').includes(String(click))) await new Promise((resolve) => setTimeout(resolve));
      taken.push(performance.now() - start);
    }
    return taken;
  });
  return median(times.slice(3));
}

/** Frames a second over five seconds, once every app has drawn its plot and BokehJS has come to rest. */
async function frames(driver: Driver, apps: number): Promise<number> {
  await driver.waitFor((count: number) => e2e.findAll('heddle-app >> canvas').length >= count, apps);
  return driver.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const start = performance.now();
    let count = 0;
    while (performance.now() < start + 5000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      count++;
    }
    return (count * 1000) / (performance.now() - start);
  });
}

for (const engine of engines) {
  const driver = await launch(engine);
  try {
    for (const [where, job] of Object.entries(jobs)) {
      const alone = await onPage(driver, asking(job), () => answers(driver));
      const beside = await onPage(driver, asking(job) + busy(job), () => answers(driver));
      console.log(
        `${engine}: a 100 ms job ${where} is answered after ${alone.toFixed(0)} ms alone, ${beside.toFixed(0)} ms beside 500 ms jobs: ${(beside / alone).toFixed(2)}×`,
      );
    }
    for (const [how, style] of Object.entries(layouts)) {
      for (const count of [1, 5, 20]) {
        const apps = Array.from({ length: count }, (_, index) => animated(index)).join('\n');
        const rate = await onPage(driver, `<style>${style}</style>${apps}`, () => frames(driver, count));
        console.log(`${engine}: ${rate.toFixed(0)} frames a second with ${count} animated plots ${how}`);
      }
    }
  } finally {
    await driver.close();
  }
}
