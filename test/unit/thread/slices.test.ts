import { describe, expect, it } from 'vitest';
import { type Clock, Slices } from '../../../src/thread/turn.ts';

/** A page whose time passes only by work, with other work of its own that waits for its turn. */
class Page implements Clock {
  time = 0;
  readonly log: string[] = [];
  readonly #turns: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  later(fn: () => void): void {
    this.#turns.push(fn);
  }

  /** Work that takes so many milliseconds. */
  spend(ms: number, what: string): void {
    this.time += ms;
    this.log.push(what);
  }

  run(): void {
    for (let turn = this.#turns.shift(); turn; turn = this.#turns.shift()) turn();
  }
}

describe('slices', () => {
  it('end with the item during which 8 ms are over', () => {
    const page = new Page();
    const slices = new Slices<number>(() => page.spend(3, 'item'), page);
    for (let item = 0; item < 10; item++) slices.add(item);
    slices.run();
    expect(page.log).toHaveLength(3);
    page.run();
    expect(page.log).toHaveLength(10);
  });

  it('hold what comes in one go, whether it comes together or not', () => {
    const page = new Page();
    const slices = new Slices<number>(() => page.spend(1, 'item'), page);
    for (let item = 0; item < 20; item++) {
      slices.add(item);
      slices.run();
    }
    expect(page.log).toHaveLength(8);
    page.run();
    expect(page.log).toHaveLength(20);
  });

  it('let what came to the page meanwhile go first', () => {
    const page = new Page();
    const slices = new Slices<number>((item) => page.spend(8, `item ${item}`), page);
    for (const item of [1, 2, 3]) slices.add(item);
    page.later(() => {
      page.spend(0, 'a click');
      page.later(() => page.spend(0, 'a frame'));
    });
    slices.run();
    page.run();
    expect(page.log).toEqual(['item 1', 'a click', 'item 2', 'a frame', 'item 3']);
  });

  it('keep the order of what comes while they work', () => {
    const page = new Page();
    const slices = new Slices<string>((item) => {
      page.spend(5, item);
      if (item.length < 3) {
        slices.add(`${item}x`);
        slices.run();
      }
    }, page);
    slices.add('a');
    slices.add('b');
    slices.run();
    page.run();
    expect(page.log).toEqual(['a', 'b', 'ax', 'bx', 'axx', 'bxx']);
  });

  it('lose nothing of what is behind an item that fails', () => {
    const page = new Page();
    const slices = new Slices<number>((item) => {
      if (item === 1) throw new Error('no');
      page.spend(1, `item ${item}`);
    }, page);
    slices.add(1);
    slices.add(2);
    expect(() => slices.run()).toThrow('no');
    slices.run();
    expect(page.log).toEqual(['item 2']);
    expect(slices.size).toBe(0);
  });

  it('come to an end at once when they are told to finish', () => {
    const page = new Page();
    const slices = new Slices<number>(() => page.spend(8, 'item'), page);
    for (let item = 0; item < 5000; item++) slices.add(item);
    slices.run();
    expect(slices.size).toBe(4999);
    slices.finish();
    expect(slices.size).toBe(0);
    slices.add(0);
    slices.run();
    expect(page.log).toHaveLength(5001);
  });

  it('go on in a later turn with what is behind one that fails', () => {
    const page = new Page();
    const slices = new Slices<string>((item) => {
      page.log.push(item);
      if (item === 'bad') throw new Error('no');
    }, page);
    for (const item of ['bad', 'good']) slices.add(item);
    expect(() => slices.run()).toThrow('no');
    expect(page.log).toEqual(['bad']);
    page.run();
    expect(page.log).toEqual(['bad', 'good']);
  });
});
