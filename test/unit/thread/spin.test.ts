import { describe, expect, it } from 'vitest';
import { Spin } from '../../../src/thread/spin.ts';

/** A thread whose turns are counted; `idle` is the time between two tasks, in turns. */
class IdleThread {
  readonly #turns: (() => void)[] = [];
  readonly spin = new Spin((fn) => this.#turns.push(fn));

  /** Becomes idle, and gets a task after so many turns. Says how many of them it took. */
  idle(turns: number): number {
    this.spin.begin();
    let taken = 0;
    for (; taken < turns && this.pending > 0; taken++) this.run();
    this.spin.end();
    return taken;
  }

  /** Takes a turn. */
  run(): void {
    this.#turns.shift()?.();
  }

  /** How many turns are to come. */
  get pending(): number {
    return this.#turns.length;
  }
}

/** Longer than any spin. */
const LONG = 1000;

describe('an idle thread', () => {
  it('stays awake for forty turns', () => {
    expect(new IdleThread().idle(LONG)).toBe(40);
  });

  it('stays awake each time, while tasks come in time', () => {
    const thread = new IdleThread();
    for (let i = 0; i < 1000; i++) expect(thread.idle(10)).toBe(10);
  });

  it('sleeps twice as often after each time that it stayed awake in vain, but stays awake once in 257 times', () => {
    const thread = new IdleThread();
    const awake: number[] = [];
    for (let i = 0; i < 2000; i++) if (thread.idle(LONG) > 0) awake.push(i);
    const slept = awake.slice(1).map((at, i) => at - awake[i]! - 1);
    expect(slept.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 256]);
  });

  it('stays awake each time again, once a task has come in time', () => {
    const thread = new IdleThread();
    for (let i = 0; i < 100; i++) thread.idle(LONG);
    const chances = Array.from({ length: 200 }, () => thread.idle(10));
    const first = chances.indexOf(10);
    expect(first).toBeGreaterThan(0);
    expect(chances.slice(first).every((turns) => turns === 10)).toBe(true);
  });

  it('sleeps once after a single spin in vain among others', () => {
    const thread = new IdleThread();
    for (let round = 0; round < 20; round++) {
      expect(thread.idle(10)).toBe(10);
      expect(thread.idle(LONG)).toBe(40);
      expect(thread.idle(10)).toBe(0);
    }
  });

  it('never has two turns under way, however soon tasks come and go', () => {
    const thread = new IdleThread();
    for (let i = 0; i < 10; i++) {
      thread.idle(0);
      expect(thread.pending).toBe(1);
    }
  });

  it('lets the turn that is under way pass once a task runs, and takes no other', () => {
    const thread = new IdleThread();
    thread.idle(5);
    thread.run();
    expect(thread.pending).toBe(0);
  });
});
