import { expect, it, vi } from 'vitest';
import type { Pool, PoolObserver, PoolView } from '../../../src/thread/index.ts';
import { createPool, rejection } from './rig.ts';

/** Notes what an observer is told. */
function notes(): { readonly told: string[]; readonly observer: PoolObserver } {
  const told: string[] = [];
  return {
    told,
    observer: {
      began: ({ name }, thread) => told.push(`${name} began on ${thread}`),
      returned: ({ name }, thread) => told.push(`${name} returned by ${thread}`),
      ended: ({ name }, thread, end, took) => told.push(`${name} ${end} on ${thread}${took === null ? '' : ' by itself'}`),
    },
  };
}

/** Settles when the pool's threads run that many tasks. */
async function running(pool: Pool, tasks: number): Promise<PoolView> {
  for (;;) {
    const view = pool.look();
    if (view.threads.filter(({ up, task }) => up && task).length === tasks) return view;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

it('an observer is told what each thread begins and how that ends', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const rig = connect();
  const { told, observer } = notes();
  const observing = new AbortController();
  pool.observe(observer, observing.signal);
  await rig.thread(function good() {})();
  await rejection(
    rig.thread(function bad() {
      throw new Error('bad');
    })(),
  );
  expect(told).toEqual([
    'good began on thread-1',
    'good finished on thread-1 by itself',
    'bad began on thread-1',
    'bad error on thread-1 by itself',
  ]);
  observing.abort();
  await rig.thread(function unseen() {})();
  expect(told.length).toBe(4);
  rig.end();
});

it('an observer is told why a task was cut off, and that what waited behind it runs elsewhere', async () => {
  const { pool, connect } = createPool({ size: 1, grace: 0 });
  const rig = connect();
  const { told, observer } = notes();
  pool.observe(observer, new AbortController().signal);
  const hang = rig.thread(function hang() {
    return new Promise(() => {});
  });
  const slow = hang.with({ timeout: 20 })();
  const next = rig.thread(function next() {})();
  expect((await rejection(slow)).name).toBe('TaskTimeout');
  await next;
  expect(told).toEqual([
    'hang began on thread-1',
    'hang timeout on thread-1',
    'next began on thread-2',
    'next finished on thread-2 by itself',
  ]);
  rig.end();
});

it('a look shows what threads run and how much of each session waits, pools of its own included', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const [first, second] = [connect(), connect()];
  const own = new first.ThreadPool({ size: 1 });
  const open = new first.Event();
  const gate = first.thread(
    async function gate() {
      await open.wait();
    },
    { uses: { open } },
  );
  const noop = second.thread(function noop() {});
  const tasks = [gate(), noop(), noop(), own.submit(gate), own.submit(gate)];
  const { threads, queued } = await running(pool, 2);
  const session = threads[0]?.task?.session as string;
  expect(threads.map(({ id, own: alone, task }) => [id, alone, task?.name, task?.session])).toEqual([
    ['thread-1', false, 'gate', session],
    [`${session}/pool-1/thread-1`, false, 'gate', session],
  ]);
  expect([...queued.values()]).toEqual([1, 2]);
  open.set();
  await Promise.all(tasks);
  first.end();
  second.end();
});

it('a task that the page cancels is rejected in its session with the reason', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const rig = connect();
  const caught = rejection(
    rig.thread(async function endless() {
      await new Promise(() => {});
    })(),
  );
  const { threads } = await running(pool, 1);
  const key = threads[0]?.task?.key as number;
  expect(pool.cancel(key, "Task 'endless' was cancelled in the monitor.")).toBe(true);
  expect(await caught).toMatchObject({ name: 'AbortError', message: "Task 'endless' was cancelled in the monitor." });
  await running(pool, 0);
  expect(pool.cancel(key, 'it is over')).toBe(false);
  await rig.thread(() => {})();
  rig.end();
});

it('what waits of a session, in its own pools too, is given up without what runs and what others have', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const [first, second] = [connect(), connect()];
  const own = new first.ThreadPool({ size: 1 });
  const open = new first.Event();
  const gate = first.thread(
    async function gate() {
      await open.wait();
    },
    { uses: { open } },
  );
  const runs = [gate(), own.submit(gate)];
  const { threads } = await running(pool, 2);
  const waits = [gate(), gate(), own.submit(gate)].map(rejection);
  const other = second.thread(() => 'other')();
  await vi.waitUntil(() => [...pool.look().queued.values()].join() === '3,1');
  expect(pool.cancelQueued(threads[0]?.task?.session as string, 'no more')).toBe(3);
  for (const error of await Promise.all(waits)) expect(error).toMatchObject({ name: 'AbortError', message: 'no more' });
  open.set();
  await Promise.all(runs);
  expect(await other).toBe('other');
  first.end();
  second.end();
});

it('an observer is told that a task which a thread was about to begin waits again, and not that it was cut off', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const [first, second] = [connect(), connect()];
  const spin = first.thread(function spin(ms: number) {
    for (const end = performance.now() + ms; performance.now() < end;);
  });
  const { told, observer } = notes();
  let other: PromiseLike<unknown> | undefined;
  while (!told.some((line) => line.startsWith('spin returned'))) {
    await spin(5);
    told.length = 0;
    const observing = new AbortController();
    pool.observe(observer, observing.signal);
    const { futures } = spin.map([60, 5, 5]);
    await vi.waitUntil(() => pool.look().threads[0]!.behind === 1 || futures[0]!.settled);
    other = second.thread(function other() {})();
    await Promise.all([other, ...futures]);
    observing.abort();
  }
  expect(told.filter((line) => !/^(spin|other) (began on|finished on|returned by)/.test(line))).toEqual([]);
  expect(told.filter((line) => line.startsWith('spin finished')).length).toBe(3);
  first.end();
  second.end();
});
