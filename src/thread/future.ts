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
  readonly owner?: FutureOwner;
}

/** Who has the task run. */
export interface FutureOwner {
  /** Gives the task up; the future is rejected already. */
  giveUp(reason: TaskCancelled, task: TaskKey): void;
  /** Tells of an error that nobody awaits. */
  report(error: unknown, what: string): void;
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
  #owner: FutureOwner | undefined;
  #listeners: ProgressListener[] | undefined;
  #progress: [fraction: number, text?: string] | undefined;

  constructor({ of, task, owner }: FutureOptions) {
    super(execute);
    this.#of = of;
    this.#task = task;
    this.#settle = given as Settle<T>;
    given = undefined;
    this.#owner = owner;
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
    const owner = this.#owner;
    this.#reject(error);
    owner?.giveUp(error, this.#task);
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
      for (const fn of future.#listeners ?? []) {
        try {
          fn(...progress);
        } catch (error) {
          future.#owner?.report(error, `onProgress of '${future.key}'`);
        }
      }
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
    this.#owner = undefined;
    return true;
  }
}

export function cancelled(key: string, reason: unknown): TaskCancelled {
  const why = reason instanceof Error ? reason.message : reason === undefined ? '' : String(reason);
  return new TaskCancelled(`Task '${key}' was cancelled${why ? `: ${why}` : ''}.`, { cause: reason });
}

/**
 * Results of several tasks in the order of their arguments; rejects with the first error. It is running once one of them is,
 * and its progress is the part of them that is done.
 */
export class FutureList<T> extends Future<T[]> {
  readonly #futures: readonly Future<T>[];

  constructor(options: FutureOptions, futures: readonly Future<T>[]) {
    super(options);
    this.#futures = futures;
    const control = Future.control<T[]>(this);
    const reject = (error: unknown): void => control.reject(error);
    const results: T[] = Array.from({ length: futures.length });
    let done = 0;
    // Promise.all would make a plain promise of each future first.
    futures.forEach((future, i) => {
      future.then((result) => {
        results[i] = result;
        control.progressed(++done / futures.length);
        if (done === futures.length) control.resolve(results);
      }, reject);
    });
    if (futures.length === 0) control.resolve(results);
  }

  override get state(): FutureState {
    const state = super.state;
    return state === 'pending' && this.#futures.some((one) => one.state !== 'pending') ? 'running' : state;
  }

  /** Gives up all that are under way, also when one has failed before. */
  override cancel(reason?: unknown): void {
    const error = reason instanceof TaskCancelled ? reason : cancelled(this.key, reason);
    super.cancel(error);
    for (const future of this.#futures) future.cancel(error);
  }

  /** The single futures. Whoever asks for them hears of errors from them. */
  get futures(): readonly Future<T>[] {
    this.catch(() => {});
    return this.#futures;
  }
}
