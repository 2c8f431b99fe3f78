import { checkOptions } from '../param/index.ts';
import type { PoolClient } from './client.ts';
import { ThreadError } from './errors.ts';
import type { Future, FutureList } from './future.ts';
import { sizeOf } from './size.ts';
import type { Given } from './stream.ts';

export interface ShutdownOptions {
  /** Wait for the tasks that are under way. Default true; if false, they go on all the same. */
  readonly wait?: boolean;
  /** Give them up. Default false. */
  readonly cancelFutures?: boolean;
}

/** What runs tasks: the page's pool, a pool of one's own, and whatever else takes their place. After `concurrent.futures` and Dask. */
export interface Executor {
  submit<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Future<Given<R>>;
  /** One task for each item; the results come in the order of the items. */
  map<T, R>(fn: (item: T) => R, items: Iterable<T>): FutureList<Given<R>>;
  /**
   * Sends a value once to each thread that needs it, where it is decoded once. What it gives stands for the value in the
   * arguments of tasks, and keeps it on the threads while it is there. Tasks share the value: they must not change it.
   */
  scatter<T>(value: T): Promise<T>;
  /** Takes no more tasks: those that come later reject with a ThreadError. */
  shutdown(options?: ShutdownOptions): Promise<void>;
}

export interface ThreadPoolOptions {
  /** Number of threads; 0 is the hardware's concurrency. Default: that, but at most 8, and no more than memory bears. */
  readonly size?: number;
}

/**
 * Threads that only this session uses, beside those that all sessions of the page share. They start when tasks wait for
 * them; those that nobody uses for a while end. The pool ends with `shutdown` or with its session.
 */
export class ThreadPool implements Executor {
  /** The session's way to the page. Set on the class that a session hands out. */
  static client: PoolClient | undefined;

  /** The most threads that it runs at a time. */
  readonly size: number;
  readonly #client: PoolClient;

  constructor(options: ThreadPoolOptions = {}) {
    checkOptions('ThreadPool', options, ['size'], ThreadError);
    const { client } = this.constructor as typeof ThreadPool;
    if (!client) throw new ThreadError('A ThreadPool has no session here: only a session starts threads.');
    this.size = sizeOf(options.size, 'a ThreadPool');
    this.#client = client.open(this.size);
  }

  submit<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Future<Given<R>> {
    return this.#client.submit(fn, ...args);
  }

  map<T, R>(fn: (item: T) => R, items: Iterable<T>): FutureList<Given<R>> {
    return this.#client.map(fn, items);
  }

  scatter<T>(value: T): Promise<T> {
    return this.#client.scatter(value);
  }

  /** Its threads end when the last task is over, whether anybody waits for that or not. */
  shutdown(options?: ShutdownOptions): Promise<void> {
    return this.#client.shutdown(options);
  }

  /** For what sends tasks to a pool. */
  static clientOf(pool: ThreadPool): PoolClient {
    return pool.#client;
  }
}
