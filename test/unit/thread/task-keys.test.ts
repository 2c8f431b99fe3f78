import { describe, expect, it } from 'vitest';
import { numberOf, TaskKeys } from '../../../src/thread/task-keys.ts';

describe('keys of tasks', () => {
  it('are numbers that no two sessions share, from the first task to the four millionth and beyond', () => {
    const seen = new Set<number>();
    const sessions = ['s0', 's1', 's2', 's255', 's256', 's257', 's65536'].map((id) => new TaskKeys(id));
    const ends = (n: number): boolean => n < 3 || (n > 4_194_300 && n < 4_194_310);
    let given = 0;
    for (const keys of sessions)
      for (let n = 0; n < 4_194_320; n++) {
        const key = keys.next();
        if (!ends(n)) continue;
        given++;
        seen.add(key);
        expect(numberOf(key)).toBe(n);
        expect(key).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
      }
    expect(seen.size).toBe(given);
  });

  it('are small integers in the first sessions of a page', () => {
    const keys = new TaskKeys('s255');
    expect(keys.next()).toBeLessThan(2 ** 30);
  });
});
