import { LoopError, Skip } from './errors.ts';
import { arrivesLater, Execution } from './execution.ts';
import { Node, timeNow, type Edge, type Root } from './graph.ts';
import { rootsOf } from './node.ts';
import { isLooping } from './observers.ts';
import { RunHandle, type Progress, type Run } from './run.ts';

/** Makes the handle of a run, for a function that wants one. */
export interface Starter {
  startRun(): Run;
}

export type Compute<V> = (value: V, starter: Starter) => unknown;

/**
 * A node computed from the value of `input`. What `compute` itself reads is no input.
 *
 * A result that arrives later is awaited; until then the old value stays. A newer input starts a new run and aborts
 * the older one, whose results are dropped; so does the end of the last subscription.
 */
export function deriveOne<V, T>(input: Node<V>, compute: Compute<V>, onProgress?: Progress): Node<T> {
  return new Derived<V, T>(input, compute, onProgress);
}

/** The same from the values of several. */
export function derive<T>(inputs: readonly Node[], compute: Compute<readonly unknown[]>, onProgress?: Progress): Node<T> {
  return new Derived<readonly unknown[], T>(new Joined(inputs), compute, onProgress);
}

/** The values of several nodes as one, as soon as all have one; else the first failure, or nothing. */
class Joined extends Node<readonly unknown[]> {
  readonly #inputs: readonly Node[];
  #edges: readonly Edge[] = [];
  #roots: readonly Root[] | undefined;

  constructor(inputs: readonly Node[]) {
    super();
    this.#inputs = inputs;
  }

  protected update(since: number, at: number): void {
    let isNew = since < 0;
    let pending = false;
    // All are asked, also after a failure, so that a change of any of them is told.
    for (const input of this.#inputs) {
      input.refresh();
      if (input.changedAt > since) isNew = true;
      if (input.pending) pending = true;
    }
    this.pending = pending;
    if (isNew) this.#join(at);
  }

  #join(at: number): void {
    const values: unknown[] = [];
    for (const { state, held } of this.#inputs) {
      if (state !== 'value') return this.put(state, held, at);
      values.push(held);
    }
    this.put('value', values, at);
  }

  protected override connect(): void {
    this.#edges = this.#inputs.map((input) => input.watch(this));
  }

  protected override disconnect(): void {
    for (const edge of this.#edges) edge.cut();
    this.#edges = [];
  }

  /** Kept, since the same expression may be joined with itself again and again. */
  roots(): readonly Root[] {
    return (this.#roots ??= rootsOf(this.#inputs));
  }
}

class Derived<V, T> extends Node<T> implements Starter {
  readonly #input: Node<V>;
  readonly #compute: Compute<V>;
  readonly #onProgress: Progress | undefined;
  #edge: Edge | undefined;
  /** The handle of the last run, where it has one. */
  #run: RunHandle | undefined;
  /** What arrives of the last run, where anything does: an input, too. */
  #execution: Execution<T> | undefined;
  #arrivals: Edge | undefined;

  constructor(input: Node<V>, compute: Compute<V>, onProgress: Progress | undefined) {
    super();
    this.#input = input;
    this.#compute = compute;
    this.#onProgress = onProgress;
  }

  protected update(since: number, at: number): void {
    const input = this.#input;
    input.refresh();
    if (input.changedAt > since) this.#evaluate(input, at);
    this.pending = input.pending;
    if (this.#execution !== undefined) this.#receive(this.#execution, since, at);
  }

  #evaluate({ state, held }: Node<V>, at: number): void {
    if (this.#run !== undefined) this.#endRun();
    if (state !== 'value') return this.take(state, held, at);
    if (isLooping() && this.held instanceof LoopError) return;
    const before = timeNow();
    try {
      const result = this.#compute(held as V, this);
      if (isLooping() && timeNow() !== before) throw new LoopError(['a derived value', 'a derived value']);
      if (!this.isNewest(at)) return;
      if (typeof result === 'object' && result !== null) this.#accept(result, at);
      else this.take('value', result, at);
    } catch (error) {
      if (error instanceof Skip) this.take('empty', undefined, at);
      else this.take('failure', error, at);
    }
  }

  #accept(result: object, at: number): void {
    if (!arrivesLater(result)) return result instanceof Skip ? this.take('empty', undefined, at) : this.take('value', result, at);
    const execution = new Execution(result as PromiseLike<T>, this.startRun());
    // Whoever reads the node is told of a failure.
    execution.finished.catch(() => {});
    this.#execution = execution;
    if (this.isWatched) this.#arrivals = execution.watch(this);
    this.take('empty', undefined, at);
  }

  #receive(execution: Execution<T>, since: number, at: number): void {
    if (execution.changedAt > since) this.take(execution.state, execution.held, at);
    this.pending ||= execution.pending;
  }

  startRun(): RunHandle {
    return (this.#run ??= new RunHandle(this.#onProgress));
  }

  #endRun(): void {
    this.#arrivals?.cut();
    if (this.#execution === undefined) this.#run?.abort();
    else this.#execution.abort();
    this.#run = this.#execution = this.#arrivals = undefined;
  }

  /** Whether the end of the run means something to the function: it still works, or has asked for the signal. */
  get #isOpen(): boolean {
    return this.#run !== undefined && (this.#run.isWatched || this.#execution?.isUnderWay === true);
  }

  protected override connect(): void {
    this.#edge = this.#input.watch(this);
    this.#arrivals = this.#execution?.watch(this);
  }

  protected override disconnect(): void {
    this.#edge?.cut();
    this.#edge = undefined;
    if (this.#isOpen) {
      this.#endRun();
      this.expire();
    } else {
      this.#arrivals?.cut();
      this.#arrivals = undefined;
    }
  }

  roots(): readonly Root[] {
    return this.#input.roots();
  }
}
