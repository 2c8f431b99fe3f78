/**
 * `npm run bench pool-peers`, also the end of `npm run bench pool`: the pool beside others, two threads each, in one page of one Chromium.
 *
 * - one: from a call to its result, in milliseconds, one task at a time.
 * - tiny: 5000 tasks in flight that do nothing: tasks a second.
 * - work: 64 tasks of 10 ms: the part of the ideal 320 ms.
 * - big: a task that makes a Float64Array of 10 MB and gives it back, in milliseconds; huge: of 100 MB.
 * - cold: from a new pool to its first result, in milliseconds; Heddle's with a session of its own.
 *
 * Raw is postMessage, one message a task, and so is Comlink without a pool of its own: their callers take turns by hand. Results of
 * raw and of those that can be told to are transferred; poolifier clones them. It takes a worker of a browser for no runtime at
 * all unless it has a `window`, so its worker gets one, and its own files are served as the modules that they are. Each figure is
 * the median of rounds in which all take their turn, with one and tiny three times in a row; beside it stands what it is of raw's. Machines are noisy: compare the columns
 * of one run.
 */
import { build } from 'vite';
import { dist, launch, root, serve } from '../e2e/harness/index.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What every worker does. */
const tasks = `
  const same = (value) => value;
  const busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); return ms; };
  const big = (bytes) => new Float64Array(bytes / 8).fill(1);
`;

const workers: Readonly<Record<string, string>> = {
  raw: `${tasks}
    const all = { same, busy, big };
    self.onmessage = ({ data: [id, name, value] }) => {
      const result = all[name](value);
      self.postMessage([id, result], ArrayBuffer.isView(result) ? [result.buffer] : []);
    };`,
  comlink: `import { expose, transfer } from 'comlink';
    ${tasks}
    expose({ same, busy, big: (bytes) => { const made = big(bytes); return transfer(made, [made.buffer]); } });`,
  workerpool: `import workerpool from 'workerpool';
    ${tasks}
    workerpool.worker({ same, busy, big: (bytes) => { const made = big(bytes); return new workerpool.Transfer(made, [made.buffer]); } });`,
  threads: `import { expose, Transfer } from 'threads/worker';
    ${tasks}
    expose({ same, busy, big: (bytes) => { const made = big(bytes); return Transfer(made, [made.buffer]); } });`,
};

const page = `
  import { wrap } from 'comlink';
  import workerpool from 'workerpool';
  import { spawn, Pool } from 'threads';
  ${tasks}
  const at = (name) => new URL(name + '.js', location.href);

  const pools = {
    raw: async () => {
      const waiting = new Map();
      let count = 0;
      const own = [0, 1].map(() => new Worker(at('raw')));
      for (const worker of own) worker.onmessage = ({ data: [id, value] }) => { waiting.get(id)(value); waiting.delete(id); };
      return {
        run: (name, value) => new Promise((resolve) => { waiting.set(++count, resolve); own[count % 2].postMessage([count, name, value]); }),
        end: () => own.forEach((worker) => worker.terminate()),
      };
    },
    heddle: async () => {
      const place = document.body.appendChild(document.createElement('div'));
      let names;
      const app = await heddle.mount(place, (bound) => { names = bound; }, { run: 'page' });
      names.configure({ nthreads: 2 });
      const functions = { same: names.thread(same), busy: names.thread(busy), big: names.thread(big) };
      return {
        run: (name, value) => functions[name](value),
        map: (name, values) => functions[name].map(values),
        end: () => { app.destroy(); place.remove(); },
      };
    },
    comlink: async () => {
      const own = [0, 1].map(() => new Worker(at('comlink')));
      const remotes = own.map((worker) => wrap(worker));
      let count = 0;
      return { run: (name, value) => remotes[++count % 2][name](value), end: () => own.forEach((worker) => worker.terminate()) };
    },
    workerpool: async () => {
      const pool = workerpool.pool(at('workerpool').href, { minWorkers: 2, maxWorkers: 2, workerType: 'web' });
      return { run: (name, value) => pool.exec(name, [value]), end: () => pool.terminate(true) };
    },
    'threads.js': async () => {
      const pool = Pool(() => spawn(new Worker(at('threads'))), { size: 2, maxQueuedJobs: 10000 });
      return { run: (name, value) => pool.queue((thread) => thread[name](value)), end: () => pool.terminate(true) };
    },
  };

  pools.poolifier = async () => {
    const { FixedThreadPool } = await import(at('poolifier').href);
    const pool = new FixedThreadPool(2, at('poolifier-worker'), { workerOptions: { type: 'module' } });
    return { run: (name, value) => pool.execute(value, name), end: () => pool.destroy() };
  };

  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
  const timed = async (run) => { const start = performance.now(); await run(); return performance.now() - start; };
  const thrice = async (run) => median([await timed(run), await timed(run), await timed(run)]);
  const many = (pool, name, values) => pool.map ? pool.map(name, values) : Promise.all(values.map((value) => pool.run(name, value)));

  const measures = {
    one: async (pool) => await thrice(async () => { for (let i = 0; i < 100; i++) await pool.run('same', i); }) / 100,
    tiny: async (pool) => 5000 / await thrice(() => many(pool, 'same', Array.from({ length: 5000 }, (_, i) => i))) * 1000,
    work: async (pool) => 320 / await timed(() => many(pool, 'busy', Array.from({ length: 64 }, () => 10))),
    big: async (pool) => { const times = []; for (let i = 0; i < 5; i++) times.push(await timed(() => pool.run('big', 10_000_000))); return median(times); },
    huge: (pool) => timed(() => pool.run('big', 100_000_000)),
  };

  /** Each round begins with another one: the memory that one leaves behind is collected in the time of the next. */
  const inTurn = (all, round) => all.map((_, i) => all[(i + round) % all.length]);

  globalThis.compare = async (rounds) => {
    const figures = {};
    const note = (measure, name, figure) => ((figures[measure] ??= {})[name] ??= []).push(figure);
    const open = {};
    for (const [name, start] of Object.entries(pools)) {
      open[name] = await start();
      await Promise.all([open[name].run('same', 1), open[name].run('same', 2)]);
      for (const measure of ['tiny', 'one']) await measures[measure](open[name]);
    }
    for (const [measure, run] of Object.entries(measures))
      for (let round = 0; round < rounds; round++)
        for (const [name, pool] of inTurn(Object.entries(open), round)) note(measure, name, await run(pool));
    for (const pool of Object.values(open)) await pool.end();
    for (let round = 0; round < rounds; round++)
      for (const [name, start] of Object.entries(pools)) {
        let pool;
        note('cold', name, await timed(async () => { pool = await start(); await pool.run('same', 1); }));
        await pool.end();
      }
    return Object.fromEntries(Object.entries(figures).map(([measure, by]) =>
      [measure, Object.fromEntries(Object.entries(by).map(([name, all]) => [name, median(all)]))]));
  };
`;

/** One script of some code and what it imports. */
async function bundle(name: string, code: string): Promise<string> {
  const entry = `bench:${name}`;
  const id = `\0${entry}`;
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'source',
        resolveId(source, importer) {
          if (source === entry) return id;
          return importer === id ? this.resolve(source, join(root, 'test/bench/index.ts')) : null;
        },
        load: (source) => (source === id ? code : null),
      },
    ],
    build: { write: false, minify: false, target: 'esnext', rollupOptions: { input: entry, output: { format: 'iife', name: 'bundle' } } },
  });
  const [{ output }] = [result].flat() as unknown as [{ output: readonly [{ readonly code: string }] }];
  return output[0].code;
}

type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

const files = new Map<string, string>([
  ['/heddle.js', readFileSync(join(dist, 'heddle.js'), 'utf8')],
  ['/page.js', await bundle('page', page)],
]);
for (const [name, code] of Object.entries(workers)) files.set(`/${name}.js`, await bundle(name, code));
files.set('/poolifier.js', readFileSync(join(root, 'node_modules/poolifier-web-worker/browser/mod.js'), 'utf8'));
files.set('/window.js', 'globalThis.window = globalThis;');
files.set(
  '/poolifier-worker.js',
  `import './window.js'; import { ThreadWorker } from './poolifier.js'; ${tasks} export default new ThreadWorker({ same, busy, big });`,
);
files.set(
  '/',
  '<!doctype html><link rel="icon" href="data:,"><title>Pools</title><body><script src="heddle.js"></script><script src="page.js"></script>',
);
const server = await serve((request, response) => {
  const file = files.get(request.url ?? '/');
  const type = request.url === '/' ? 'text/html' : 'text/javascript';
  response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': type }).end(file);
});
const driver = await launch('chromium');
try {
  await driver.open(`${server.origin}/`);
  const figures = (await driver.evaluate(() =>
    (globalThis as unknown as { compare(rounds: number): Promise<Figures> }).compare(6),
  )) as Figures;
  const names = Object.keys(figures['one'] ?? {});
  console.log(['', ...names].map((name) => name.padEnd(18)).join(''));
  for (const [measure, by] of Object.entries(figures)) {
    const row = names.map((name) => `${(by[name] ?? 0).toPrecision(3)} (${((by[name] ?? 0) / (by['raw'] ?? 1)).toFixed(2)})`);
    console.log([measure, ...row].map((text) => text.padEnd(18)).join(''));
  }
} finally {
  for (const { kind, text } of driver.messages) if (kind === 'error' || kind === 'pageerror') console.error(text);
  await driver.close();
  await server.close();
}
