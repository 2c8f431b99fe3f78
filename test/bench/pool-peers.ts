/**
 * `npm run bench pool-peers`, also the end of `npm run bench pool`: the pool beside others, with two threads each. Each visit is a
 * Chromium of its own, which nobody drives, with one of the pools; they take turns, and each figure is the median of their visits.
 * Beside it stands what it is of raw's. Machines are noisy: compare the columns of one run.
 *
 * - cold: from a new pool to its first result, in milliseconds, in a page that has just come; Heddle's with a session of its own.
 * - single: from a call to its result, in milliseconds, one task at a time, wherever the system puts page and workers;
 *   apart: with the page on one core and its workers on another; together: with all on one, so that no core has to be woken.
 * - tiny: 5000 tasks in flight that do nothing: tasks a second.
 * - work: 64 tasks that compute for about 10 ms, in milliseconds: what a pool does meanwhile it takes from its threads.
 * - clock: 64 tasks that look at the clock until 10 ms are over: the part of the ideal 320 ms. Their time passes whoever has the core,
 *   so what a pool takes from a running one is not seen, only what passes between two.
 * - big: a task that makes a Float64Array of 10 MB and gives it back, in milliseconds; huge: of 100 MB.
 *
 * Tiny and work are a `map` where a pool has one; Heddle's tiny tasks called one by one, each of which notes where it was called, stand
 * beside it. Raw is postMessage, one message a task, and so is Comlink without a pool of its own: their callers take turns by hand. Raw's one
 * worker is what one task at a time takes where it is always the same worker. Results of raw and of those that can be told to
 * are transferred; poolifier clones them. It takes a worker of a browser for no runtime at all unless it has a `window`, so its
 * worker gets one, and its own files are served as the modules that they are.
 */
import { build } from 'vite';
import { dist, openUnattended, root, serve, type Unattended } from '../e2e/harness/index.ts';
import { text } from 'node:stream/consumers';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Computes; gives how many milliseconds that took. */
function compute(steps: number): number {
  const begin = performance.now();
  let x = 1;
  for (let i = 0; i < steps; i++) x = Math.sqrt(x + i);
  return x > 0 ? performance.now() - begin : Number.NaN;
}

/** How many steps take about 10 ms here. */
const STEPS = Math.round(1e8 / Math.min(...Array.from({ length: 9 }, () => compute(1e7))));

/** What every worker does. */
const tasks = `
  const same = (value) => value;
  const busy = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); return ms; };
  ${compute}
  const big = (bytes) => new Float64Array(bytes / 8).fill(1);
`;

const workers: Readonly<Record<string, string>> = {
  raw: `${tasks}
    const all = { same, busy, compute, big };
    self.onmessage = ({ data: [id, name, value] }) => {
      const result = all[name](value);
      self.postMessage([id, result], ArrayBuffer.isView(result) ? [result.buffer] : []);
    };`,
  comlink: `import { expose, transfer } from 'comlink';
    ${tasks}
    expose({ same, busy, compute, big: (bytes) => { const made = big(bytes); return transfer(made, [made.buffer]); } });`,
  workerpool: `import workerpool from 'workerpool';
    ${tasks}
    workerpool.worker({ same, busy, compute, big: (bytes) => { const made = big(bytes); return new workerpool.Transfer(made, [made.buffer]); } });`,
  threads: `import { expose, Transfer } from 'threads/worker';
    ${tasks}
    expose({ same, busy, compute, big: (bytes) => { const made = big(bytes); return Transfer(made, [made.buffer]); } });`,
};

const page = `
  import { wrap } from 'comlink';
  import workerpool from 'workerpool';
  import { spawn, Pool } from 'threads';
  ${tasks}
  const at = (name) => new URL(name + '.js', location.href);

  const raw = async (size) => {
    const waiting = new Map();
    let count = 0;
    const own = Array.from({ length: size }, () => new Worker(at('raw')));
    for (const worker of own) worker.onmessage = ({ data: [id, value] }) => { waiting.get(id)(value); waiting.delete(id); };
    return { run: (name, value) => new Promise((resolve) => { waiting.set(++count, resolve); own[count % size].postMessage([count, name, value]); }) };
  };

  const threads = async () => {
    let names;
    await heddle.mount(document.body.appendChild(document.createElement('div')), (bound) => { names = bound; }, { run: 'page' });
    names.configure({ nthreads: 2 });
    const functions = { same: names.thread(same), busy: names.thread(busy), compute: names.thread(compute), big: names.thread(big) };
    return { functions, run: (name, value) => functions[name](value) };
  };

  const pools = {
    raw: () => raw(2),
    'one worker': () => raw(1),
    heddle: async () => {
      const { functions, run } = await threads();
      return { run, map: (name, values) => functions[name].map(values) };
    },
    'single calls': () => threads(),
    comlink: async () => {
      const remotes = [0, 1].map(() => wrap(new Worker(at('comlink'))));
      let count = 0;
      return { run: (name, value) => remotes[++count % 2][name](value) };
    },
    workerpool: async () => {
      const pool = workerpool.pool(at('workerpool').href, { minWorkers: 2, maxWorkers: 2, workerType: 'web' });
      return { run: (name, value) => pool.exec(name, [value]) };
    },
    'threads.js': async () => {
      const pool = Pool(() => spawn(new Worker(at('threads'))), { size: 2, maxQueuedJobs: 10000 });
      return { run: (name, value) => pool.queue((thread) => thread[name](value)) };
    },
  };

  pools.poolifier = async () => {
    const { FixedThreadPool } = await import(at('poolifier').href);
    const pool = new FixedThreadPool(2, at('poolifier-worker'), { workerOptions: { type: 'module' } });
    return { run: (name, value) => pool.execute(value, name) };
  };

  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
  const timed = async (run) => { const start = performance.now(); await run(); return performance.now() - start; };
  const thrice = async (run) => median([await timed(run), await timed(run), await timed(run)]);
  const many = (pool, name, values) => pool.map ? pool.map(name, values) : Promise.all(values.map((value) => pool.run(name, value)));

  /** The same time for all. */
  const warm = async (run) => { for (const end = performance.now() + 1000; performance.now() < end; ) await run(); };

  const single = async (pool) => await timed(async () => { for (let i = 0; i < 200; i++) await pool.run('same', i); }) / 200;

  const measures = {
    tiny: async (pool) => 5000 / await thrice(() => many(pool, 'same', Array.from({ length: 5000 }, (_, i) => i))) * 1000,
    work: async (pool) => { const times = []; for (let i = 0; i < 9; i++) times.push(await timed(() => many(pool, 'compute', Array.from({ length: 64 }, () => ${STEPS})))); return median(times); },
    clock: async (pool) => { const parts = []; for (let i = 0; i < 5; i++) parts.push(320 / await timed(() => many(pool, 'busy', Array.from({ length: 64 }, () => 10)))); return median(parts); },
    big: async (pool) => { const times = []; for (let i = 0; i < 25; i++) times.push(await timed(() => pool.run('big', 10_000_000))); return median(times); },
    huge: (pool) => thrice(() => pool.run('big', 100_000_000)),
  };

  const place = async (where) => { await fetch('/place', { method: 'POST', body: where }); };

  const one = async (pool) => {
    const figures = {};
    for (const where of ['single', 'apart', 'together']) {
      await place(where);
      await warm(() => single(pool));
      const times = [];
      for (let round = 0; round < 20; round++) times.push(await single(pool));
      figures[where] = median(times);
    }
    await place('single');
    return figures;
  };

  const ONLY = { 'one worker': 'one', 'single calls': 'tiny' };

  const measure = async (name) => {
    const figures = {};
    let pool;
    figures.cold = await timed(async () => { pool = await pools[name](); await pool.run('same', 1); });
    const taken = Object.entries(measures).filter(([measure]) => (ONLY[name] ?? measure) === measure);
    await warm(() => single(pool));
    if (ONLY[name] !== 'tiny') Object.assign(figures, await one(pool));
    await warm(() => many(pool, 'same', Array.from({ length: 5000 }, (_, i) => i)));
    await measures.clock(pool);
    await measures.work(pool);
    for (const [measure, run] of taken) figures[measure] = await run(pool);
    return figures;
  };

  const name = decodeURIComponent(location.search.slice(1));
  const tell = (body) => fetch('/figures', { method: 'POST', body: JSON.stringify(body) });
  measure(name).then(tell, (error) => tell({ error: String(error?.stack ?? error) }));
`;

/** Each round begins with another one: what came before may still be felt. */
function inTurn<T>(all: readonly T[], round: number): T[] {
  return all.map((_, i) => all[(i + round) % all.length] as T);
}

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

const files = new Map<string, string>([
  ['/heddle.js', readFileSync(join(dist, 'heddle.js'), 'utf8')],
  ['/page.js', await bundle('page', page)],
]);
for (const [name, code] of Object.entries(workers)) files.set(`/${name}.js`, await bundle(name, code));
files.set('/poolifier.js', readFileSync(join(root, 'node_modules/poolifier-web-worker/browser/mod.js'), 'utf8'));
files.set('/window.js', 'globalThis.window = globalThis;');
files.set(
  '/poolifier-worker.js',
  `import './window.js'; import { ThreadWorker } from './poolifier.js'; ${tasks} export default new ThreadWorker({ same, busy, compute, big });`,
);
files.set(
  '/',
  '<!doctype html><link rel="icon" href="data:,"><title>Pools</title><body><script src="heddle.js"></script><script src="page.js"></script>',
);

const ALL_CORES = `0-${availableParallelism() - 1}`;

type Figures = Readonly<Record<string, number>>;

let told: (text: string) => void = () => {};
let browser: Unattended | undefined;

/** On which cores the page and its workers are. */
const PLACES: Readonly<Record<string, Parameters<Unattended['pin']>[0]>> = {
  apart: { page: '0', workers: '1' },
  together: { page: '0', workers: '0' },
  single: { page: ALL_CORES, workers: ALL_CORES },
};

const server = await serve((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  if (pathname === '/place') return void text(request).then((where) => (browser?.pin(PLACES[where]!), response.end()));
  if (pathname === '/figures') return void text(request).then((body) => (response.end(), told(body)));
  const file = files.get(pathname);
  const type = pathname === '/' ? 'text/html' : 'text/javascript';
  response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': type }).end(file);
});

async function visit(name: string): Promise<Figures> {
  const figures = new Promise<string>((resolve, reject) => {
    told = resolve;
    AbortSignal.timeout(120_000).addEventListener('abort', () => reject(new Error(`${name} told nothing within two minutes.`)));
  });
  browser = openUnattended(`${server.origin}/?${encodeURIComponent(name)}`);
  try {
    const all = JSON.parse(await figures) as Figures & { readonly error?: string };
    if (all.error !== undefined) throw new Error(`${name}: ${all.error}`);
    return all;
  } finally {
    await browser.close();
  }
}

const names = ['raw', 'one worker', 'heddle', 'single calls', 'comlink', 'workerpool', 'threads.js', 'poolifier'];
const visits = new Map<string, Figures[]>(names.map((name) => [name, []]));
for (let round = 0; round < 7; round++) for (const name of inTurn(names, round)) visits.get(name)?.push(await visit(name));
await server.close();

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const figure = (name: string, measure: string): number => median((visits.get(name) ?? []).flatMap((figures) => figures[measure] ?? []));

console.log(['', ...names].map((name) => name.padEnd(16)).join(''));
for (const measure of ['cold', 'single', 'apart', 'together', 'tiny', 'work', 'clock', 'big', 'huge']) {
  const row = names.map((name) => {
    const value = figure(name, measure);
    if (Number.isNaN(value)) return '';
    return `${value.toPrecision(3)} (${(value / figure('raw', measure)).toFixed(2)})`;
  });
  console.log([measure, ...row].map((cell) => cell.padEnd(16)).join(''));
}
