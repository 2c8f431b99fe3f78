import { ThreadError } from '../errors.ts';
import { type Caller, SHARE, type Share, type Shareable } from '../share.ts';

/** Methods that threads can call, each with who calls. */
export type Calls = Readonly<Record<string, (caller: Caller, ...args: never[]) => unknown>>;

/** Stands for the session where a primitive belongs to none: in tests, and on a thread for its own use. */
const LOCAL: Caller = { id: 'local', signal: new AbortController().signal };

/** Base of locks, events and queues: they live in a session, and threads that get them hold live handles. */
export abstract class Shared implements Shareable {
  /** Who calls when it is no thread. Set on the classes that a session hands out. */
  static home: Caller = LOCAL;

  protected abstract readonly kind: string;
  protected abstract readonly calls: Calls;
  readonly #listeners = new Set<(values: Readonly<Record<string, unknown>>) => void>();

  /** What threads can read. */
  protected abstract values(): Readonly<Record<string, unknown>>;

  protected get home(): Caller {
    return (this.constructor as typeof Shared).home;
  }

  /** Tells threads what they can read now. */
  protected changed(): void {
    if (this.#listeners.size === 0) return;
    const values = this.values();
    for (const listener of this.#listeners) listener(values);
  }

  [SHARE](): Share {
    return {
      kind: this.kind,
      values: () => this.values(),
      methods: Object.keys(this.calls),
      call: (method, args, caller) => this.#call(method, args, caller),
      subscribe: (listener, signal) => {
        this.#listeners.add(listener);
        signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
      },
    };
  }

  #call(method: string, args: readonly unknown[], caller: Caller): unknown {
    const call = this.calls[method];
    if (!call) throw new ThreadError(`A ${this.kind} has no method '${method}'.`);
    return call(caller, ...(args as never[]));
  }
}
