import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Memory } from '../../../../src/origin/cache/memory.ts';
import { evicted, type Mark, newMark, type Policy, stamp } from '../../../../src/origin/cache/policy.ts';

const rule = (policy: Policy, maxItems: number | null) => ({ policy, maxItems });

/** Uses and puts by turns at the times 1, 2, 3 …; gives the keys that are left. */
function left(policy: Policy, maxItems: number, story: readonly ['put' | 'use', string][]): string[] {
  const memory = new Memory(rule(policy, maxItems));
  for (const [at, [what, key]] of story.entries()) {
    if (what === 'put') memory.put(key, key, newMark(at, null), at);
    else memory.use(key, at);
  }
  return ['a', 'b', 'c', 'd'].filter((key) => memory.use(key, story.length));
}

describe('the policy of a cache', () => {
  it('LRU drops what was used longest ago', () => {
    expect(
      left('LRU', 2, [
        ['put', 'a'],
        ['put', 'b'],
        ['use', 'a'],
        ['put', 'c'],
      ]),
    ).toEqual(['a', 'c']);
  });

  it('LFU drops what was used least often, of several what was used longest ago', () => {
    const story: ['put' | 'use', string][] = [
      ['put', 'a'],
      ['put', 'b'],
      ['use', 'a'],
      ['use', 'a'],
      ['use', 'b'],
    ];
    expect(left('LFU', 2, [...story, ['put', 'c']])).toEqual(['a', 'c']);
    expect(left('LFU', 2, [...story, ['use', 'b'], ['put', 'c']])).toEqual(['b', 'c']);
  });

  it('FIFO drops what was made first, however often it was used', () => {
    expect(
      left('FIFO', 2, [
        ['put', 'a'],
        ['put', 'b'],
        ['use', 'a'],
        ['use', 'a'],
        ['put', 'c'],
      ]),
    ).toEqual(['b', 'c']);
  });

  it('drops nothing when the newcomer only replaces what was there', () => {
    expect(
      left('LRU', 2, [
        ['put', 'a'],
        ['put', 'b'],
        ['put', 'a'],
      ]),
    ).toEqual(['a', 'b']);
  });

  it('drops what has expired first, also without a bound', () => {
    const marks = new Map<string, Mark>([
      ['old', newMark(0, 5)],
      ['new', newMark(1, null)],
    ]);
    expect(evicted(marks, 'c', rule('LRU', null), 4)).toEqual([]);
    expect(evicted(marks, 'c', rule('LRU', null), 5)).toEqual(['old']);
    expect(evicted(marks, 'c', rule('FIFO', 2), 5)).toEqual(['old']);
    expect(evicted(marks, 'c', rule('FIFO', 1), 5)).toEqual(['old', 'new']);
  });

  it('agrees with a naive oracle on any history', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      ttl: fc.constantFrom(null, null, 3, 20),
      wait: fc.integer({ min: 0, max: 3 }),
    });
    const history = fc.tuple(
      fc.constantFrom<Policy>('LRU', 'LFU', 'FIFO'),
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { maxLength: 60 }),
    );
    fc.assert(
      fc.property(history, ([policy, maxItems, steps]) => {
        const memory = new Memory(rule(policy, maxItems));
        const oracle = new Oracle(policy, maxItems);
        let now = 0;
        for (const { key, ttl, wait } of steps) {
          now += wait + 1;
          const hit = memory.use(key, now) !== undefined;
          expect(hit).toBe(oracle.use(key, now));
          if (hit) continue;
          memory.put(key, key, newMark(now, ttl), now);
          oracle.put(key, now, ttl);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('stamps grow, also within a millisecond', () => {
    const stamps = Array.from({ length: 1000 }, stamp);
    expect(stamps.every((each, at) => at === 0 || each > stamps[at - 1]!)).toBe(true);
    expect(stamps[0]!).toBeCloseTo(Date.now(), -3);
  });
});

/** Says the same in another way: a list in the order in which its items would go. */
class Oracle {
  #items: { key: string; hits: number; until: number }[] = [];
  readonly #policy: Policy;
  readonly #size: number;

  constructor(policy: Policy, size: number) {
    this.#policy = policy;
    this.#size = size;
  }

  use(key: string, now: number): boolean {
    this.#items = this.#items.filter(({ until }) => until > now);
    const item = this.#items.find((each) => each.key === key);
    if (!item) return false;
    item.hits++;
    if (this.#policy !== 'FIFO') this.#items = [...this.#items.filter((each) => each !== item), item];
    return true;
  }

  put(key: string, now: number, ttl: number | null): void {
    if (this.#items.length === this.#size) {
      const fewest = Math.min(...this.#items.map(({ hits }) => hits));
      const goes = this.#policy === 'LFU' ? this.#items.findIndex(({ hits }) => hits === fewest) : 0;
      this.#items.splice(goes, 1);
    }
    this.#items.push({ key, hits: 0, until: ttl === null ? Infinity : now + ttl });
  }
}
