import { describe, expect, it } from 'vitest';
import { type Call, Calls } from '../../../../src/origin/cache/calls.ts';

/** The results of a function in a session that shares nothing. */
function alone(): Calls {
  return new Calls({ id: 'fn', rule: { maxItems: null, policy: 'LRU' }, line: Promise.resolve(undefined) });
}

const call = (args: unknown[], compute: () => unknown, ttl: number | null = null): Call => ({ args, compute, ttl });

describe('Calls of one session', () => {
  it('compute once for the same arguments, also when they are asked for at the same time', async () => {
    const calls = alone();
    let runs = 0;
    const compute = async (): Promise<number> => ++runs;
    const asked = [[{ a: 1 }], [{ a: 1 }], [{ a: 2 }]].map((args) => calls.call(call(args, compute)));
    expect(await Promise.all(asked)).toEqual([1, 1, 2]);
    expect(await calls.call(call([{ a: 1 }], compute))).toBe(1);
  });

  it('give all callers the same object', async () => {
    const calls = alone();
    const compute = (): object => ({});
    expect(await calls.call(call([], compute))).toBe(await calls.call(call([], compute)));
  });

  it('tell arguments as passed: none, one and undefined are three', async () => {
    const calls = alone();
    let runs = 0;
    for (const args of [[], [undefined], [undefined, undefined], []]) await calls.call(call(args, () => ++runs));
    expect(runs).toBe(3);
  });

  it('keep undefined, too', async () => {
    const calls = alone();
    let runs = 0;
    for (let i = 0; i < 2; i++) await calls.call(call([], () => void runs++));
    expect(runs).toBe(1);
  });

  it('give an error to all who wait, and do not keep it', async () => {
    const calls = alone();
    let runs = 0;
    const fail = (): never => {
      throw new RangeError(`no ${++runs}`);
    };
    const [a, b] = await Promise.allSettled([calls.call(call([], fail)), calls.call(call([], fail))]);
    expect([a, b]).toEqual([
      { status: 'rejected', reason: new RangeError('no 1') },
      { status: 'rejected', reason: new RangeError('no 1') },
    ]);
    expect(await calls.call(call([], () => 'fine'))).toBe('fine');
  });

  it('do not keep what was begun before they were cleared, nor wait for it', async () => {
    const calls = alone();
    let finish: ((value: string) => void) | undefined;
    const first = calls.call(call([], () => new Promise((resolve) => (finish = resolve))));
    while (!finish) await Promise.resolve();
    await calls.clear();
    const second = calls.call(call([], () => 'second'));
    expect(await second).toBe('second');
    finish('first');
    expect(await first).toBe('first');
    expect(await calls.call(call([], () => 'third'))).toBe('second');
  });
});
