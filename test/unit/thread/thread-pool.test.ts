import { afterEach, describe, expect, it, vi } from 'vitest';
import { TaskCancelled, type ThreadBoot, ThreadError } from '../../../src/thread/index.ts';
import { createPool, createRig, type Rig, rejection, spawn } from './rig.ts';

declare const heddle: { readonly task: { readonly signal: AbortSignal } };

let rig: Rig;
afterEach(() => {
  rig.end();
  vi.unstubAllGlobals();
});

/** Waits until what was under way in channels and microtasks has arrived. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Starts a thread and notes its end. */
async function spawnNoted(name: string, boot: ThreadBoot, ended: string[]): Promise<Worker> {
  const worker = await spawn(name, boot);
  const terminate = worker.terminate.bind(worker);
  return Object.assign(worker, {
    terminate: () => {
      ended.push(name);
      terminate();
    },
  });
}

describe('a ThreadPool', () => {
  it('runs tasks on threads of its own, beside those of the page', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const where = rig.thread((n: number) => n * 2);
    expect(await own.submit(where, 4)).toBe(8);
    expect(await own.map((n: number) => n + 1, [1, 2, 3])).toEqual([2, 3, 4]);
    expect(rig.pool.threads, 'the shared pool has started nothing').toBe(0);
  });

  it('runs a thread function that was told to use it', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const double = rig.thread((n: number) => n * 2).with({ pool: own });
    expect(await double(2)).toBe(4);
    expect(await double.map([1, 2])).toEqual([2, 4]);
    expect(rig.pool.threads).toBe(0);
    expect(() => double.with({ pool: {} as never })).toThrow("Option 'pool' must be a ThreadPool (task 'anonymous').");
  });

  it('reaches what its session shares', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 2 });
    const queue = new rig.Queue<number>();
    const put = rig.thread(async (n: number) => queue.put(n), { uses: { queue } }).with({ pool: own });
    await put.map([1, 2, 3]);
    expect(queue.size).toBe(3);
  });

  it('has the size that it was given, or what cores and memory bear', () => {
    rig = createRig();
    vi.stubGlobal('navigator', { hardwareConcurrency: 16 });
    expect(new rig.ThreadPool({ size: 3 }).size).toBe(3);
    expect(new rig.ThreadPool({ size: 0 }).size).toBe(16);
    expect(new rig.ThreadPool().size).toBe(8);
    vi.stubGlobal('navigator', { hardwareConcurrency: 16, deviceMemory: 1 });
    expect(new rig.ThreadPool().size).toBe(2);
    vi.stubGlobal('navigator', { hardwareConcurrency: 2, deviceMemory: 0.25 });
    expect(new rig.ThreadPool().size).toBe(1);
    expect(() => new rig.ThreadPool({ size: -1 })).toThrow('The size of a ThreadPool must be a whole number from 0, not -1.');
  });

  it('refuses what comes after its shutdown, and ends its threads when the last task is over', async () => {
    const terminated: string[] = [];
    rig = createRig({ spawn: (name, boot) => spawnNoted(name, boot, terminated) });
    const own = new rig.ThreadPool({ size: 1 });
    const last = own.submit((n: number) => n, 1);
    await own.shutdown();
    expect(last.state).toBe('finished');
    const error = await rejection(own.submit((n: number) => n, 2));
    expect(error).toBeInstanceOf(ThreadError);
    expect(error.message).toBe("Task 'anonymous' cannot run: the executor was shut down.");
    await settle();
    expect(terminated).toEqual([`heddle ${rig.client.caller.id}/pool-1/thread-1`]);
  });

  it('waits at its shutdown for the stream of a function that nobody knew to give one', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const letters = (): Iterator<string> =>
      (function* () {
        yield 'a';
        yield 'b';
      })();
    const future = own.submit(letters);
    const over = own.shutdown();
    const taken: string[] = [];
    for await (const letter of (await future) as unknown as AsyncIterable<string>) taken.push(letter);
    expect(taken).toEqual(['a', 'b']);
    await over;
  });

  it('gives up what is under way at its shutdown if it is told to', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const never = own.submit(() => new Promise(() => {}));
    await own.shutdown({ cancelFutures: true });
    expect(await rejection(never)).toBeInstanceOf(TaskCancelled);
  });

  it('lets what it gives up at its shutdown clean up within the grace period', async () => {
    const terminated: string[] = [];
    rig = createRig({ grace: 5000, spawn: (name, boot) => spawnNoted(name, boot, terminated) });
    const own = new rig.ThreadPool({ size: 1 });
    const never = own.submit(async () => {
      await new Promise((resolve) => heddle.task.signal.addEventListener('abort', resolve));
      await new Promise((resolve) => setTimeout(resolve, 60));
    });
    await vi.waitFor(() => expect(never.state).toBe('running'));
    await own.shutdown({ cancelFutures: true });
    expect(never.state).toBe('cancelled');
    await settle();
    expect(terminated, 'it cleans up').toEqual([]);
    await vi.waitFor(() => expect(terminated).toHaveLength(1));
  });

  it('runs thread functions as they are to run', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const never = rig.thread(() => new Promise(() => {})).with({ timeout: 10 });
    for (const executor of [own, rig.threads]) {
      expect((await rejection(executor.submit(never))).name).toBe('TaskTimeout');
      expect((await rejection(executor.map(never, [1]))).name).toBe('TaskTimeout');
    }
    const signal = AbortSignal.abort('enough');
    expect((await rejection(own.submit(rig.thread(() => 1).with({ signal })))).message).toContain('enough');
  });

  it('goes on with what is under way if nobody waits for its shutdown', async () => {
    rig = createRig();
    const own = new rig.ThreadPool({ size: 1 });
    const slow = own.submit(async () => new Promise((resolve) => setTimeout(() => resolve('done'), 30)));
    await own.shutdown({ wait: false });
    expect(slow.settled).toBe(false);
    expect(await slow).toBe('done');
  });

  it('ends with its session', async () => {
    const terminated: string[] = [];
    rig = createRig({ spawn: (name, boot) => spawnNoted(name, boot, terminated) });
    const own = new rig.ThreadPool({ size: 2 });
    const never = own.map(() => new Promise(() => {}), [1, 2]);
    await settle();
    rig.end();
    expect(await rejection(never)).toBeInstanceOf(TaskCancelled);
    await settle();
    expect(terminated).toHaveLength(2);
    expect((await rejection(own.submit(() => 1))).message).toContain('its session has ended');
  });
});

describe('the pool that all sessions share', () => {
  it('is shut down for one session only', async () => {
    const { connect } = createPool();
    rig = connect();
    const other = connect();
    const own = new rig.ThreadPool({ size: 1 });
    await rig.threads.shutdown();
    expect((await rejection(rig.thread((n: number) => n)(1))).message).toBe("Task 'anonymous' cannot run: the executor was shut down.");
    expect(await other.thread((n: number) => n)(1)).toBe(1);
    expect(await own.submit(() => 'its own pools go on')).toBe('its own pools go on');
    const thread = new rig.Thread(() => {}).start();
    expect(await thread.join()).toBe(true);
    expect(rig.reports).toEqual([]);
    other.end();
  });

  it('rejects what is submitted after it was closed', async () => {
    rig = createRig();
    const same = rig.thread((n: number) => n);
    expect(await same(1)).toBe(1);
    rig.pool.close();
    expect((await rejection(same(2))).message).toContain('The pool was closed.');
    expect((await rejection(same.map([1, 2, 3]))).message).toContain('The pool was closed.');
    expect(rig.pool.threads).toBe(0);
  });

  it('takes its default size again when it is told so', () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 6 });
    rig = createRig({ size: 1 });
    rig.client.resize(5);
    expect(rig.pool.size).toBe(5);
    rig.client.resize(null);
    expect(rig.pool.size).toBe(6);
  });
});
