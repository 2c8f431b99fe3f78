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
 * A node computed from the values of `inputs`. What `compute` itself reads is no input.
 *
 * A result that arrives later is awaited; until then the old value stays. A newer input starts a new run and aborts
 * the older one, whose results are dropped; so does the end of the last subscription.
 */
export function derive<T>(inputs: readonly Node[], compute: Compute<readonly unknown[]>, onProgress?: Progress): Node<T> {
  return new Derived<readonly unknown[], T>(new Joined(inputs), compute, true, onProgress);
}

/** The same from the value of one, by a function that is given nothing else. */
export function deriveOne<V, T>(input: Node<V>, compute: (value: V) => unknown): Node<T> {
  return new Derived<V, T>(input, compute, false, undefined);
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

  protected override update(since: number, at: number): void {
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
  override roots(): readonly Root[] {
    return (this.#roots ??= rootsOf(this.#inputs));
  }
}

class Derived<V, T> extends Node<T> implements Starter {
  readonly #input: Node<V>;
  readonly #compute: Compute<V>;
  /** Whether the function is given the starter, or must not see it. */
  readonly #wantsStarter: boolean;
  readonly #onProgress: Progress | undefined;
  #edge: Edge | undefined;
  #late: Late<T> | undefined;

  constructor(input: Node<V>, compute: Compute<V>, wantsStarter: boolean, onProgress: Progress | undefined) {
    super();
    this.#input = input;
    this.#compute = compute;
    this.#wantsStarter = wantsStarter;
    this.#onProgress = onProgress;
  }

  protected override update(since: number, at: number): void {
    const input = this.#input;
    input.refresh();
    if (input.changedAt > since) this.#evaluate(input, at);
    this.pending = input.pending;
    if (this.#late?.execution !== undefined) this.#receive(this.#late.execution, since, at);
  }

  #evaluate({ state, held }: Node<V>, at: number): void {
    if (this.#late !== undefined) this.#endRun(this.#late);
    if (state !== 'value') return this.take(state, held, at);
    if (isLooping() && this.held instanceof LoopError) return;
    const before = timeNow();
    try {
      const result = this.#wantsStarter ? this.#compute(held as V, this) : (this.#compute as (value: V) => unknown)(held as V);
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
    const late = this.#startLate();
    late.execution = new Execution(result as PromiseLike<T>, late.run);
    // Whoever reads the node is told of a failure.
    late.execution.finished.catch(() => {});
    if (this.isWatched) late.edge = late.execution.watch(this);
    this.take('empty', undefined, at);
  }

  #receive(execution: Execution<T>, since: number, at: number): void {
    if (execution.changedAt > since) this.take(execution.state, execution.held, at);
    this.pending ||= execution.pending;
  }

  startRun(): RunHandle {
    return this.#startLate().run;
  }

  #startLate(): Late<T> {
    return (this.#late ??= { run: new RunHandle(this.#onProgress), execution: undefined, edge: undefined });
  }

  #endRun({ run, execution, edge }: Late<T>): void {
    this.#late = undefined;
    edge?.cut();
    if (execution === undefined) run.abort();
    else execution.abort();
  }

  protected override connect(): void {
    this.#edge = this.#input.watch(this);
    if (this.#late !== undefined) this.#late.edge = this.#late.execution?.watch(this);
  }

  protected override disconnect(): void {
    this.#edge?.cut();
    this.#edge = undefined;
    const late = this.#late;
    if (late === undefined) return;
    if (isOpen(late)) {
      this.#endRun(late);
      this.expire();
    } else {
      late.edge?.cut();
      late.edge = undefined;
    }
  }

  override roots(): readonly Root[] {
    return this.#input.roots();
  }
}

/** A run that may outlast its function: the handle of one that has asked for it, and what arrives, which is an input, too. */
interface Late<T> {
  readonly run: RunHandle;
  execution: Execution<T> | undefined;
  edge: Edge | undefined;
}

/** Whether the end of the run means something to the function: it still works, or has asked for the signal. */
function isOpen({ run, execution }: Late<unknown>): boolean {
  return run.isWatched || execution?.isUnderWay === true;
}
