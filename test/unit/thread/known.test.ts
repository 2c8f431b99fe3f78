import { afterEach, describe, expect, it, vi } from 'vitest';
import { SHARE, type Share, type Shareable } from '../../../src/thread/index.ts';
import { createRig, type Rig, rejection } from './rig.ts';

declare const heddle: { readonly task: { readonly signal: AbortSignal } };

class Counter implements Shareable {
  #value = 0;
  readonly #changed = new Set<(values: Record<string, unknown>) => void>();

  get value(): number {
    return this.#value;
  }

  set value(value: number) {
    if (value < 0) throw new RangeError('Counter.value must be at least 0.');
    if (value === this.#value) return;
    this.#value = value;
    for (const changed of this.#changed) changed({ value });
  }

  [SHARE](): Share {
    return {
      kind: 'Counter',
      values: () => ({ value: this.value }),
      set: (_, value) => (this.value = value as number),
      methods: ['self'],
      call: () => this,
      subscribe: (changed, signal) => {
        this.#changed.add(changed);
        signal.addEventListener('abort', () => this.#changed.delete(changed));
      },
    };
  }

  /** For threads. */
  declare self: () => Promise<Counter>;
}

let rig: Rig;
afterEach(() => rig.end());

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('what a thread knows of a handle', () => {
  it('is what its tasks before have assigned, however many were sent together', async () => {
    rig = createRig({ size: 1 });
    const counter = new Counter();
    const add = rig.thread(() => void counter.value++, { uses: { counter } });
    await add();
    await Promise.all(Array.from({ length: 100 }, () => add()));
    expect(counter.value).toBe(101);
    await add.map(Array.from({ length: 100 }));
    expect(counter.value).toBe(201);
  });

  for (const size of [1, 2]) {
    it(`is what all before it have assigned, to who holds a lock (threads: ${size})`, async () => {
      rig = createRig({ size });
      const [lock, counter] = [new rig.Lock(), new Counter()];
      const add = rig.thread(
        async () => {
          await lock.acquire();
          counter.value++;
          await lock.release();
        },
        { uses: { lock, counter } },
      );
      for (let i = 0; i < 10; i++) await add();
      await Promise.all(Array.from({ length: 100 }, () => add()));
      expect(counter.value).toBe(110);
    });
  }

  it('is what its session has set while the task before ran', async () => {
    rig = createRig({ size: 1 });
    const counter = new Counter();
    const read = rig.thread(
      async (call: (() => Promise<void>) | null) => {
        await call?.();
        return counter.value;
      },
      { uses: { counter } },
    );
    await read(null);
    const set = async (): Promise<void> => void (counter.value = 5);
    expect(await Promise.all([read(set), read(null), read(null)])).toEqual([5, 5, 5]);
  });

  it('is what a run before a retry has assigned', async () => {
    rig = createRig({ size: 1 });
    const counter = new Counter();
    const retried = rig.thread(
      () => {
        if (++counter.value < 3) throw new Error(`at ${counter.value}`);
        return counter.value;
      },
      { uses: { counter } },
    );
    expect(await retried.with({ retries: 5 })()).toBe(3);
  });

  it('is what it has assigned itself while an answer was on its way that mentions the handle', async () => {
    rig = createRig({ size: 1 });
    const counter = new Counter();
    const mentioned = rig.thread(async (it: Counter) => {
      const answer = it.self();
      it.value = 7;
      await answer;
      return it.value;
    });
    expect(await mentioned(counter)).toBe(7);
    expect(counter.value).toBe(7);
  });

  it('is the true value again where its session has refused one, or did not hear of it', async () => {
    rig = createRig({ size: 1 });
    const counter = new Counter();
    const assign = rig.thread(
      async (value: number, late: boolean) => {
        if (late) await new Promise((resolve) => heddle.task.signal.addEventListener('abort', resolve));
        counter.value = value;
      },
      { uses: { counter } },
    );
    const read = rig.thread(() => counter.value, { uses: { counter } });
    await assign(-1, false);
    expect(rig.reports).toHaveLength(1);
    expect(await read()).toBe(0);
    const given = assign(99, true);
    await vi.waitFor(() => expect(given.state).toBe('running'));
    given.cancel();
    await rejection(given);
    expect(await read()).toBe(0);
    expect(counter.value).toBe(0);
  });
});

describe('what a task gets', () => {
  it('is as it was when the task was asked for, also what was changed in place', async () => {
    rig = createRig({ size: 1 });
    const list: number[] = [];
    class List implements Shareable {
      [SHARE](): Share {
        return { kind: 'List', values: () => ({ list }), methods: [], call: () => {}, subscribe: () => {} };
      }
    }
    const shared = new List();
    const length = rig.thread((it: unknown) => (it as { list: number[] }).list.length);
    expect(await length(shared)).toBe(0);
    list.push(1);
    expect(await length(shared)).toBe(1);
  });
});

describe('a run before a retry', () => {
  it('leaves no lock behind, and no wait that takes what comes', async () => {
    rig = createRig({ size: 1 });
    const [lock, queue, runs] = [new rig.Lock(), new rig.Queue<string>(), new Counter()];
    const retried = rig.thread(
      async () => {
        await lock.acquire();
        const item = queue.get();
        item.catch(() => {});
        if (++runs.value === 1) throw new Error('first');
        lock.release();
        return item;
      },
      { uses: { lock, queue, runs } },
    );
    const future = retried.with({ retries: 1 })();
    while (runs.value < 2) await sleep(1);
    await queue.put('for the second');
    expect(await future).toBe('for the second');
    expect(lock.locked).toBe(false);
  });
});

describe('the end of an executor', () => {
  it('does not wait for Threads, nor end them', async () => {
    rig = createRig();
    const go = new rig.Event();
    const thread = new rig.Thread(async (args: { go: typeof go }) => void (await args.go.wait()), { go }).start();
    await rig.threads.shutdown({ cancelFutures: true });
    expect(thread.isAlive).toBe(true);
    go.set();
    expect(await thread.join()).toBe(true);
  });

  it('does not wait for a stream that was given up before anybody took an item', async () => {
    rig = createRig();
    const make = rig.thread((): unknown =>
      (function* () {
        yield 1;
      })(),
    );
    const stream = (await make()) as AsyncGenerator<number>;
    await stream.return(undefined);
    await rig.threads.shutdown();
    await vi.waitFor(() => expect(rig.pool.tasks).toBe(0));
  });
});
