/**
 * `npm run bench pool`: what the pool costs, with the built heddle.js, in every engine found.
 *
 * - one: from a call to its result, one task at a time, medians of 200, on a warm thread.
 * - tiny: tasks a second in a `map` of 5000 that do nothing.
 * - bulk: a call that sends 10 MB and gets 10 MB back, moved or copied by the caller.
 * - graph: the same with 20 000 small objects.
 * - the page's longest task (Chromium tells it): relaying must not show in it.
 *
 * The session is a worker, so the page relays. Then come other pools: pool-peers.ts. Figures vary with the machine's load: compare the rows of one run.
 */
import { app, pageWith } from '../e2e/pages.ts';
import { engines, launch } from '../e2e/harness/index.ts';

const code = `
import { thread, StaticText } from 'heddle';
const out = new StaticText({ value: '' }).servable();
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const time = async (runs, run) => {
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
};
const same = thread((value) => value);
const main = async () => {
  await same.map(Array.from({ length: 100 }, () => 1));
  const one = await time(200, () => same(1));
  const tiny = await time(3, () => same.map(Array.from({ length: 5000 }, (_, i) => i)));
  let bulk = new Float64Array(1_250_000);
  await same(bulk);
  const moved = await time(20, async () => { bulk = await same.with({ transfer: [bulk.buffer] })(bulk); });
  const copied = await time(10, () => same(bulk));
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ i, name: 'row ' + i }));
  const graph = await time(5, () => same(rows));
  out.value = JSON.stringify({ one, tiny: 5000 / tiny * 1000, moved, copied, graph });
};
main();
`;

for (const engine of engines) {
  const driver = await launch(engine);
  const page = await pageWith(app('bench', code));
  try {
    await driver.open(page.url);
    const text = await driver.waitFor(() => e2e.text('heddle-app[name=bench]').match(/\{.*\}/)?.[0]);
    const { one, tiny, moved, copied, graph } = JSON.parse(text) as Record<'one' | 'tiny' | 'moved' | 'copied' | 'graph', number>;
    console.log(
      `${engine}: one ${one.toFixed(2)} ms; tiny ${Math.round(tiny)} a second; 10 MB moved ${moved.toFixed(1)} ms, copied ${copied.toFixed(1)} ms; ` +
        `20 000 objects ${graph.toFixed(0)} ms; longest task of the page ${Math.max(0, ...(await driver.longTasks()).map((task) => task.duration)).toFixed(0)} ms`,
    );
  } finally {
    await page.close();
    await driver.close();
  }
}

await import('./pool-peers.ts');
