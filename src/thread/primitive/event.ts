import type { Caller } from '../share.ts';
import { Shared } from './shared.ts';
import { checkLimit, type Limit, Waiters } from './waiters.ts';

/** Python's `threading.Event`: a flag that many can wait for. */
export class Event extends Shared {
  protected override readonly kind = 'Event';
  protected override readonly calls = {
    set: (): void => this.set(),
    clear: (): void => this.clear(),
    wait: (caller: Caller, options?: Limit): Promise<boolean> => this.#wait(caller, options),
  };
  readonly #waiters = new Waiters<void, boolean>();
  #isSet = false;

  get isSet(): boolean {
    return this.#isSet;
  }

  /** Sets the flag and wakes all who wait. */
  set(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.changed();
    for (const waiter of this.#waiters.drain()) waiter.resolve(true);
  }

  clear(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    this.changed();
  }

  /** Waits until the flag is set; false after `timeout`. */
  wait(options?: Limit): Promise<boolean> {
    return this.#wait(this.home, options);
  }

  /** The same on a thread that it was given to: blocks until the flag is set. Needs a page that is cross-origin isolated. */
  waitSync(_options?: Limit): boolean {
    return this.refuseToBlock('wait');
  }

  async #wait(caller: Caller, limit: Limit = {}): Promise<boolean> {
    checkLimit('Event.wait()', limit);
    return this.#isSet || this.#waiters.wait(undefined, caller, limit, () => false);
  }

  protected override values(): { readonly isSet: boolean } {
    return { isSet: this.#isSet };
  }
}
