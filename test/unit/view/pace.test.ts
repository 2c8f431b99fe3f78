import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/view/pace.ts';

/** How many of `waiting` drew in each of `count` frames that took `ms` each. */
function shares(pace: Pace, count: number, ms: number, waiting = 1): number[] {
  return Array.from({ length: count }, () => pace.frame(ms, waiting));
}

const after = (...args: Parameters<typeof shares>): number | undefined => shares(...args).at(-1);

/** One session may draw in a frame. */
function slowed(): Pace {
  const pace = new Pace();
  shares(pace, 10, 40);
  return pace;
}

describe('how many sessions draw in a frame', () => {
  test('is all of them while frames come in time', () => {
    expect(after(new Pace(), 100, 16, 60)).toBe(64);
  });

  test('is half as many after each late frame, and never none', () => {
    expect(shares(new Pace(), 8, 40)).toEqual([32, 16, 8, 4, 2, 1, 1, 1]);
  });

  test('is slowly more with frames in time', () => {
    expect(shares(slowed(), 4, 16)).toEqual([1, 2, 2, 3]);
  });

  test('is the share in every third frame while more wait than that', () => {
    expect(shares(slowed(), 9, 16, 20)).toEqual([0, 0, 1, 0, 0, 2, 0, 0, 2]);
  });

  test('is the share in every frame for one session alone, and where as many wait as may draw', () => {
    expect(shares(slowed(), 4, 40, 1)).toEqual([1, 1, 1, 1]);
    const pace = slowed();
    shares(pace, 8, 16);
    expect(shares(pace, 2, 16, 5)).toEqual([5, 6]);
  });

  test('falls when the three frames together are late, whichever of them is', () => {
    const rounds = [30, 16, 16, 30, 16, 16];
    const pace = new Pace();
    shares(pace, 3, 40);
    expect(rounds.map((ms) => pace.frame(ms, 20))).toEqual([0, 0, 4, 0, 0, 2]);
    expect([27, 9, 15, 27, 9, 15].map((ms) => pace.frame(ms, 20))).toEqual([0, 0, 2, 0, 0, 3]);
  });

  test('is judged by what the screen does: one with thirty frames a second is learned, and so is one with a hundred and twenty', () => {
    expect(after(new Pace(), 3000, 33)).toBe(64);
    const fast = new Pace();
    shares(fast, 100, 8);
    expect(after(fast, 1, 16)).toBe(32);
  });

  test('is not misled by early frames after a late one', () => {
    const pace = new Pace();
    for (let n = 0; n < 100; n++) for (const ms of [50, 2, 4, 16, 16, 16]) pace.frame(ms, 1);
    expect(shares(pace, 120, 16).at(-1)).toBe(64);
  });

  test('is as before after a pause, of which nobody knows how long its frames took', () => {
    expect(slowed().frame(undefined, 20)).toBe(1);
    expect(new Pace().frame(undefined, 20)).toBe(64);
  });
});
