import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNamespace } from '../../../src/namespace.ts';
import { openSession, settle } from './harness.ts';

const warn = vi.spyOn(console, 'warn');
beforeEach(() => void warn.mockImplementation(() => {}));
afterEach(() => warn.mockReset());

/** What an app of a session of its own imports. */
function open(name?: string) {
  const { session, told } = openSession(name);
  return { ...createNamespace(session), session, told };
}

describe('cache', () => {
  it('makes an async function that computes a result once', async () => {
    const { cache } = open();
    let runs = 0;
    const add = cache(async (a: number, b: number) => (runs++, a + b));
    expect(await Promise.all([add(1, 2), add(1, 2), add(2, 1)])).toEqual([3, 3, 3]);
    expect(runs).toBe(2);
    await add.clear();
    expect(await add(1, 2)).toBe(3);
    expect(runs).toBe(3);
  });

  it('keeps the name of the function', () => {
    const { cache } = open();
    expect(cache(function load() {}).name).toBe('load');
  });

  it('tells functions of the same text apart, and functions of different text of one name', async () => {
    const { cache } = open();
    const times = [2, 3].map((factor) => cache((n: number) => n * factor));
    const plus = cache((n: number) => n + 1);
    expect(await Promise.all([...times, plus].map((fn) => fn(10)))).toEqual([20, 30, 11]);
  });

  it('keeps as many results as it may, by its policy', async () => {
    const { cache } = open();
    let runs = 0;
    const fn = cache((n: number) => (runs++, n), { maxItems: 2, policy: 'FIFO' });
    for (const n of [1, 2, 1, 3, 2]) await fn(n);
    expect(runs).toBe(3);
    await fn(1);
    expect(runs).toBe(4);
  });

  it('ends with the session that it was made in, and is not seen by another', async () => {
    const [a, b] = [open('a'), open('b')];
    let runs = 0;
    const count = (): number => ++runs;
    expect([await a.cache(count, { perSession: true })(), await b.cache(count, { perSession: true })()]).toEqual([1, 2]);
  });

  it('refuses by name what cannot work', () => {
    const { cache, thread } = open();
    const fn = (): number => 1;
    expect(() => cache(1 as never)).toThrow('cache: fn must be a function, not 1.');
    expect(() => cache(function* steps() {})).toThrow("cache: 'steps' is a generator function");
    expect(() => cache(thread(function* steps() {}))).toThrow("cache: 'steps' is a generator function");
    expect(() => cache(fn, { ttl: 0 })).toThrow('cache: ttl must be more than 0 ms, not 0');
    expect(() => cache(fn, { maxItems: 0.5 })).toThrow('cache: maxItems must be an integer of at least 1, not 0.5');
    expect(() => cache(fn, { maxitems: 2 } as never)).toThrow(
      'cache: "maxitems" is none of its options, { ttl, maxItems, policy, perSession, toDisk }.',
    );
    expect(() => cache(fn, 1000 as never)).toThrow('cache: 1000 is none of its options, { ttl, maxItems, policy, perSession, toDisk }.');
    expect(() => cache(fn, { policy: 'MRU' as never })).toThrow('cache: policy must be one of LRU, LFU, FIFO, not MRU.');
    expect(() => cache(fn, { perSession: true, toDisk: true })).toThrow('either perSession or toDisk');
  });
});

describe('state.asCached', () => {
  it('computes a result once for a key and arguments, whatever function asks', async () => {
    const { state } = open();
    let runs = 0;
    const slow = async (...args: number[]): Promise<string> => `${++runs}: ${args.join()}`;
    expect(await state.asCached('sum', slow, { args: [1, 2] })).toBe('1: 1,2');
    expect(await state.asCached('sum', (...args: number[]) => `another ${args.length}`, { args: [1, 2] })).toBe('1: 1,2');
    expect(await state.asCached('sum', slow, { args: [1] })).toBe('2: 1');
    expect(await state.asCached('max', slow)).toBe('3: ');
  });

  it('gives the value of a promise as often as it is asked, and keeps no error', async () => {
    const { state } = open();
    await expect(state.asCached('k', () => Promise.reject(new RangeError('no')))).rejects.toThrow('no');
    for (let i = 0; i < 2; i++) expect(await state.asCached('k', async () => 5)).toBe(5);
  });

  it('refuses by name what cannot work', async () => {
    const { state } = open();
    await expect(state.asCached(1 as never, () => 1)).rejects.toThrow('state.asCached: key must be a string, not 1.');
    await expect(state.asCached('k', null as never)).rejects.toThrow('must be a function, not null');
    await expect(state.asCached('k', () => 1, { tll: 1 } as never)).rejects.toThrow(
      'state.asCached: "tll" is none of its options, { ttl, args }.',
    );
    await expect(state.asCached('k', () => 1, 1000 as never)).rejects.toThrow(
      'state.asCached: 1000 is none of its options, { ttl, args }.',
    );
    await expect(state.asCached('k', () => 1, { ttl: -1 })).rejects.toThrow('state.asCached: ttl must be more than 0 ms, not -1');
    await expect(state.asCached('k', () => 1, { args: 3 as never })).rejects.toThrow('state.asCached: args must be an array, not 3.');
  });
});

describe('state.cache', () => {
  it('is one map for a session', () => {
    const { state } = open();
    state.cache.set('n', 1);
    expect(state.cache.get('n')).toBe(1);
  });

  it('reports the error of a listener, and runs the others', async () => {
    const { state, told } = open();
    const seen: unknown[] = [];
    state.cache.onChange('n', () => {
      throw new RangeError('a bad listener');
    });
    state.cache.onChange('n', (event) => seen.push(event.new));
    state.cache.set('n', 1);
    expect(seen).toEqual([1]);
    await settle();
    expect(told).toContainEqual(expect.objectContaining({ type: 'error', report: expect.objectContaining({ message: 'a bad listener' }) }));
  });

  it('is the session’s own where there is no way to others, which is said once', async () => {
    for (let i = 0; i < 2; i++) await open().state.cache.ready;
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
    for (const [text] of warn.mock.calls)
      expect(text).toMatch(/^heddle: every session has a state\.cache of its own .*: there is no IndexedDB here\.$/);
  });
});
