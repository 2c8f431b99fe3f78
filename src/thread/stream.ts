/// <reference lib="esnext.disposable" preserve="true" />
import { bind, REF, type Source } from '../param/index.ts';
import { TaskCancelled } from './errors.ts';
import { cancelled, type Future, type FutureState } from './future.ts';

/** So many items a thread makes before its consumer has taken the first of them. */
export const WINDOW = 16;

/** The way from a stream to the task that fills it. */
export interface Feed {
  /** The task may give so many items more. */
  pull(count: number): void;
  /** Gives the task up. */
  cancel(reason: TaskCancelled): void;
}

type AnyGenerator<T, R> = Generator<T, R, never> | AsyncGenerator<T, R, never>;

/** Whether a function with this result is a generator. */
type IsGenerator<R> = [R] extends [never] ? false : 0 extends 1 & R ? false : R extends AnyGenerator<unknown, unknown> ? true : false;

/** What comes of a function's result from a thread: a stream for a generator, else what it promises. */
export type Given<R> = IsGenerator<R> extends true ? (R extends AnyGenerator<infer T, infer V> ? TaskStream<T, V> : never) : Awaited<R>;

/** What a call of a function gives that is known to be a generator, or known not to be one. */
export type Called<R> = IsGenerator<R> extends true ? Given<R> : Future<Given<R>>;

type End<R> = { readonly value: R } | { readonly error: unknown };

interface Taker<T, R> {
  resolve(result: IteratorResult<T, R>): void;
  reject(error: unknown): void;
  /** Who waits is not given up, though nobody else has the stream. */
  readonly stream: object;
}

/** The part of a stream that its task keeps: what has come, and who waits for more. */
export class Intake<T = unknown, R = unknown> {
  readonly #start: () => Feed;
  /** The way to a task that runs before anybody has asked for an item. */
  readonly #early: Feed | undefined;
  readonly #items: T[] = [];
  readonly #takers: Taker<T, R>[] = [];
  #feed: Feed | undefined;
  /** Taken since the task was asked for more. */
  #taken = 0;
  #state: FutureState = 'pending';
  /** What comes after the last item, once. */
  #end: End<R> | undefined;

  constructor(start: () => Feed, early?: Feed) {
    this.#start = start;
    this.#early = early;
  }

  get state(): FutureState {
    return this.#state;
  }

  get #settled(): boolean {
    return this.#state !== 'pending' && this.#state !== 'running';
  }

  take(stream: object): Promise<IteratorResult<T, R>> {
    return new Promise((resolve, reject) => {
      this.#takers.push({ resolve, reject, stream });
      if (!this.#settled) this.#feed ??= this.#start();
      this.#serve();
    });
  }

  put(items: readonly T[]): void {
    if (this.#settled) return;
    this.#state = 'running';
    this.#items.push(...items);
    this.#serve();
  }

  /** Ends as the task does. */
  follow(end: Promise<R>): void {
    end.then(
      (value) => this.#settle('finished', { value }),
      (error: unknown) => this.fail(error),
    );
  }

  fail(error: unknown): void {
    this.#settle(error instanceof TaskCancelled ? 'cancelled' : 'error', { error });
  }

  /** Gives up the task and what has come of it; who waits gets `end`. */
  giveUp(reason: TaskCancelled, end: End<R>): void {
    this.#items.length = 0;
    if (this.#settled) this.#end = undefined;
    else {
      this.#settle('cancelled', end);
      (this.#feed ?? this.#early)?.cancel(reason);
    }
  }

  #settle(state: FutureState, end: End<R>): void {
    if (this.#settled) return;
    this.#state = state;
    this.#end = end;
    this.#serve();
  }

  #serve(): void {
    while (this.#takers.length > 0 && (this.#items.length > 0 || this.#settled)) {
      const taker = this.#takers.shift() as Taker<T, R>;
      if (this.#items.length > 0) this.#give(taker);
      else this.#tellEnd(taker);
    }
  }

  #give({ resolve }: Taker<T, R>): void {
    resolve({ done: false, value: this.#items.shift() as T });
    if (this.#settled || ++this.#taken < WINDOW / 2) return;
    this.#feed?.pull(this.#taken);
    this.#taken = 0;
  }

  #tellEnd({ resolve, reject }: Taker<T, R>): void {
    const end = this.#end;
    this.#end = undefined;
    if (end && 'error' in end) reject(end.error);
    else resolve({ done: true, value: end?.value as R });
  }
}

/** A stream that nobody has any more cannot be taken from: its task need not wait for that. */
const unused = new FinalizationRegistry<() => void>((giveUp) => giveUp());

/**
 * What the generator of a task gives, as it gives it: an async generator whose body runs on a thread. The task starts
 * when the first item is asked for, unless it runs already, and is never more than a few items ahead of its consumer.
 * Leaving a `for await` loop gives it up; so does `cancel`. It is a reference, too: whoever follows it gets each item.
 */
export class TaskStream<T, R = unknown> implements AsyncGenerator<T, R, undefined> {
  readonly #intake: Intake<T, R>;
  readonly #name: string;
  #source: Source<T> | undefined;

  constructor(name: string, intake: Intake<T, R>) {
    this.#name = name;
    this.#intake = intake;
    unused.register(this, () => {
      // Not made before: an error keeps its frames, and they this stream.
      const left = cancelled(name, 'nobody has its stream any more');
      intake.giveUp(left, { error: left });
    });
  }

  get [Symbol.toStringTag](): string {
    return 'AsyncGenerator';
  }

  get state(): FutureState {
    return this.#intake.state;
  }

  next(): Promise<IteratorResult<T, R>> {
    return this.#intake.take(this);
  }

  /** Gives the task up and ends the stream. */
  async return(value?: R | PromiseLike<R>): Promise<IteratorResult<T, R>> {
    const given = (await value) as R;
    this.#intake.giveUp(cancelled(this.#name, 'its consumer wants no more'), { value: undefined as R });
    return { done: true, value: given };
  }

  /** Gives the task up and rejects with `error`. */
  async throw(error: unknown): Promise<IteratorResult<T, R>> {
    this.#intake.giveUp(cancelled(this.#name, error), { value: undefined as R });
    throw error;
  }

  /** Gives the task up: who waits for an item, and who asks for the next, gets a TaskCancelled. Does nothing once it has ended. */
  cancel(reason?: unknown): void {
    const error = reason instanceof TaskCancelled ? reason : cancelled(this.#name, reason);
    this.#intake.giveUp(error, { error });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [REF](): Source<T> {
    return (this.#source ??= bind(() => this) as unknown as Source<T>);
  }
}
