import { afterEach, describe, expect, it } from 'vitest';
import { createRig, type Rig, rejection } from './rig.ts';

let rig: Rig;
afterEach(() => rig.end());

describe('thread functions', () => {
  it('run a function by its source and give its result', async () => {
    rig = createRig();
    const add = rig.thread((a: number, b: number) => a + b);
    const future = add(2, 3);
    expect(future.state).toBe('pending');
    expect(await future).toBe(5);
    expect(future.state).toBe('finished');
  });
  it('say which name is missing and how to pass it', async () => {
    rig = createRig();
    const fib0 = (n: number): number => n;
    const fib = rig.thread((n: number) => fib0(n));
    const error = await rejection(fib(3));
    expect(error.name).toBe('ThreadError');
    expect(error.message).toBe("'fib0' is not defined on the thread; pass it in { uses: { fib0 } }");
  });
  it('map', async () => {
    rig = createRig();
    const fib0 = (n: number): number => (n < 2 ? n : fib0(n - 1) + fib0(n - 2));
    const fib = rig.thread((n: number) => fib0(n), { uses: { fib0 } });
    expect(await fib.map([5, 6, 7])).toEqual([5, 8, 13]);
  });
  it('queue', async () => {
    rig = createRig();
    const queue = new rig.Queue<number>();
    const seen = new rig.Queue<unknown>();
    new rig.Thread(
      async ({ queue, seen }) => {
        for (;;) {
          const item = await queue.get();
          await seen.put([item, queue.size, queue.empty]);
        }
      },
      { queue, seen },
    ).start();
    void queue.put(1);
    void queue.put(2);
    expect(await seen.get()).toEqual([1, 1, false]);
    expect(await seen.get()).toEqual([2, 0, true]);
  });
});
