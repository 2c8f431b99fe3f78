import { BrokenBarrierError, ThreadError } from '../errors.ts';
import type { Caller } from '../share.ts';
import { Shared } from './shared.ts';
import { checkLimit, type Limit, Waiters } from './waiters.ts';

export interface BarrierOptions extends Limit {
  /** Run by the last one to arrive, before all go on. */
  readonly action?: () => unknown;
}

/** Python's `threading.Barrier`: all go on when `parties` have arrived. `timeout` is the default of `wait`. */
export class Barrier extends Shared {
  protected override readonly kind = 'Barrier';
  protected override readonly calls = {
    wait: (caller: Caller, options?: Limit): Promise<number> => this.#wait(caller, options),
    reset: (): void => this.reset(),
    abort: (): void => this.abort(),
  };
  readonly parties: number;
  readonly #action: (() => unknown) | undefined;
  readonly #timeout: number | undefined;
  #waiters = new Waiters<number, number>();
  #broken = false;
  /** Settles when the action under way has ended: the next round begins after it. */
  #opening: Promise<void> | undefined;

  constructor(parties: number, options: BarrierOptions = {}) {
    super();
    checkLimit('Barrier', options, 'action');
    const { action, timeout } = options;
    if (!Number.isInteger(parties) || parties < 1)
      throw new ThreadError(`The parties of a barrier must be a whole number from 1, not ${parties}.`);
    if (action !== undefined && typeof action !== 'function')
      throw new ThreadError(`Option 'action' of Barrier must be a function, not ${String(action)}.`);
    this.parties = parties;
    this.#action = action;
    this.#timeout = timeout;
  }

  /** How many wait now. */
  get nWaiting(): number {
    return this.#waiters.size;
  }

  get broken(): boolean {
    return this.#broken;
  }

  /** Waits for the others; gives each a different number from 0 in the order of arrival. BrokenBarrierError after `timeout`. */
  wait(options?: Limit): Promise<number> {
    return this.#wait(this.home, options);
  }

  /** The same on a thread that it was given to: blocks until all have come. Needs a page that is cross-origin isolated. */
  waitSync(_options?: Limit): number {
    return this.refuseToBlock('wait');
  }

  /** Makes it whole again; who waits gets a BrokenBarrierError. */
  reset(): void {
    this.#break('was reset');
    this.#broken = false;
    this.changed();
  }

  /** Breaks it: who waits, and who comes, gets a BrokenBarrierError. */
  abort(): void {
    this.#break('was aborted');
  }

  async #wait(caller: Caller, limit: Limit = {}): Promise<number> {
    checkLimit('Barrier.wait()', limit);
    const { timeout = this.#timeout } = limit;
    while (this.#opening) await this.#opening;
    if (this.#broken) throw new BrokenBarrierError('The barrier is broken.');
    const index = this.nWaiting;
    if (index + 1 === this.parties) return this.#open(index);
    const arrived = this.#waiters.wait(index, caller, { timeout }, () => {
      this.#break('timed out');
      throw new BrokenBarrierError('The barrier timed out.');
    });
    arrived.catch((error) => error === caller.signal.reason && this.#break('lost one who waited'));
    this.changed();
    return arrived;
  }

  async #open(index: number): Promise<number> {
    const others = this.#waiters.drain();
    let opened: () => void = () => {};
    this.#opening = new Promise((resolve) => (opened = resolve));
    try {
      await this.#action?.();
    } catch (error) {
      this.#broken = true;
      for (const waiter of others) waiter.reject(new BrokenBarrierError("The barrier's action failed.", { cause: error }));
      throw error;
    } finally {
      this.#opening = undefined;
      opened();
      this.changed();
    }
    for (const waiter of others) waiter.resolve(waiter.input);
    return index;
  }

  #break(why: string): void {
    this.#broken = true;
    for (const waiter of this.#waiters.drain()) waiter.reject(new BrokenBarrierError(`The barrier ${why}.`));
    this.changed();
  }

  protected override values(): Readonly<Record<string, unknown>> {
    return { parties: this.parties, nWaiting: this.nWaiting, broken: this.broken };
  }
}
