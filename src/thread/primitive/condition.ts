import { ThreadError } from '../errors.ts';
import type { Caller } from '../share.ts';
import { Lockable } from './lockable.ts';
import { type AcquireOptions, type Mutex, MUTEX } from './mutex.ts';
import { RLock } from './rlock.ts';
import { Shared } from './shared.ts';
import { waitFor } from './wait-for.ts';
import { checkLimit, type Limit, Waiters } from './waiters.ts';

/**
 * Python's `threading.Condition`: wait for news about what a lock guards. Its lock is an RLock unless you give one. A session owns
 * its RLock as a whole: several async functions of one session that wait for each other need `new Condition(new Lock())`.
 */
export class Condition extends Shared {
  protected override readonly kind = 'Condition';
  protected override readonly calls = {
    acquire: (caller: Caller, options?: AcquireOptions): Promise<boolean> => this.#mutex.acquire(caller, options),
    release: (caller: Caller): void => this.#mutex.release(caller),
    wait: (caller: Caller, options?: Limit): Promise<boolean> => this.#wait(caller, options),
    // On a thread, where the predicate is (see mirror.ts).
    waitFor: (): never => {
      throw new ThreadError('Condition.waitFor() runs where its predicate is.');
    },
    notify: (caller: Caller, n?: number): void => this.#notify(caller, n),
    notifyAll: (caller: Caller): void => this.#notify(caller, Infinity),
  };
  readonly #lock: Lockable;
  readonly #mutex: Mutex;
  readonly #waiters = new Waiters<void, boolean>();

  constructor(lock: Lockable = new RLock()) {
    super();
    if (!(lock instanceof Lockable)) throw new ThreadError('The lock of a Condition must be a Lock or an RLock.');
    this.#lock = lock;
    this.#mutex = lock[MUTEX];
    this.#mutex.onChange(() => this.changed());
  }

  get locked(): boolean {
    return this.#lock.locked;
  }

  acquire(options?: AcquireOptions): Promise<boolean> {
    return this.#mutex.acquire(this.home, options);
  }

  /** The same on a thread that it was given to: blocks until it is acquired. Needs a page that is cross-origin isolated. */
  acquireSync(_options?: AcquireOptions): boolean {
    return this.refuseToBlock('acquire');
  }

  release(): void {
    this.#mutex.release(this.home);
  }

  /** Lets go of the lock, waits to be notified, and takes the lock again; false after `timeout`. Needs the lock. */
  wait(options?: Limit): Promise<boolean> {
    return this.#wait(this.home, options);
  }

  /** Waits until `predicate` gives something true, and returns it; after `timeout`, what it gave last. */
  waitFor<T>(predicate: () => T | Promise<T>, limit?: Limit): Promise<T> {
    return waitFor(this, predicate, limit);
  }

  /** `wait` on a thread that it was given to: blocks until it is notified. Needs a page that is cross-origin isolated. */
  waitSync(_options?: Limit): boolean {
    return this.refuseToBlock('wait');
  }

  /** `waitFor` on a thread that it was given to, where `predicate` runs. Needs a page that is cross-origin isolated. */
  waitForSync<T>(_predicate: () => T, _options?: Limit): T {
    return this.refuseToBlock('waitFor');
  }

  /** Wakes up to `n` of those who wait, oldest first. Needs the lock: they go on when it is released. */
  notify(n = 1): void {
    this.#notify(this.home, n);
  }

  notifyAll(): void {
    this.#notify(this.home, Infinity);
  }

  async #wait(caller: Caller, limit: Limit = {}): Promise<boolean> {
    checkLimit('Condition.wait()', limit);
    this.#checkOwner(caller, 'wait');
    const notified = this.#waiters.wait(undefined, caller, limit, () => false);
    const depth = this.#mutex.suspend();
    const result = await notified;
    await this.#mutex.resume(caller, depth);
    return result;
  }

  #notify(caller: Caller, n = 1): void {
    this.#checkOwner(caller, 'notify');
    for (let i = 0; i < n; i++) {
      const next = this.#waiters.shift();
      if (!next) return;
      next.resolve(true);
    }
  }

  #checkOwner(caller: Caller, what: string): void {
    if (!this.#mutex.isOwnedBy(caller)) throw new ThreadError(`Condition.${what}(): acquire its lock first.`);
  }

  protected override values(): { readonly locked: boolean } {
    return { locked: this.locked };
  }
}
