import { checkOptions } from '../param/index.ts';
import type { PoolClient } from './client.ts';
import { createShipment, isGeneratorFunction, type Shipment } from './definition.ts';
import { TaskCancelled, ThreadError } from './errors.ts';
import type { Future } from './future.ts';
import { checkLimit, type Limit, LONGEST } from './primitive/waiters.ts';
import { DEFAULTS } from './settings.ts';

export interface ThreadSettings {
  /** Default: the target's name and a number. */
  readonly name?: string;
  /** A daemon ends at once with its session; any other has the grace period to heed its signal. Default true. */
  readonly daemon?: boolean;
}

/** What a target gets: values as copies, functions by source, shared objects as live handles. */
export type ThreadArgs = Readonly<Record<string, unknown>>;

let count = 0;

/**
 * One worker of its own that runs one function, after Python's `threading.Thread`. It ends with its target or with its
 * session. What the target throws is reported in the session.
 */
export class Thread<A extends ThreadArgs = ThreadArgs> {
  /** The session's way to the pool. Set on the class that a session hands out. */
  static client: PoolClient | undefined;

  readonly name: string;
  readonly daemon: boolean;
  readonly #shipment: Shipment;
  #future: Future<unknown> | undefined;
  #ended: Promise<void> = Promise.resolve();

  /** `args` is the target's only argument, and its names are in the target's scope as well. */
  constructor(target: (args: A) => unknown, args: A = {} as A, options: ThreadSettings = {}) {
    checkOptions('Thread', options, ['name', 'daemon'], ThreadError);
    const { name, daemon = true } = options;
    if (name !== undefined && typeof name !== 'string')
      throw new ThreadError(`Option 'name' of Thread must be a string, not ${String(name)}.`);
    if (typeof daemon !== 'boolean') throw new ThreadError(`Option 'daemon' of Thread must be a boolean, not ${String(daemon)}.`);
    this.#shipment = createShipment(target, args, name, true);
    if (isGeneratorFunction(target)) {
      throw new ThreadError(
        `The target of thread '${this.#shipment.name}' is a generator, and nobody takes its items; use thread() for that.`,
      );
    }
    this.name = name ?? `${this.#shipment.name}-${++count}`;
    this.daemon = daemon;
  }

  /** True from `start` until the target has ended or was stopped. */
  get isAlive(): boolean {
    return this.#future?.settled === false;
  }

  /** Starts the worker. Once only. */
  start(): this {
    if (this.#future) throw new ThreadError(`Thread '${this.name}' was started before; a thread can be started once.`);
    const { client } = this.constructor as typeof Thread;
    if (!client) throw new ThreadError(`Thread '${this.name}' has no session: only a session starts threads.`);
    const future = client.run(this.#shipment, [], { ...DEFAULTS, name: this.name, own: { daemon: this.daemon } });
    this.#future = future;
    this.#ended = future.then(
      () => {},
      (error: unknown) => {
        if (!(error instanceof TaskCancelled)) client.report(error, `thread '${this.name}'`);
      },
    );
    return this;
  }

  /** Waits until the target has ended or was stopped, or for `timeout` milliseconds; tells whether it is over. */
  async join(options: Limit = {}): Promise<boolean> {
    checkLimit('Thread.join()', options);
    const { timeout } = options;
    if (!this.#future) throw new ThreadError(`Thread '${this.name}' cannot be joined before it is started.`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      if (timeout !== undefined && timeout <= LONGEST) timer = setTimeout(resolve, timeout);
    });
    await Promise.race([this.#ended, late]);
    clearTimeout(timer);
    return !this.isAlive;
  }

  /**
   * Aborts the target's signal, wakes it where it blocks, and ends the worker if that is not enough within the grace
   * period. What it held is free at once. No effect on a thread that is not alive.
   */
  stop(): void {
    this.#future?.cancel(`Thread '${this.name}' was stopped`);
  }
}
