import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bind, param, Parameterized, rx } from '../../../src/param/index.ts';
import { setThreadNamespace, TaskCancelled } from '../../../src/thread/index.ts';
import { createRig, type Rig, rejection } from './rig.ts';

declare const heddle: { readonly task: { readonly signal: AbortSignal } };

let rig: Rig;
beforeEach(() => {
  setThreadNamespace(() => ({}));
  rig = createRig();
});
afterEach(() => rig.end());

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const turns = async (n = 20): Promise<void> => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('a thread function that is a generator', () => {
  it('gives its items in order, as many as there are', async () => {
    const count = rig.thread(function* (n: number) {
      for (let i = 0; i < n; i++) yield i;
    });
    expect(await collect(count(3))).toEqual([0, 1, 2]);
    expect(await collect(count(100))).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await collect(count(0))).toEqual([]);
  });

  it('may be asynchronous, and may return something', async () => {
    const count = rig.thread(async function* (n: number) {
      for (let i = 0; i < n; i++) yield Promise.resolve(i);
      return 'done';
    });
    const stream = count(1);
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    expect(await stream.next()).toEqual({ done: true, value: 'done' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(stream.state).toBe('finished');
  });

  it('does not start before the first item is asked for', async () => {
    const stream = rig.thread(function* () {
      yield 1;
    })();
    await turns();
    expect([stream.state, rig.pool.threads]).toEqual(['pending', 0]);
    expect(await collect(stream)).toEqual([1]);
  });

  it('stays a few items ahead of its consumer, and no more', async () => {
    const made = new rig.Queue<number>();
    const endless = rig.thread(
      async function* () {
        for (let i = 0; ; i++) {
          await made.put(i);
          yield i;
        }
      },
      { uses: { made } },
    );
    const stream = endless();
    expect((await stream.next()).value).toBe(0);
    await turns(50);
    expect(made.size).toBe(16);
    for (let i = 1; i < 100; i++) expect((await stream.next()).value).toBe(i);
    await turns(50);
    expect(made.size).toBeGreaterThan(100);
    expect(made.size).toBeLessThanOrEqual(116);
    await stream.return();
  });

  it('leaves its thread to others while it waits for its consumer', async () => {
    rig.end();
    rig = createRig({ size: 1 });
    const endless = rig.thread(function* () {
      for (let i = 0; ; i++) yield i;
    });
    const double = rig.thread((n: number) => 2 * n);
    const seen: number[] = [];
    for await (const item of endless()) {
      seen.push(await double(item));
      if (item === 40) break;
    }
    expect(seen).toHaveLength(41);
  });

  // The threads of these tests are in this realm, so they can write here what is heard of no cancelled task.
  const log: string[] = ((globalThis as unknown as { streamLog: string[] }).streamLog = []);

  it('is closed when its consumer leaves the loop', async () => {
    const count = rig.thread(function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        (globalThis as unknown as { streamLog: string[] }).streamLog.push('closed');
      }
    });
    const stream = count();
    for await (const item of stream) if (item === 2) break;
    expect(stream.state).toBe('cancelled');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await turns();
    expect(log.splice(0)).toEqual(['closed']);
  });

  it('rejects who waits when it is cancelled, and aborts the signal of its task', async () => {
    const hang = rig.thread(
      async function* () {
        yield 1;
        await new Promise((resolve) => heddle.task.signal.addEventListener('abort', resolve));
        (globalThis as unknown as { streamLog: string[] }).streamLog.push('aborted');
      },
      { name: 'hang' },
    );
    const stream = hang();
    await stream.next();
    const next = stream.next();
    stream.cancel('enough');
    expect(await rejection(next)).toBeInstanceOf(TaskCancelled);
    expect((await rejection(next)).message).toBe("Task 'hang' was cancelled: enough.");
    await turns();
    expect(log.splice(0)).toEqual(['aborted']);
  });

  it('fails with its error, after the items before it and with both stacks', async () => {
    const fail = rig.thread(function* crunch() {
      yield 1;
      throw Object.assign(new RangeError('too far'), { code: 7 });
    });
    const stream = fail();
    expect((await stream.next()).value).toBe(1);
    const error = await rejection(stream.next());
    expect(error).toBeInstanceOf(RangeError);
    expect(error['code']).toBe(7);
    expect(error.stack).toMatch(/thread\/crunch\.js[\s\S]*-- submitted from --/);
    expect(stream.state).toBe('error');
    expect((await stream.next()).done).toBe(true);
  });

  it('says which item cannot be sent', async () => {
    const give = rig.thread(function* give() {
      yield 1;
      yield { fn: () => 1 };
    });
    expect((await rejection(collect(give()))).message).toBe("Item 2.fn of task 'give' is a function and cannot be sent to the session.");
  });

  it('keeps the buffers that it yields', async () => {
    const fill = rig.thread(function* () {
      const buffer = new Float64Array(1000);
      for (let i = 0; i < 3; i++) {
        buffer.fill(i);
        yield buffer;
      }
    });
    expect((await collect(fill())).map((buffer) => [buffer.length, buffer[0]])).toEqual([
      [1000, 0],
      [1000, 1],
      [1000, 2],
    ]);
  });

  it('ends with its session', async () => {
    const stream = rig.thread(function* () {
      for (let i = 0; ; i++) yield i;
    })();
    await stream.next();
    rig.end();
    await rejection(collect(stream));
    expect(stream.state).toBe('cancelled');
  });

  it('ends when it takes longer than its timeout', async () => {
    const slow = rig.thread(async function* () {
      yield 1;
      await new Promise(() => {});
    });
    const stream = slow.with({ timeout: 20 })();
    expect((await stream.next()).value).toBe(1);
    expect((await rejection(stream.next())).name).toBe('TaskTimeout');
  });

  it('takes no key: two consumers cannot share one stream', () => {
    const count = rig.thread(function* rows() {});
    expect(() => count.with({ key: 'once' })()).toThrow(
      "Option 'key' is not for a generator: each call has a stream of its own (task 'rows').",
    );
  });

  it('is no target of a Thread', () => {
    expect(() => new rig.Thread(function* rows() {})).toThrow("The target of thread 'rows' is a generator");
  });

  it('is a stream where it is submitted, too', async () => {
    const stream = await rig.threads.submit(function* (n: number) {
      yield n;
      yield n + 1;
    }, 5);
    expect(await collect(stream)).toEqual([5, 6]);
  });
});

describe('a stream as a reference', () => {
  it('gives each item to whoever follows it', async () => {
    const count = rig.thread(async function* (n: number) {
      for (let i = 1; i <= n; i++) yield i;
    });
    const seen: unknown[] = [];
    rx(count(3)).watch((value) => seen.push(value));
    await turns(50);
    expect(seen.at(-1)).toBe(3);
  });

  it('need not be called where values follow functions; nor need a future', async () => {
    const Shown = Parameterized.with({ value: param.any(), fn: param.callable({ default: null, allowNone: true }) });
    const shown = (fn: unknown): { value: unknown } =>
      new (class extends Shown {
        static override readonly allowRefs = true;
      })({ value: fn });
    const work = rig.thread((...args: unknown[]) => `of ${args.length}`);
    const counted = shown(
      rig.thread(function* () {
        yield 1;
        yield 2;
      }),
    );
    const worked = shown(work.with({ priority: 1 }));
    const seen: unknown[] = [];
    rx(work).watch((value) => seen.push(value));
    await turns(50);
    expect([counted.value, worked.value, seen]).toEqual([2, 'of 0', ['of 0']]);
    expect(new Shown({ fn: work }).fn).toBe(work);
  });

  it('of a bound thread function is given up for a newer input', async () => {
    let resolve: () => void = () => {};
    const three = new Promise<void>((done) => (resolve = done));
    const input = rx(1);
    const started = new rig.Queue<number>();
    const count = rig.thread(
      async function* (n: number) {
        await started.put(n);
        for (let i = 0; ; i++) {
          await new Promise((wake) => setTimeout(wake, 1));
          yield `${n}.${i}`;
        }
      },
      { uses: { started } },
    );
    const seen: string[] = [];
    const stop = rx(bind(count, input)).watch((value) => {
      seen.push(value as string);
      if (seen.filter((one) => one?.startsWith('2.')).length === 3) resolve();
    });
    expect(await started.get()).toBe(1);
    input.set(2);
    await three;
    const first = seen.findIndex((one) => one?.startsWith('2.'));
    expect(seen.slice(first).every((one) => one.startsWith('2.'))).toBe(true);
    stop();
  });
});
