import { describe, expect, it } from 'vitest';
import { createRig, rejection } from './rig.ts';

describe('a key', () => {
  it('computes what has the same key once while it is pending, and again after that', async () => {
    const { thread, Queue } = createRig();
    const runs = new Queue<number>();
    const load = thread(async (n: number) => runs.put(n).then(() => n), { uses: { runs } });
    const [first, second] = [load.with({ key: 'a' })(1), load.with({ key: 'a' })(2)];
    expect(second).toBe(first);
    expect(await second).toBe(1);
    expect(await load.with({ key: 'a' })(3)).toBe(3);
    expect(runs.size).toBe(2);
  });

  it('is of one function, and other keys are other tasks', async () => {
    const { thread } = createRig();
    const double = thread((n: number) => 2 * n);
    const triple = thread((n: number) => 3 * n);
    const all = [double.with({ key: 'a' })(1), double.with({ key: 'b' })(2), triple.with({ key: 'a' })(1)];
    expect(await Promise.all(all)).toEqual([2, 4, 3]);
  });

  it('is free again when its task was given up or could not be sent', async () => {
    const { thread } = createRig();
    const same = thread((n: unknown) => n);
    const lost = same.with({ key: 'a' })(1);
    lost.cancel();
    expect((await rejection(lost)).name).toBe('AbortError');
    expect((await rejection(same.with({ key: 'a' })(Symbol('no')))).name).toBe('ThreadError');
    expect(await same.with({ key: 'a' })(2)).toBe(2);
  });

  it('is refused for a map', () => {
    const { thread } = createRig();
    const same = thread((n: number) => n).with({ key: 'a' });
    expect(() => same.map([1])).toThrow("Option 'key' is not for map(): each item is a task of its own (task 'anonymous').");
  });
});
