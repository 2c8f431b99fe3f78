import { describe, expect, it } from 'vitest';
import { batch, bind, observe, param, Parameterized, rx, unlink } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({ a: param.integer(), b: param.integer({ allowRefs: true }), fn: param.any() }) {}

describe('observe', () => {
  it('is told before the watchers of authors, and even where one of them throws', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => {
      seen.push('author');
      throw new Error('no');
    }, 'a');
    observe(
      pair,
      ['a', 'b'],
      (...events) => seen.push(...events.map((event) => `mirror ${event.name} ${String(event.new)}`)),
      new AbortController().signal,
    );
    expect(() => (pair.a = 1)).toThrow('no');
    expect(seen).toEqual(['mirror a 1', 'author']);
  });

  it('is told what a queued watcher had set before another one threw', () => {
    const pair = new Pair();
    const seen: unknown[] = [];
    observe(pair, ['b'], (event) => seen.push(event?.new), new AbortController().signal);
    pair.param.watch(() => (pair.b = 5), 'a', { queued: true });
    pair.param.watch(() => {
      throw new Error('no');
    }, 'a');
    pair.param.watch(() => seen.push('author'), 'b');
    expect(() => batch(() => (pair.a = 1))).toThrow('no');
    expect(seen).toEqual([5]);
  });

  it('ends with its signal', () => {
    const pair = new Pair();
    const ending = new AbortController();
    const seen: unknown[] = [];
    observe(pair, ['a'], (event) => seen.push(event?.new), ending.signal);
    pair.a = 1;
    ending.abort();
    pair.a = 2;
    observe(pair, ['a'], (event) => seen.push(event?.new), ending.signal);
    pair.a = 3;
    expect(seen).toEqual([1]);
  });
});

describe('unlink', () => {
  it('ends all references of an object; the values stay', () => {
    const [source, target] = [new Pair(), new Pair()];
    target.param.update({ b: source.param.a });
    source.a = 1;
    unlink(target);
    source.a = 2;
    expect(target.b).toBe(1);
  });
});

describe('an asynchronous function', () => {
  it('is a constant where it is an argument', () => {
    const callback = async (): Promise<number> => 1;
    expect(bind((fn) => fn, callback)()).toBe(callback);
    expect(rx(1).pipe((_, fn) => fn, callback).value).toBe(callback);
  });
});

describe('a scope whose function fails', () => {
  it('tells the error of what it delivers, too', () => {
    const pair = new Pair();
    pair.param.watch(() => {
      throw new Error('watcher');
    }, 'a');
    const failing = (): never =>
      batch(() => {
        pair.a = 1;
        throw new Error('body');
      });
    expect(failing).toThrow(AggregateError);
    pair.b = 1;
  });
});
