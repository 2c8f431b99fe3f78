import { ThreadError } from '../errors.ts';
import type { Caller } from '../share.ts';
import { checkLimit, type Limit, Waiters } from './waiters.ts';

export interface AcquireOptions extends Limit {
  /** False: give up at once if it is taken. Default true. */
  readonly blocking?: boolean;
}

/** Where a lock keeps its mutex, for a Condition to use. */
export const MUTEX: unique symbol = Symbol('mutex');

/**
 * Ownership by one caller at a time, handed on in the order of asking. A caller that ends lets go. A reentrant one can be
 * taken again by its owner, and only the owner lets go of it.
 */
export class Mutex {
  readonly #kind: string;
  readonly #reentrant: boolean;
  readonly #listeners: (() => void)[] = [];
  readonly #waiters = new Waiters<number, boolean>();
  #owner: Caller | null = null;
  #depth = 0;
  #watch = new AbortController();

  constructor(kind: string, reentrant: boolean) {
    this.#kind = kind;
    this.#reentrant = reentrant;
  }

  get locked(): boolean {
    return this.#owner !== null;
  }

  /** Calls `fn` whenever it may have got or lost an owner; it lives as long as its mutex. */
  onChange(fn: () => void): void {
    this.#listeners.push(fn);
  }

  /** As in Python, any holder will do for a lock that is not reentrant. */
  isOwnedBy(caller: Caller): boolean {
    return this.#reentrant ? this.#owner?.id === caller.id : this.locked;
  }

  async acquire(caller: Caller, options: AcquireOptions = {}): Promise<boolean> {
    checkLimit(`${this.#kind}.acquire()`, options, 'blocking');
    const { blocking = true } = options;
    if (this.#reentrant && this.#owner?.id === caller.id) {
      this.#depth++;
      return true;
    }
    return this.#take(caller, 1) || (blocking && this.#waiters.wait(1, caller, options, () => false));
  }

  release(caller: Caller): void {
    if (!this.locked) throw new ThreadError(`${this.#kind}.release(): it is not acquired.`);
    if (!this.isOwnedBy(caller)) throw new ThreadError(`${this.#kind}.release(): it was acquired by somebody else.`);
    if (--this.#depth === 0) this.#handOn();
  }

  /** Lets go however often it was taken, and says how often. */
  suspend(): number {
    const depth = this.#depth;
    this.#handOn();
    return depth;
  }

  /** Takes it again as often as `suspend` said, waiting as long as it takes. */
  async resume(caller: Caller, depth: number): Promise<void> {
    if (!this.#take(caller, depth)) await this.#waiters.wait(depth, caller, {}, () => false);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Whether the caller has it now. One that has ended would never let go. */
  #take(caller: Caller, depth: number): boolean {
    const free = !this.locked && !caller.signal.aborted;
    if (free) this.#give(caller, depth);
    return free;
  }

  #give(caller: Caller, depth: number): void {
    this.#owner = caller;
    this.#depth = depth;
    this.#watch = new AbortController();
    caller.signal.addEventListener('abort', () => this.#handOn(), { signal: this.#watch.signal });
    this.#changed();
  }

  #handOn(): void {
    this.#watch.abort();
    this.#owner = null;
    this.#depth = 0;
    const next = this.#waiters.shift();
    if (!next) return this.#changed();
    this.#give(next.caller, next.input);
    next.resolve(true);
  }
}
