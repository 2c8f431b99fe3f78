import { ThreadError } from '../errors.ts';
import type { Caller } from '../share.ts';
import type { AcquireOptions } from './mutex.ts';
import { Shared } from './shared.ts';
import { checkLimit, Waiters } from './waiters.ts';

/** Permits of one caller. */
interface Holding {
  permits: number;
  readonly watch: AbortController;
}

/** Python's `threading.Semaphore`: as many permits as its value. What a task holds when it ends is given back. */
export class Semaphore extends Shared {
  protected override readonly kind: string = 'Semaphore';
  protected override readonly calls = {
    acquire: (caller: Caller, options?: AcquireOptions): Promise<boolean> => this.#acquire(caller, options),
    release: (caller: Caller, n?: number): void => this.#release(caller, n),
  };
  /** The most it may ever have. */
  protected readonly bound: number = Infinity;
  readonly #waiters = new Waiters<void, boolean>();
  readonly #holdings = new Map<Caller['id'], Holding>();
  #value: number;

  constructor(value = 1) {
    super();
    if (!Number.isInteger(value) || value < 0)
      throw new ThreadError(`The value of a semaphore must be a whole number from 0, not ${value}.`);
    this.#value = value;
  }

  /** Permits that are left. */
  get value(): number {
    return this.#value;
  }

  /** Whether nobody can acquire it without waiting. */
  get locked(): boolean {
    return this.#value === 0;
  }

  /** True once a permit is taken; false after `timeout`, or at once where none is left and `blocking` is false. */
  acquire(options?: AcquireOptions): Promise<boolean> {
    return this.#acquire(this.home, options);
  }

  /** The same on a thread that it was given to: blocks until a permit is taken. Needs a page that is cross-origin isolated. */
  acquireSync(_options?: AcquireOptions): boolean {
    return this.refuseToBlock('acquire');
  }

  /** Gives `n` permits back, or adds them. */
  release(n = 1): void {
    this.#release(this.home, n);
  }

  async #acquire(caller: Caller, options: AcquireOptions = {}): Promise<boolean> {
    checkLimit(`${this.kind}.acquire()`, options, 'blocking');
    const { blocking = true } = options;
    // A caller that has ended would never give it back.
    if (this.#value > 0 && !caller.signal.aborted) {
      this.#take(caller);
      return true;
    }
    return blocking && this.#waiters.wait(undefined, caller, options, () => false);
  }

  #release(caller: Caller, n = 1): void {
    if (!Number.isInteger(n) || n < 1) throw new ThreadError(`${this.kind}.release() takes a whole number from 1, not ${n}.`);
    if (this.#value + n > this.bound) throw new ThreadError(`${this.kind}.release(): it was released more often than acquired.`);
    for (let i = 0; i < n; i++) this.#giveBack(this.#holdings.has(caller.id) ? caller.id : this.#holdings.keys().next().value);
    this.#add(n);
  }

  #take(caller: Caller): void {
    this.#value--;
    let holding = this.#holdings.get(caller.id);
    if (!holding) {
      holding = { permits: 0, watch: new AbortController() };
      this.#holdings.set(caller.id, holding);
      caller.signal.addEventListener('abort', () => this.#ended(caller.id), { signal: holding.watch.signal });
    }
    holding.permits++;
    this.changed();
  }

  /** As in Python anybody may release; then it counts for the one who holds longest. */
  #giveBack(id: Caller['id'] | undefined): void {
    const holding = id === undefined ? undefined : this.#holdings.get(id);
    if (id === undefined || !holding || --holding.permits > 0) return;
    holding.watch.abort();
    this.#holdings.delete(id);
  }

  #ended(id: Caller['id']): void {
    const permits = this.#holdings.get(id)?.permits ?? 0;
    this.#holdings.delete(id);
    this.#add(permits);
  }

  #add(n: number): void {
    this.#value += n;
    this.changed();
    while (this.#value > 0) {
      const next = this.#waiters.shift();
      if (!next) return;
      this.#take(next.caller);
      next.resolve(true);
    }
  }

  protected override values(): { readonly value: number; readonly locked: boolean } {
    return { value: this.#value, locked: this.locked };
  }
}

/** Python's `threading.BoundedSemaphore`: it cannot be released more often than it was acquired. */
export class BoundedSemaphore extends Semaphore {
  protected override readonly kind = 'BoundedSemaphore';
  protected override readonly bound: number;

  constructor(value = 1) {
    super(value);
    this.bound = value;
  }
}
