import { ThreadError } from '../errors.ts';
import { type Caller, SHARE, type Share, type Shareable } from '../share.ts';

/** Methods that threads can call, each with who calls. */
export type Calls = Readonly<Record<string, (caller: Caller, ...args: never[]) => unknown>>;

/** Methods that wait have a form that blocks the thread that calls it: `getSync` for `get`. See `mirror.ts`. */
const WAITING = new Set(['acquire', 'wait', 'waitFor', 'put', 'get', 'join']);

/** Stands for the session where a primitive belongs to none: in tests, and on a thread for its own use. */
export const LOCAL: Caller = { id: 'local', signal: new AbortController().signal };

/** Base of locks, events and queues: they live in a session, and threads that get them hold live handles. */
export abstract class Shared implements Shareable {
  /** Who calls when it is no thread. Set on the classes that a session hands out. */
  static home: Caller = LOCAL;

  protected abstract readonly kind: string;
  protected abstract readonly calls: Calls;
  #home: Caller | undefined;
  readonly #listeners = new Set<(values: Readonly<Record<string, unknown>>) => void>();

  /** What threads can read. */
  protected abstract values(): Readonly<Record<string, unknown>>;

  protected get home(): Caller {
    return (this.#home ??= (this.constructor as typeof Shared).home);
  }

  /** Tells threads what they can read now. */
  protected changed(): void {
    if (this.#listeners.size === 0) return;
    const values = this.values();
    for (const listener of this.#listeners) listener(values);
  }

  /** What the blocking form of `method` does where the primitive lives: whom it waited for could never come. */
  protected refuseToBlock(method: string): never {
    throw new ThreadError(
      `${this.kind}.${method}Sync() blocks a thread that was given the ${this.kind}; where it was made, await ${this.kind}.${method}().`,
    );
  }

  [SHARE](): Share {
    return {
      kind: this.kind,
      values: () => this.values(),
      methods: Object.keys(this.calls).flatMap((name) => (WAITING.has(name) ? [name, `${name}Sync`] : name)),
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
