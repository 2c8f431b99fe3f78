import { computed, effect, getActiveSub, setActiveSub } from 'alien-signals';
import { Skip } from './errors.ts';
import { arrivesLater, Execution } from './execution.ts';
import { EMPTY, failureBox, newer, touchedBy, valueBox, type Box, type Node, type Token } from './node.ts';
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
export function derive<T>(inputs: readonly Node<unknown>[], compute: Compute<readonly unknown[]>, onProgress?: Progress): Node<T> {
  return new Derived<readonly unknown[], T>(new Joined(inputs), compute, onProgress);
}

/** The values of several nodes as one, as soon as all have one; else the first failure, or nothing. */
class Joined implements Node<readonly unknown[]> {
  readonly #inputs: readonly Node<unknown>[];
  readonly #boxes: Box<unknown>[];
  #box: Box<readonly unknown[]> = valueBox([]);

  constructor(inputs: readonly Node<unknown>[]) {
    this.#inputs = inputs;
    this.#boxes = inputs.map(() => EMPTY);
  }

  read(): Box<readonly unknown[]> {
    const boxes = this.#boxes;
    let isNew = false;
    // All are read, also after a failure, so that a change of any of them is told.
    for (let i = 0; i < boxes.length; i++) {
      const box = (this.#inputs[i] as Node<unknown>).read();
      if (box === boxes[i] && box !== EMPTY) continue;
      boxes[i] = box;
      isNew = true;
    }
    return isNew ? (this.#box = this.#joined()) : this.#box;
  }

  #joined(): Box<readonly unknown[]> {
    const values: unknown[] = [];
    for (const box of this.#boxes) {
      if (box.state !== 'value') return box;
      values.push(box.value);
    }
    return valueBox(values);
  }

  touched(): Token {
    return touchedBy(this.#inputs);
  }

  pending(): boolean {
    return this.#inputs.some((input) => input.pending());
  }
}

type Outcome<T> = Box<T> | Execution<T>;

/**
 * Read by a subscription, it is part of the graph, which tells it of changes. Read by anybody else it compares its
 * inputs with those of the last run, so that the graph keeps nothing alive that is only read.
 */
class Derived<V, T> implements Node<T>, Starter {
  readonly #input: Node<V>;
  readonly #compute: Compute<V>;
  readonly #onProgress: Progress | undefined;
  /** Of the input, at the last run. */
  #seen: Box<V> | undefined;
  /** Of the last run; undefined where the next one must start anew. */
  #outcome: Outcome<T> | undefined;
  /** The handle of the last run, where it has one. */
  #run: RunHandle | undefined;
  #box: Box<T> = EMPTY;
  /** Its place in the graph, known when it has been part of it. */
  #vertex: { subs?: unknown } | undefined;
  #tracked: (() => Box<T>) | undefined;
  /** The outcomes apart from what arrives of them, made for the first run that outlasts its evaluation. */
  #trackedOutcome: (() => Outcome<T>) | undefined;

  constructor(input: Node<V>, compute: Compute<V>, onProgress: Progress | undefined) {
    this.#input = input;
    this.#compute = compute;
    this.#onProgress = onProgress;
  }

  read(): Box<T> {
    if (getActiveSub() === undefined && this.#vertex?.subs === undefined) return this.#settled(this.#newest());
    return (this.#tracked ??= computed(() => this.#evaluate()))();
  }

  touched(): Token {
    return this.#input.touched();
  }

  pending(): boolean {
    const isTracked = getActiveSub() !== undefined;
    if (isTracked) this.read();
    const outcome = isTracked && this.#trackedOutcome !== undefined ? this.#trackedOutcome() : this.#newest();
    return (outcome instanceof Execution && outcome.pending()) || this.#input.pending();
  }

  #evaluate(): Box<T> {
    this.#vertex ??= getActiveSub();
    if (this.#trackedOutcome === undefined) {
      const outcome = this.#newest();
      if (this.#run === undefined) return (this.#box = newer(this.#box, outcome as Box<T>));
      if (!this.#isOpen()) return this.#settled(outcome);
      this.#trackedOutcome = computed(() => this.#owned(this.#newest()));
    }
    return this.#settled(this.#trackedOutcome());
  }

  /** The outcome for the input as it is now. One method and not several, since every derived value goes through it. */
  #newest(): Outcome<T> {
    const box = this.#input.read();
    if (box === this.#seen && this.#outcome !== undefined) return this.#outcome;
    this.#seen = box;
    if (this.#run !== undefined) this.#endRun();
    if (box.state !== 'value') return (this.#outcome = box);
    const outer = setActiveSub(undefined);
    try {
      const result = this.#compute(box.value, this);
      this.#outcome = typeof result === 'object' && result !== null ? this.#received(result) : valueBox(result as T);
    } catch (error) {
      this.#outcome = error instanceof Skip ? EMPTY : failureBox(error);
    }
    setActiveSub(outer);
    return this.#outcome;
  }

  #endRun(): void {
    end(this.#outcome, this.#run);
    this.#run = undefined;
  }

  startRun(): RunHandle {
    return (this.#run ??= new RunHandle(this.#onProgress));
  }

  #received(result: object): Outcome<T> {
    if (result instanceof Skip) return EMPTY;
    if (!arrivesLater(result)) return valueBox(result as T);
    const execution = new Execution(result as PromiseLike<T>, this.startRun());
    // Whoever reads the box is told of a failure.
    execution.finished.catch(() => {});
    return execution;
  }

  /** Whether the end of the run means something to the function: it still works, or has asked for the signal. */
  #isOpen(): boolean {
    return this.#run !== undefined && (this.#run.isWatched || (this.#outcome instanceof Execution && this.#outcome.isUnderWay));
  }

  /** Lets a run end when it is superseded, or when the last subscription has gone: then the next one starts anew. */
  #owned(outcome: Outcome<T>): Outcome<T> {
    if (!this.#isOpen()) return outcome;
    const run = this.#run;
    effect(() => () => {
      if (this.#run === run && this.#isOpen()) this.#outcome = undefined;
      end(outcome, run);
    });
    return outcome;
  }

  #settled(outcome: Outcome<T>): Box<T> {
    return (this.#box = newer(this.#box, outcome instanceof Execution ? outcome.read() : outcome));
  }
}

function end<T>(outcome: Outcome<T> | undefined, run: RunHandle | undefined): void {
  if (outcome instanceof Execution) outcome.abort();
  else run?.abort();
}
