import { TaskCancelled } from './errors.ts';
import type { TaskKey } from './protocol.ts';
import { numberOf } from './task-keys.ts';

export type FutureState = 'pending' | 'running' | 'finished' | 'cancelled' | 'error';

/** Part of the work that is done, from 0 to 1, and what is being done. */
export type ProgressListener = (fraction: number, text?: string) => void;

export interface FutureOptions {
  /** What its key begins with: `<session>/<name>`. */
  readonly of: string;
  readonly task: TaskKey;
  /** Gives the task up; the future is rejected already. */
  readonly cancel?: (reason: TaskCancelled, task: TaskKey) => void;
}

/** The side of a future that settles it. What comes after the first settlement is ignored. */
export interface FutureControl<T> {
  started(): void;
  progressed(fraction: number, text?: string): void;
  resolve(value: T): void;
  reject(error: unknown): void;
}

interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** One executor serves all futures, since many are made at a time: what it got for the newest, until its constructor takes it. */
let given: unknown;

function execute<T>(resolve: (value: T) => void, reject: (error: unknown) => void): void {
  given = { resolve, reject } satisfies Settle<T>;
}

/**
 * Result of a task that runs elsewhere: a promise with a state and a way to give up. `then` and its kin return
 * plain promises. Semantics of states and cancelling: `concurrent.futures` and Dask.
 */
export class Future<T> extends Promise<T> {
  /** What `then` returns has no task, so it is no Future. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #of: string;
  readonly #task: TaskKey;
  #state: FutureState = 'pending';
  readonly #settle: Settle<T>;
  #cancel: FutureOptions['cancel'];
  #listeners: ProgressListener[] | undefined;
  #progress: [fraction: number, text?: string] | undefined;

  constructor({ of, task, cancel }: FutureOptions) {
    super(execute);
    this.#of = of;
    this.#task = task;
    this.#settle = given as Settle<T>;
    given = undefined;
    this.#cancel = cancel;
  }

  /** Names the task in messages: `<session>/<name>-<n>`, never used twice on a page. */
  get key(): string {
    return `${this.#of}-${numberOf(this.#task) + 1}`;
  }

  get state(): FutureState {
    return this.#state;
  }

  /** True once the result, an error or the cancellation is there. */
  get settled(): boolean {
    return this.#state !== 'pending' && this.#state !== 'running';
  }

  /**
   * Rejects with TaskCancelled at once. A queued task never starts; a running one gets its signal and is ended if it does
   * not heed it. Does nothing once settled. Nobody has to catch it.
   */
  cancel(reason?: unknown): void {
    if (this.settled) return;
    const error = reason instanceof TaskCancelled ? reason : cancelled(this.key, reason);
    const cancel = this.#cancel;
    this.#reject(error);
    cancel?.(error, this.#task);
  }

  /** Calls `fn` with each report of the task from now on, and with the newest one so far. */
  onProgress(fn: ProgressListener): void {
    if (this.#progress) fn(...this.#progress);
    if (!this.settled) (this.#listeners ??= []).push(fn);
  }

  /** For the executor that made this future. */
  static taskOf(future: Future<unknown>): TaskKey {
    return future.#task;
  }

  /** For the executor that made this future: its side that settles it. */
  static control<T>(future: Future<T>): FutureControl<T> {
    return new Future.#Control(future);
  }

  static readonly #Control = class<T> implements FutureControl<T> {
    readonly #of: Future<T>;

    constructor(future: Future<T>) {
      this.#of = future;
    }

    started(): void {
      if (!this.#of.settled) this.#of.#state = 'running';
    }

    progressed(...progress: [fraction: number, text?: string]): void {
      const future = this.#of;
      if (future.settled) return;
      future.#progress = progress;
      for (const fn of future.#listeners ?? []) fn(...progress);
    }

    resolve(value: T): void {
      if (this.#of.#end('finished')) this.#of.#settle.resolve(value);
    }

    reject(error: unknown): void {
      this.#of.#reject(error);
    }
  };

  #reject(error: unknown): void {
    if (this.settled) return;
    const cancelled = error instanceof TaskCancelled;
    // Whoever gave a task up knows that it fails.
    if (cancelled) this.catch(() => {});
    if (this.#end(cancelled ? 'cancelled' : 'error')) this.#settle.reject(error);
  }

  /** False if it has ended already. */
  #end(state: FutureState): boolean {
    if (this.settled) return false;
    this.#state = state;
    this.#listeners = undefined;
    this.#cancel = undefined;
    return true;
  }
}

export function cancelled(key: string, reason: unknown): TaskCancelled {
  const why = reason instanceof Error ? reason.message : reason === undefined ? '' : String(reason);
  return new TaskCancelled(`Task '${key}' was cancelled${why ? `: ${why}` : ''}.`, { cause: reason });
}

/** Results of several tasks in the order of their arguments; rejects with the first error. */
export class FutureList<T> extends Future<T[]> {
  readonly #futures: readonly Future<T>[];

  constructor(of: string, task: TaskKey, futures: readonly Future<T>[]) {
    super({ of, task, cancel: (reason) => futures.forEach((future) => future.cancel(reason)) });
    this.#futures = futures;
    const control = Future.control<T[]>(this);
    const reject = (error: unknown): void => control.reject(error);
    const results: T[] = Array.from({ length: futures.length });
    let left = futures.length;
    // Promise.all would make a plain promise of each future first.
    futures.forEach((future, i) => {
      future.then((result) => {
        results[i] = result;
        if (--left === 0) control.resolve(results);
      }, reject);
    });
    if (left === 0) control.resolve(results);
  }

  /** The single futures. Whoever asks for them hears of errors from them. */
  get futures(): readonly Future<T>[] {
    this.catch(() => {});
    return this.#futures;
  }
}
