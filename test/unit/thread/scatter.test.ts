import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { getAssets } from '../../../src/http/index.ts';
import { bindThreads, PoolClient, setThreadNamespace, type ThreadBoot } from '../../../src/thread/index.ts';
import { createPool, createRig, type Rig, spawn } from './rig.ts';

let rig: Rig;
afterEach(() => rig.end());

/** What the page tells its threads by name: `'scatter'`, `'drop'`, `'define'`. */
function noted(calls: string[]): (name: string, boot: ThreadBoot) => Promise<Worker> {
  return async (name, boot) => {
    const worker = await spawn(name, boot);
    const post = worker.postMessage.bind(worker) as (message: unknown, transfer: Transferable[]) => void;
    worker.postMessage = (message: { readonly data?: { readonly path?: readonly string[] } }, transfer: unknown) => {
      calls.push(...(message.data?.path ?? []));
      post(message, transfer as Transferable[]);
    };
    return worker;
  };
}

const count = (calls: readonly string[], what: string): number => calls.filter((call) => call === what).length;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** Collects garbage until something has come of it. */
async function collect(done: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !done(); i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('scatter', () => {
  it('sends a value to each thread once, where it is decoded once', async () => {
    const calls: string[] = [];
    rig = createRig({ size: 2, spawn: noted(calls) });
    const table = await rig.threads.scatter({ rows: Array.from({ length: 1000 }, (_, i) => ({ i })) });
    // Each thread is a realm of its own in a browser; here they share one, and so see as many objects as there are threads.
    const seen = rig.thread(async (value: typeof table, wait: number) => {
      const all = ((globalThis as { seenTables?: Set<object> }).seenTables ??= new Set());
      all.add(value);
      await new Promise((resolve) => setTimeout(resolve, wait));
      return [value.rows.length, all.size];
    });
    const results = await Promise.all(Array.from({ length: 20 }, () => seen(table, 2)));
    expect(results.every(([rows]) => rows === 1000)).toBe(true);
    expect(results.at(-1)).toEqual([1000, 2]);
    expect(count(calls, 'scatter')).toBe(2);
  });

  it('sends nothing to a thread that does not need it', async () => {
    const calls: string[] = [];
    rig = createRig({ size: 1, spawn: noted(calls) });
    await rig.threads.scatter([1, 2, 3]);
    await rig.thread((n: number) => n)(1);
    expect(count(calls, 'scatter')).toBe(0);
  });

  it('stands for its value anywhere in the arguments, beside others', async () => {
    rig = createRig({ size: 1 });
    const [big, small] = [await rig.threads.scatter(new Float64Array(100_000).fill(2)), await rig.threads.scatter('b')];
    const sum = rig.thread(
      (all: { parts: [Float64Array, string, number] }) => all.parts[0].reduce((a, b) => a + b) + all.parts[1] + all.parts[2],
    );
    expect(await sum({ parts: [big, small, 1] })).toBe('200000b1');
    expect(await sum({ parts: [big, small, 2] })).toBe('200000b2');
  });

  it('is known to the functions in whose scope it is, and to other pools', async () => {
    rig = createRig({ size: 1 });
    const table = await rig.threads.scatter([1, 2, 3]);
    expect(await rig.thread(() => table.length, { uses: { table } })()).toBe(3);
    const own = new rig.ThreadPool({ size: 1 });
    expect(await own.submit((value: number[]) => value.length, table)).toBe(3);
    const mine = await own.scatter([1, 2]);
    expect(await own.submit((value: number[]) => value.length, mine)).toBe(2);
  });

  it('keeps its buffers when a task returns them', async () => {
    rig = createRig({ size: 1 });
    const table = await rig.threads.scatter(new Float64Array(10_000).fill(1));
    const back = rig.thread((value: Float64Array) => value);
    expect((await back(table)).length).toBe(10_000);
    expect((await back(table)).length).toBe(10_000);
  });

  it('reaches the thread that takes the place of one that has ended', async () => {
    const calls: string[] = [];
    rig = createRig({ size: 1, spawn: noted(calls) });
    const table = await rig.threads.scatter([1]);
    const hang = rig.thread((_value: number[]) => new Promise(() => {}));
    const lost = hang(table);
    await new Promise((resolve) => setTimeout(resolve, 20));
    lost.cancel();
    expect(await rig.thread((value: number[]) => value.length)(table)).toBe(1);
    expect(count(calls, 'scatter')).toBe(2);
  });

  it('is given up on the threads when nobody has it any more, and not before its last task is over', async () => {
    const calls: string[] = [];
    rig = createRig({ size: 1, spawn: noted(calls) });
    const length = rig.thread(async (value: number[]) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return value.length;
    });
    const pending = (async () => length(await rig.threads.scatter([1, 2, 3])))();
    await collect(() => count(calls, 'drop') > 0 || count(calls, 'scatter') > 0);
    expect(await pending).toBe(3);
    await collect(() => count(calls, 'drop') > 0);
    expect(count(calls, 'drop')).toBe(1);
  });

  it('is forgotten with its session by threads that live on', async () => {
    const calls: string[] = [];
    const { connect, pool } = createPool({ size: 1, spawn: noted(calls) });
    rig = connect();
    const other = connect();
    const table = await other.threads.scatter([1, 2, 3]);
    expect(await other.thread((value: number[]) => value.length)(table)).toBe(3);
    other.end();
    expect(await rig.thread((n: number) => n)(1)).toBe(1);
    expect(pool.threads).toBe(1);
    expect(count(calls, 'detach')).toBe(1);
  });

  it('refuses what cannot be sent', async () => {
    rig = createRig({ size: 1 });
    await expect(rig.threads.scatter({ fn: () => 1 })).rejects.toThrow(
      'Value.fn of scatter() is a function and cannot be sent to a thread.',
    );
  });
});

describe('files that a session embeds', () => {
  it('are there for its own tasks only, and go to each thread once', async () => {
    setThreadNamespace(() => ({ embedded: () => Object.keys(getAssets()) }));
    const calls: string[] = [];
    const { pool, connect } = createPool({ size: 1, spawn: noted(calls), assets: () => ({ page: 'data:,' }) });
    rig = connect();
    let assets: Record<string, string> | undefined;
    const { signal } = new AbortController();
    const client = new PoolClient(pool.connect({ id: 'own', signal }), { id: 'own', signal, assets: () => assets, report: () => {} });
    const { thread, ThreadPool } = bindThreads(client);
    const look = (): string[] => (heddle as unknown as { embedded(): string[] }).embedded();
    const [mine, theirs] = [thread(look), rig.thread(look)];
    expect(await mine()).toEqual(['page']);
    assets = { own: 'data:,' };
    const all = await Promise.all([mine(), theirs(), mine.with({ retries: 1 })(), theirs()]);
    expect(all).toEqual([['own'], ['page'], ['own'], ['page']]);
    expect(count(calls, 'scatter')).toBe(1);
    const waiting = mine();
    assets = { other: 'data:,' };
    expect([await waiting, await mine()]).toEqual([['own'], ['other']]);
    expect(await new ThreadPool({ size: 1 }).submit(look)).toEqual(['other']);
  });
});
