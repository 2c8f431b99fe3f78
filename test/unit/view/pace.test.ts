import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/view/pace.ts';

/** The share after `count` frames that took `ms` each. */
function after(pace: Pace, count: number, ms: number): number {
  let share = 0;
  for (let frame = 0; frame < count; frame++) share = pace.frame(ms, true);
  return share;
}

describe('how many sessions draw in a frame', () => {
  test('is all of them while frames come in time', () => {
    expect(after(new Pace(), 100, 16)).toBe(64);
  });

  test('is half as many after each late frame, and never none', () => {
    const pace = new Pace();
    expect([1, 2, 3].map(() => pace.frame(40, true))).toEqual([32, 16, 8]);
    expect(after(pace, 10, 40)).toBe(1);
  });

  test('is one more with each frame in time', () => {
    const pace = new Pace();
    after(pace, 10, 40);
    expect([1, 2, 3].map(() => pace.frame(16, true))).toEqual([2, 3, 4]);
  });

  test('is judged by what the screen does: one with thirty frames a second is learned, and so is one with a hundred and twenty', () => {
    const slow = new Pace();
    expect(after(slow, 1500, 33)).toBe(64);
    const fast = new Pace();
    after(fast, 100, 8);
    expect(fast.frame(16, true)).toBe(32);
  });

  test('is not misled by frames that were asked for shortly before they came', () => {
    const pace = new Pace();
    for (let frame = 0; frame < 100; frame++) pace.frame(1, false);
    expect(pace.frame(16, true)).toBe(64);
  });
});
