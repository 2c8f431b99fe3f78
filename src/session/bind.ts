import { checkCallable, type Parameterized } from '../param/index.ts';
import { Persisted, type PersistOptions } from './persist/index.ts';
import { bindCache } from './cached.ts';
import { settled } from './document.ts';
import type { Session } from './session.ts';
import { sleep } from './sleep.ts';
import type { State } from './state.ts';

/** The functions of api.md §4, bound to the session that `current` gives when they are called. */
export interface SessionFunctions {
  readonly state: State;
  /** Sets options of this session; see {@link Config}. */
  configure(options: Readonly<Record<string, unknown>>): void;
  /** Settles after so many ms, any number of them; rejects with the reason of `signal` as soon as that aborts. See {@link sleep}. */
  sleep: typeof sleep;
  /**
   * Keeps parameters of `obj` beyond the session; see {@link Persisted}. What was kept is set at once, or where it lies in a
   * database before the app is drawn.
   *
   * @throws UnknownParameterError for a parameter that is not there, TypeError or RangeError for an option that is wrong.
   */
  persist(obj: Parameterized, params: string | readonly string[], options: PersistOptions): Persisted;
  /** Makes an async function that computes the result for the same arguments once; see {@link bindCache}. */
  readonly cache: ReturnType<typeof bindCache>;
  /**
   * Makes an async function whose runs hold the session's lock, awaits included, first come first served. One that awaits another
   * waits for ever: call what it needs without a lock of its own. What still waits for the lock when the session ends never runs.
   */
  withLock<A extends unknown[], T>(fn: (...args: A) => T | Promise<T>): (...args: A) => Promise<T>;
  /** Runs `fn` and sends what it changed at once instead of at the end of the turn. */
  unlocked<T>(fn: () => T): T;
  /** Runs `fn` and sends all it changed in one batch when it, or the promise it returns, has ended. */
  hold<T>(fn: () => T): T;
}

export function bindSession(current: () => Session): SessionFunctions {
  return {
    get state() {
      return current().state;
    },
    configure(options) {
      current().config.param.update(options);
    },
    sleep,
    persist: (obj, params, options) => new Persisted(current(), obj, params, options),
    cache: bindCache(current),
    withLock(fn) {
      checkCallable(fn, 'withLock');
      return (...args) => current().lock.run(() => fn(...args));
    },
    unlocked<T>(fn: () => T): T {
      checkCallable(fn, 'unlocked');
      return settled(fn, () => current().document.flush());
    },
    hold<T>(fn: () => T): T {
      checkCallable(fn, 'hold');
      return current().document.hold(fn);
    },
  };
}
