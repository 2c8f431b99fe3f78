import { computed, effect, getActiveSub, setActiveSub } from 'alien-signals';
import { Skip } from './errors.ts';
import { arrivesLater, Execution } from './execution.ts';
import { EMPTY, failureBox, newer, touchedBy, valueBox, type Box, type Node, type Token } from './node.ts';
import { RunHandle, type Progress, type Run } from './run.ts';

/** Computes a value from `values`, which it must not keep; `run` makes the handle of the run, for a function that wants one. */
export type Compute = (values: readonly unknown[], run: () => Run) => unknown;

/**
 * A node computed from the values of `inputs`. What `compute` itself reads is no input.
 *
 * A result that arrives later is awaited; until then the old value stays. A newer input starts a new run and aborts
 * the older one, whose results are dropped; so does the end of the last subscription.
 */
export function derive<T>(inputs: readonly Node<unknown>[], compute: Compute, onProgress?: Progress): Node<T> {
  return new Derived<T>(inputs, compute, onProgress);
}

type Outcome<T> = Box<T> | Execution<T>;

/**
 * Read by a subscription, it is part of the graph, which tells it of changes. Read by anybody else it compares its
 * inputs with those of the last run, so that the graph keeps nothing alive that is only read.
 */
class Derived<T> implements Node<T> {
  readonly #inputs: readonly Node<unknown>[];
  readonly #compute: Compute;
  readonly #onProgress: Progress | undefined;
  /** Of the inputs, at the last run, and what is in them. */
  readonly #boxes: Box<unknown>[];
  readonly #values: unknown[];
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

  constructor(inputs: readonly Node<unknown>[], compute: Compute, onProgress: Progress | undefined) {
    this.#inputs = inputs;
    this.#boxes = inputs.map(() => EMPTY);
    this.#values = inputs.map(() => undefined);
    this.#compute = compute;
    this.#onProgress = onProgress;
  }

  read(): Box<T> {
    if (getActiveSub() === undefined && this.#vertex?.subs === undefined) return this.#settled(this.#newest());
    return (this.#tracked ??= computed(() => this.#evaluate()))();
  }

  touched(): Token {
    return touchedBy(this.#inputs);
  }

  pending(): boolean {
    const isTracked = getActiveSub() !== undefined;
    if (isTracked) this.read();
    const outcome = isTracked && this.#trackedOutcome !== undefined ? this.#trackedOutcome() : this.#newest();
    return (outcome instanceof Execution && outcome.pending()) || this.#inputs.some((input) => input.pending());
  }

  #evaluate(): Box<T> {
    if (this.#vertex === undefined) this.#vertex = getActiveSub();
    if (this.#trackedOutcome === undefined) {
      const outcome = this.#newest();
      if (this.#run === undefined || !this.#isOpen()) return this.#settled(outcome);
      this.#trackedOutcome = computed(() => this.#owned(this.#newest()));
    }
    return this.#settled(this.#trackedOutcome());
  }

  /** The outcome for the inputs as they are now. */
  #newest(): Outcome<T> {
    const inputs = this.#inputs;
    const boxes = this.#boxes;
    let isNew = this.#outcome === undefined;
    for (let i = 0; i < inputs.length; i++) {
      const box = (inputs[i] as Node<unknown>).read();
      if (box === boxes[i]) continue;
      boxes[i] = box;
      isNew = true;
    }
    if (!isNew) return this.#outcome as Outcome<T>;
    if (this.#run !== undefined) this.#endRun();
    return (this.#outcome = this.#start());
  }

  #endRun(): void {
    end(this.#outcome, this.#run);
    this.#run = undefined;
  }

  #start(): Outcome<T> {
    const boxes = this.#boxes;
    const values = this.#values;
    for (let i = 0; i < boxes.length; i++) {
      const box = boxes[i] as Box<unknown>;
      if (box.state !== 'value') return box;
      values[i] = box.value;
    }
    const outer = setActiveSub(undefined);
    try {
      const result = this.#compute(values, this.#startRun);
      return typeof result === 'object' && result !== null ? this.#received(result) : valueBox(result as T);
    } catch (error) {
      return error instanceof Skip ? EMPTY : failureBox(error);
    } finally {
      setActiveSub(outer);
    }
  }

  readonly #startRun = (): RunHandle => (this.#run ??= new RunHandle(this.#onProgress));

  #received(result: object): Outcome<T> {
    if (result instanceof Skip) return EMPTY;
    if (!arrivesLater(result)) return valueBox(result as T);
    const execution = new Execution(result as PromiseLike<T>, this.#startRun());
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
    const box = this.#run !== undefined && outcome instanceof Execution ? outcome.read() : (outcome as Box<T>);
    return box === this.#box ? box : (this.#box = newer(this.#box, box));
  }
}

function end<T>(outcome: Outcome<T> | undefined, run: RunHandle | undefined): void {
  if (outcome instanceof Execution) outcome.abort();
  else run?.abort();
}
