import { describe, expect, it } from 'vitest';
import { delay } from '../../../src/origin/delay.ts';

const never = new AbortController().signal;

describe('delay', () => {
  it('is over at once when there is nothing to wait for', async () => {
    await delay(0, never);
    await delay(-Infinity, never);
    await delay(1e9, AbortSignal.abort());
  });

  it('is over later when it was told to wait longer', async () => {
    const order: number[] = [];
    await Promise.all([30, 5].map((ms) => delay(ms, never).then(() => order.push(ms))));
    expect(order).toEqual([5, 30]);
  });

  it('ends early when its signal aborts', async () => {
    const end = new AbortController();
    const over = delay(1e9, end.signal);
    end.abort();
    await over;
  });

  it('waits longer than a timer can count', async () => {
    const end = new AbortController();
    let over = false;
    const waits = delay(2 ** 40, end.signal).then(() => (over = true));
    await delay(10, never);
    expect(over).toBe(false);
    end.abort();
    await waits;
  });
});
