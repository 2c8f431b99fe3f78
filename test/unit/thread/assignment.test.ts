import { afterEach, describe, expect, it } from 'vitest';
import { param, Parameterized } from '../../../src/param/index.ts';
import { bindThreads, type Pool, PoolClient, setThreadNamespace } from '../../../src/thread/index.ts';
import { createPool } from './rig.ts';

declare const heddle: { batch<R>(fn: () => R): R };

/** Two values that belong together. */
class Range extends Parameterized.with({ low: param.integer({ default: 0 }), high: param.integer({ default: 0 }) }) {}

let pool: Pool | undefined;
afterEach(() => pool?.close());

/** A session that counts the messages of handles that come to it. */
function createSession(): ReturnType<typeof bindThreads> & { readonly count: () => number } {
  setThreadNamespace(() => ({}));
  pool = createPool().pool;
  let messages = 0;
  const signal = new AbortController().signal;
  const port = pool.connect({ id: 'counted', signal });
  const counted: typeof port = {
    ...port,
    listen: (receive) =>
      port.listen((message) => {
        if (message.type === 'relay') messages++;
        receive(message);
      }),
  };
  const client = new PoolClient(counted, { id: 'counted', signal, report: () => {} });
  return { ...bindThreads(client), count: () => messages };
}

describe('what a task assigns', () => {
  it('travels in one message, and is one change, if it is a batch', async () => {
    const { thread, count } = createSession();
    const range = new Range();
    const seen: string[] = [];
    range.param.watch(() => seen.push(`${range.low}..${range.high}`), ['low', 'high']);
    await thread((it: { low: number; high: number }) => {
      heddle.batch(() => {
        for (let i = 1; i <= 1000; i++) it.low = i;
        it.high = 2000;
      });
    })(range);
    expect([count(), seen]).toEqual([1, ['1000..2000']]);
  });

  it('may be a batch that goes on after its turn', async () => {
    const { thread, count } = createSession();
    const range = new Range();
    await thread(async (it: { low: number; high: number }) => {
      await heddle.batch(async () => {
        it.low = 1;
        await Promise.resolve();
        it.high = 2;
      });
    })(range);
    expect([count(), range.low, range.high]).toEqual([1, 1, 2]);
  });

  it('goes at once a few times, since the task may block then, and together when there is very much', async () => {
    const { thread, count } = createSession();
    const range = new Range();
    await thread((it: { low: number }) => {
      it.low = 1;
      it.low = 2;
    })(range);
    expect(count()).toBe(2);
    await thread((it: { low: number }) => {
      for (let i = 0; i < 100_000; i++) it.low = i;
    })(range);
    expect(range.low).toBe(99_999);
    expect(count()).toBeLessThan(10_000);
  });
});
