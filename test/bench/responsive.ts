/**
 * `npm run bench responsive`: the built heddle.js in a page of another origin, in every engine found.
 *
 * - boot: from the script tag to `heddle-ready` of a small app in a worker, cold browser profile, medians of 5 pages.
 * - spin: how long a click in one session takes to show while another session, or a thread, spins for 2 s, and the
 *   longest task of the page meanwhile. Figures vary with the machine's load: compare the rows of one run.
 */
import { app, pageWith } from '../e2e/pages.ts';
import { type Driver, engines, launch } from '../e2e/harness/index.ts';

const spin = `const spin = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };`;

const answering = app(
  'answering',
  `import { Button, StaticText, Row } from 'heddle';
   const text = new StaticText({ value: '0' });
   new Row(new Button({ label: 'Ask', onClick: (event) => { text.value = String(event.new); } }), text).servable();`,
);

const busy: Readonly<Record<string, string>> = {
  nothing: '',
  'a session': app('busy', `import { sleep } from 'heddle'; ${spin} (async () => { await sleep(200); spin(2000); })();`),
  'a thread': app(
    'busy',
    `import { thread, sleep } from 'heddle'; ${spin} (async () => { await sleep(200); thread(() => spin(2000), { uses: { spin } })(); })();`,
  ),
};

/** Clicks in the page and waits, in frames of the page itself, until the answer is drawn. */
async function answerTimes(driver: Driver, clicks: number): Promise<number[]> {
  return driver.evaluate(async (count: number) => {
    const text = (): string => e2e.text('heddle-app[name=answering]');
    const button = e2e.find('heddle-app[name=answering] >> button') as HTMLButtonElement;
    const times: number[] = [];
    for (let click = 1; click <= count; click++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const start = performance.now();
      button.click();
      while (!text().includes(String(click))) await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - start);
    }
    return times;
  }, clicks);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

async function boot(driver: Driver): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const page = await pageWith(
      `<script>addEventListener('heddle-ready', () => { globalThis.ready = performance.now(); });</script>${answering}`,
    );
    await driver.open(page.url);
    times.push(await driver.waitFor(() => (globalThis as { ready?: number }).ready));
    await page.close();
  }
  return median(times);
}

for (const engine of engines) {
  const driver = await launch(engine);
  try {
    console.log(`${engine}: ready ${ms(await boot(driver))} after navigation (median of 5)`);
    for (const [what, spinning] of Object.entries(busy)) {
      const page = await pageWith(answering + spinning);
      await driver.open(page.url);
      await driver.waitFor(() => e2e.text('heddle-app[name=answering]').includes('0'));
      const times = await answerTimes(driver, 12);
      const longest = Math.max(0, ...(await driver.longTasks()).map((task) => task.duration));
      console.log(
        `${engine}: while ${what} spins, a click shows after ${ms(median(times))} (worst ${ms(Math.max(...times))}); longest task ${ms(longest)}`,
      );
      await page.close();
    }
  } finally {
    await driver.close();
  }
}
