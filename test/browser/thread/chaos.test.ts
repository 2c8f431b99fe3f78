import { expect } from 'chai';
import type { Future } from '../../../src/thread/index.ts';
import { spawn } from '../../../src/thread/index.ts';
import { createPool, endAll, type Stage, until } from './stage.ts';

afterEach(endAll);

/** `npm run chaos` sets these: how long it lasts, and which run to repeat. */
const { VITE_CHAOS_SECONDS = '10', VITE_CHAOS_SEED } = (import.meta as unknown as { env: Record<string, string> }).env;
const seconds = Number(VITE_CHAOS_SECONDS);
const seed = Number(VITE_CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(seed);
const below = (n: number): number => Math.floor(random() * n);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const spin = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

/** A session that does what nobody should; it tells every future that it gets. */
class Troublemaker {
  readonly #stage: Stage;
  readonly #told: (future: Future<unknown>) => void;
  readonly #ended: (joined: Promise<boolean>) => void;
  readonly #lock;
  readonly #queue;
  /** Of one kind, so that the pool learns how long they take, and sends some ahead. */
  readonly #spin;

  constructor(stage: Stage, told: (future: Future<unknown>) => void, ended: (joined: Promise<boolean>) => void) {
    this.#stage = stage;
    this.#told = told;
    this.#ended = ended;
    this.#lock = new stage.Lock();
    this.#queue = new stage.Queue<number>(2);
    this.#spin = stage.thread((ms: number) => spin(ms), { uses: { spin } });
  }

  act(): void {
    const { thread } = this.#stage;
    const [lock, queue] = [this.#lock, this.#queue];
    const run = (fn: (n: number) => unknown, options: object = {}, uses: object = {}): Future<unknown> => {
      const future = thread(fn, { uses: { ...uses } }).with(options)(below(100));
      this.#told(future);
      return future;
    };
    const cancelLater = (future: Future<unknown>): void => void setTimeout(() => future.cancel(), below(40));
    pick<() => unknown>([
      () => run((n) => n),
      () => run((n) => n),
      () => run((n) => spin(n / 4), {}, { spin }),
      () => cancelLater(run((n) => spin(n / 4), {}, { spin })),
      () => random() < 0.2 && run(() => { for (;;); }, { timeout: 20 }), // prettier-ignore
      () => random() < 0.2 && cancelLater(run(() => { for (;;); })), // prettier-ignore
      () => cancelLater(run(() => new Promise(() => {}))),
      () => run(() => new Promise(() => self.close())),
      () => run(() => new Promise(() => self.close()), { retries: 2 }),
      () => run(() => Promise.reject(new RangeError('on purpose')), { retries: 1 }),
      () => run(() => () => 'cannot be sent'),
      () => run(allocate, {}),
      () => run(async (n) => { await lock.acquire(); await queue.put(n, { block: false }).catch(() => {}); spin(3); if (n < 30) self.close(); return n; }, { timeout: 500 }, { lock, queue, spin }), // prettier-ignore
      () => run(async () => queue.get({ timeout: 20 }), {}, { queue }),
      () => run(() => { setTimeout(() => { throw new Error('outside'); }); void Promise.reject(new Error('outside')); }), // prettier-ignore
      () => this.#many(),
      () => this.#several(),
      () => this.#threadOfItsOwn(),
      () => this.#stage.client.resize(1 + below(4)),
    ])();
  }

  #many(): void {
    const all = this.#stage.thread((n: number) => n * 2).map(Array.from({ length: 300 }, (_, n) => n));
    for (const future of all.futures) this.#told(future);
    if (random() < 0.3) all.cancel();
  }

  #several(): void {
    const all = this.#spin.map(Array.from({ length: 8 }, () => 1 + below(6)));
    for (const future of all.futures) this.#told(future);
    if (random() < 0.5) setTimeout(() => pick(all.futures).cancel(), below(40));
  }

  #threadOfItsOwn(): void {
    unreliable.next = random() < 0.2;
    const own = new this.#stage.Thread(
      async ({ queue, ms, leave, spin }) => {
        for (let i = 0; i < 10; i++) {
          await queue.put(i, { timeout: 10 }).catch(() => {});
          spin(ms);
        }
        if (leave) self.close();
        await new Promise(() => {});
      },
      { queue: this.#queue, ms: below(10), leave: random() < 0.3, spin },
      { daemon: random() < 0.5 },
    ).start();
    this.#ended(own.join());
    setTimeout(() => own.stop(), below(200));
  }
}

/** Asks for memory until none is given. No engine survives a heap that is really full; large buffers are refused. */
function allocate(): number {
  const all: ArrayBuffer[] = [];
  for (let size = 2 ** 40; ; size *= 2) all.push(new ArrayBuffer(size));
}

/** Does the same thing all the time, and fails if it comes out differently. */
async function bystand(stage: Stage, over: AbortSignal): Promise<number> {
  const { Queue, Thread, thread } = stage;
  const [asked, answered] = [new Queue<number>(), new Queue<number>()];
  const echo = new Thread(
    async ({ asked, answered }) => {
      for (;;) await answered.put((await asked.get()) + 1);
    },
    { asked, answered },
  ).start();
  const square = thread((n: number) => n * n);
  const slowly = thread(
    (n: number) => {
      spin(2);
      return n * n;
    },
    { uses: { spin } },
  );
  const numbers = Array.from({ length: 20 }, (_, n) => n);
  let rounds = 0;
  for (; !over.aborted; rounds++) {
    for (const fn of [square, slowly]) expect(await fn.map(numbers)).to.deep.equal(numbers.map((n) => n * n));
    await asked.put(rounds);
    expect(await answered.get()).to.equal(rounds + 1);
  }
  expect(echo.isAlive).to.equal(true);
  // What fails outside of a task has no owner: the session whose task the thread ran last hears of it.
  const own = stage.reports.filter(({ what }) => !what.startsWith('outside of a task'));
  expect(own.map(({ error }) => String(error))).to.deep.equal([]);
  return rounds;
}

/** Threads that live, by the locks that they hold for as long as they do. */
async function livingThreads(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('heddle/thread/')).length;
}

/**
 * Workers that do not start or end at their start, for some threads of somebody's own. (A page where none starts refuses
 * what is queued, the bystander's as well, and rightly.)
 */
const unreliable: { next: boolean; spawn: typeof spawn } = {
  next: false,
  async spawn(name, boot) {
    if (!unreliable.next) return spawn(name, boot);
    unreliable.next = false;
    await sleep(below(20));
    if (random() < 0.5) throw new Error('no worker today');
    const worker = new Worker(URL.createObjectURL(new Blob(['throw new Error("at its start")'])));
    worker.addEventListener('error', (event) => event.preventDefault()); // its thread may be stopped by now
    return worker;
  },
};

function countKinds(results: readonly PromiseSettledResult<unknown>[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const result of results) {
    const kind = result.status === 'fulfilled' ? 'value' : String((result.reason as Error).name);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

describe('a pool whose threads are ended, throw, hang and are refused memory, at random', () => {
  it(`settles every future, harms no bystander, leaks no worker and leaves the page free (seed ${seed})`, async function () {
    if (!('locks' in navigator)) this.skip();
    this.timeout((seconds + 60) * 1000);
    console.log(`chaos: ${seconds} s, seed ${seed}`);
    const before = await livingThreads();
    const { pool, connect } = createPool({ size: 3, grace: 20, spawn: unreliable.spawn });
    const futures: Future<unknown>[] = [];
    const joined: Promise<boolean>[] = [];
    const note = (future: Future<unknown>): void => {
      futures.push(future);
      future.catch(() => {}); // looked at in the end
    };
    const open = (): { stage: Stage; maker: Troublemaker } => {
      const stage = connect();
      return {
        stage,
        maker: new Troublemaker(stage, note, (end) => joined.push(end)),
      };
    };
    const over = new AbortController();
    const bystander = connect();
    const bystanding = bystand(bystander, over.signal);
    let turns = 0;
    const counting = setInterval(() => turns++, 0);

    const sessions = Array.from({ length: 3 }, open);
    const acts = { turnless: 0, all: 0 };
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const turnsBefore = turns;
      pick(sessions).maker.act();
      if (random() < 0.03) {
        sessions[0]?.stage.end();
        sessions.shift();
        sessions.push(open());
      }
      await sleep(below(30));
      acts.all++;
      if (turns === turnsBefore) acts.turnless++;
    }

    over.abort();
    const rounds = await bystanding;
    for (const { stage } of sessions) stage.end();
    const results = await Promise.allSettled(futures);
    expect(await Promise.all(joined)).to.deep.equal(joined.map(() => true));
    const kinds = countKinds(results);
    console.log(`chaos: ${acts.all} acts, ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}; ${rounds} rounds beside`);
    expect(futures.map(({ state }) => state)).not.to.include.members(['pending', 'running']);
    expect([...kinds.keys()]).to.include.members(['value', 'AbortError', 'RangeError', 'ThreadCrashed']);
    expect(rounds).to.be.above(0);
    expect(acts.turnless).to.be.below(acts.all / 2);
    clearInterval(counting);

    bystander.end();
    await until(() => pool.threads === 0);
    for (let left = Infinity; left > before; left = await livingThreads()) await sleep(50);
  });
});
