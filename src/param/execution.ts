import { propagateLate } from './dispatch.ts';
import { Skip } from './errors.ts';
import { nextTime, Node, type State } from './graph.ts';
import type { RunHandle } from './run.ts';
import { turn } from './turn.ts';

type AnyGenerator<T> = Generator<T, unknown, unknown> | AsyncGenerator<T, unknown, unknown>;

/** Whether a function's result arrives later: a promise or a generator of either kind. */
export function arrivesLater(result: unknown): result is PromiseLike<unknown> | AnyGenerator<unknown> {
  return isThenable(result) || isGenerator(result);
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

export function isGenerator(value: unknown): value is AnyGenerator<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === 'Generator' || tag === 'AsyncGenerator';
}

let dropped = 0;

/** How many runs of this realm were ended before they had settled: newer input came, or nobody waited for them any more. */
export function droppedRuns(): number {
  return dropped;
}

/** A run under way: what has arrived of it, and whether more will. Once its run is over nothing arrives any more. */
export class Execution<T> extends Node<T> {
  readonly #run: RunHandle;
  /** What is under way; a promise may turn out to be one of a generator. */
  #result: PromiseLike<T> | AnyGenerator<T> | T;

  /** Settles as the run does; resolves where the run was ended. Its rejection is the failure that is held, too. */
  readonly finished: Promise<void>;

  constructor(result: PromiseLike<T> | AnyGenerator<T>, run: RunHandle) {
    super();
    this.pending = true;
    this.#result = result;
    this.#run = run;
    this.finished = this.#receive();
  }

  get isUnderWay(): boolean {
    return this.pending && !this.#run.isOver;
  }

  /** Ends the run: its signal aborts, a generator is closed, a promise that can be cancelled is. */
  abort(): void {
    if (this.#run.isOver) return;
    const { isUnderWay } = this;
    this.#run.abort();
    if (!isUnderWay) return;
    dropped++;
    const result = this.#result as { cancel?: unknown };
    if (typeof result.cancel === 'function') result.cancel('superseded');
  }

  async #receive(): Promise<void> {
    try {
      if (isThenable(this.#result)) this.#result = (await this.#result) as T | AnyGenerator<T>;
      if (isGenerator(this.#result)) await this.#step(this.#result as AnyGenerator<T>);
      else this.#arrive(this.#result as T, false);
    } catch (error) {
      if (this.#run.isOver || error instanceof Skip) return this.#settle('empty', undefined);
      this.#settle('failure', error);
      throw error;
    }
  }

  async #step(generator: AnyGenerator<T>): Promise<void> {
    try {
      for (;;) {
        const step = await generator.next();
        if (this.#run.isOver) return;
        if (step.done === true) return this.#settle('empty', undefined);
        this.#arrive(step.value, true);
        // A generator that never waits must not keep newer inputs from arriving.
        if (Symbol.iterator in generator) await turn();
        if (this.#run.isOver) return;
      }
    } finally {
      await generator.return(undefined);
    }
  }

  #arrive(value: T, pending: boolean): void {
    if (!this.#run.isOver) this.#settle((value as unknown) instanceof Skip ? 'empty' : 'value', value, pending);
  }

  /** Nothing leaves what has arrived before. */
  #settle(state: State, held: unknown, pending = false): void {
    propagateLate(() => {
      this.pending = pending;
      const at = nextTime();
      if (state !== 'empty') this.put(state, held, at);
      this.notify();
    });
  }
}
