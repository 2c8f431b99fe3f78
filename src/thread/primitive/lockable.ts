import { type AcquireOptions, Mutex, MUTEX } from './mutex.ts';
import { Shared } from './shared.ts';

/** What Lock and RLock have in common. */
export abstract class Lockable extends Shared {
  protected override readonly kind: string;
  readonly [MUTEX]: Mutex;
  protected override readonly calls = {
    acquire: (...[caller, options]: Parameters<Mutex['acquire']>): Promise<boolean> => this[MUTEX].acquire(caller, options),
    release: (...[caller]: Parameters<Mutex['release']>): void => this[MUTEX].release(caller),
  };

  protected constructor(kind: string, reentrant: boolean) {
    super();
    this.kind = kind;
    this[MUTEX] = new Mutex(kind, reentrant);
    this[MUTEX].onChange(() => this.changed());
  }

  get locked(): boolean {
    return this[MUTEX].locked;
  }

  /** True once it is acquired; false after `timeout`, or at once where it is taken and `blocking` is false. */
  acquire(options?: AcquireOptions): Promise<boolean> {
    return this[MUTEX].acquire(this.home, options);
  }

  /** The same on a thread that it was given to: blocks until it is acquired. Needs a page that is cross-origin isolated. */
  acquireSync(_options?: AcquireOptions): boolean {
    return this.refuseToBlock('acquire');
  }

  /** Hands it to the one who waits longest. Throws a ThreadError if it is not acquired. */
  release(): void {
    this[MUTEX].release(this.home);
  }

  protected override values(): { readonly locked: boolean } {
    return { locked: this.locked };
  }
}
