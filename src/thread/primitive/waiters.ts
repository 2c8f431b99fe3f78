import { checkOptions } from '../../param/index.ts';
import { ThreadError } from '../errors.ts';
import type { Caller } from '../share.ts';

/** What a timer can count, in milliseconds: 24 days. */
export const LONGEST = 2 ** 31 - 1;

/** How long a call may wait. */
export interface Limit {
  /** Milliseconds; from 25 days on it is no limit. Default: no limit. */
  readonly timeout?: number | undefined;
}

/** One who waits, with what he brought. */
export interface Waiter<I, O> {
  readonly input: I;
  readonly caller: Caller;
  /** Out of the line: neither his timeout nor the end of his caller settles him any more. */
  leave(): void;
  resolve(value: O | PromiseLike<O>): void;
  reject(error: unknown): void;
}

/** A queue of waiting calls, first come first served. Who times out or whose caller ends leaves it. */
export class Waiters<I, O> {
  readonly #waiting = new Set<Waiter<I, O>>();

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Waits to be taken by `shift` or `drain`. After `timeout`, settles with what `late` returns or throws. When its caller ends, a
   * task is told; the code of a session is not, for the reason that `sleepWithin` has: a loop that catches its errors would spin.
   */
  wait(input: I, caller: Caller, { timeout }: Limit, late: () => O): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      const { id, signal } = caller;
      const over = new AbortController();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const leave = (): void => {
        clearTimeout(timer);
        over.abort();
        this.#waiting.delete(waiter);
      };
      const waiter: Waiter<I, O> = { input, caller, leave, resolve, reject };
      const ended = (): void => {
        leave();
        if (typeof id === 'number') reject(signal.reason);
      };
      if (signal.aborted) return ended();
      this.#waiting.add(waiter);
      signal.addEventListener('abort', ended, { signal: over.signal });
      if (timeout !== undefined && timeout <= LONGEST) {
        timer = setTimeout(() => {
          leave();
          resolve(new Promise((done) => done(late())));
        }, timeout);
      }
    });
  }

  /** The one who waits longest; whoever takes him has to settle him. */
  shift(): Waiter<I, O> | undefined {
    for (const waiter of this.#waiting) {
      // His caller is just ending, and another listener of the same signal has come first: he is about to be sent away.
      if (waiter.caller.signal.aborted) continue;
      waiter.leave();
      return waiter;
    }
    return undefined;
  }

  /** Everybody who waits, oldest first; whoever takes them has to settle them. */
  drain(): Waiter<I, O>[] {
    const all = [...this.#waiting];
    for (const waiter of all) waiter.leave();
    return all;
  }
}

/**
 * Checks the options of a call that waits: `timeout`, and `other` where it has one more; false for that and a timeout exclude each
 * other. What is written otherwise, Python's `wait(5)` or a misspelt name, is refused: it would wait for ever.
 */
export function checkLimit(owner: string, options: object, other?: string): void {
  checkOptions(owner, options, ['timeout', ...(other === undefined ? [] : [other])], ThreadError);
  const { timeout, [other ?? '']: flag } = options as Readonly<Record<string, unknown>>;
  if (timeout === undefined) return;
  if (!(typeof timeout === 'number' && timeout >= 0))
    throw new ThreadError(`Option 'timeout' of ${owner} must be at least 0 ms, not ${String(timeout)}.`);
  if (flag === false) throw new ThreadError(`Option 'timeout' of ${owner} makes no sense in a call that does not wait.`);
}
