import { computed, effect } from 'alien-signals';
import { Skip } from './errors.ts';
import { arrivesLater, Execution } from './execution.ts';
import { EMPTY, failureBox, isTracked, newer, touchedBy, untracked, valueBox, type Box, type Node, type Token } from './node.ts';
import { RunHandle, type Progress, type Run } from './run.ts';

export type Compute = (values: readonly unknown[], run: Run) => unknown;

/**
 * A node computed from the values of `inputs`. What `compute` itself reads is no input.
 *
 * A result that arrives later is awaited; until then the old value stays. A newer input starts a new run and aborts
 * the older one, whose results are dropped; so does the end of the last subscription.
 */
export function derive<T>(inputs: readonly Node<unknown>[], compute: Compute, onProgress?: Progress): Node<T> {
  return new Derived<T>(inputs, compute, onProgress);
}

/**
 * Read by a subscription, it is part of the graph, which tells it of changes. Read by anybody else it compares its
 * inputs with those of the last run, so that the graph keeps nothing alive that is only read.
 */
class Derived<T> implements Node<T> {
  readonly #inputs: readonly Node<unknown>[];
  readonly #compute: Compute;
  readonly #onProgress: Progress | undefined;
  readonly touched: () => Token;
  #attempt: Attempt<T> | undefined;
  #box: Box<T> = EMPTY;
  readonly #trackedAttempt = computed(() => this.#own(this.#newest()));
  readonly #trackedBox = computed(() => this.#settled(this.#trackedAttempt()));

  constructor(inputs: readonly Node<unknown>[], compute: Compute, onProgress: Progress | undefined) {
    this.#inputs = inputs;
    this.#compute = compute;
    this.#onProgress = onProgress;
    this.touched = touchedBy(inputs);
  }

  read(): Box<T> {
    return isTracked() ? this.#trackedBox() : this.#settled(this.#newest());
  }

  pending(): boolean {
    const { outcome } = isTracked() ? this.#trackedAttempt() : this.#newest();
    return (outcome instanceof Execution && outcome.pending()) || this.#inputs.some((input) => input.pending());
  }

  /** The attempt at the inputs as they are now. */
  #newest(): Attempt<T> {
    const boxes = this.#inputs.map((input) => input.read());
    const old = this.#attempt;
    if (old?.isAt(boxes) === true) return old;
    old?.end();
    return (this.#attempt = untracked(() => new Attempt<T>(boxes, this.#compute, this.#onProgress)));
  }

  /** Lets an attempt end when it is superseded, or when the last subscription has gone: then the next one starts anew. */
  #own(attempt: Attempt<T>): Attempt<T> {
    if (!attempt.isOpen) return attempt;
    effect(() => () => {
      if (this.#attempt === attempt && attempt.isOpen) this.#attempt = undefined;
      attempt.end();
    });
    return attempt;
  }

  #settled({ outcome }: Attempt<T>): Box<T> {
    return (this.#box = newer(this.#box, outcome instanceof Execution ? outcome.read() : outcome));
  }
}

/** One evaluation. */
class Attempt<T> {
  readonly outcome: Box<T> | Execution<T>;
  readonly #boxes: readonly Box<unknown>[];
  readonly #run: RunHandle;

  constructor(boxes: readonly Box<unknown>[], compute: Compute, onProgress: Progress | undefined) {
    this.#boxes = boxes;
    this.#run = new RunHandle(onProgress);
    this.outcome = this.#start(compute);
  }

  isAt(boxes: readonly Box<unknown>[]): boolean {
    return boxes.every((box, i) => box === this.#boxes[i]);
  }

  /** Whether its end means something to the function: it still works, or has asked for the signal. */
  get isOpen(): boolean {
    return this.#run.isWatched || (this.outcome instanceof Execution && this.outcome.isUnderWay);
  }

  end(): void {
    if (this.outcome instanceof Execution) this.outcome.abort();
    else this.#run.abort();
  }

  #start(compute: Compute): Box<T> | Execution<T> {
    const values: unknown[] = [];
    for (const box of this.#boxes) {
      if (box.state !== 'value') return box;
      values.push(box.value);
    }
    try {
      return this.#received(compute(values, this.#run));
    } catch (error) {
      return error instanceof Skip ? EMPTY : failureBox(error);
    }
  }

  #received(result: unknown): Box<T> | Execution<T> {
    if (result instanceof Skip) return EMPTY;
    if (!arrivesLater(result)) return valueBox(result as T);
    const execution = new Execution(result as PromiseLike<T>, this.#run);
    // Whoever reads the box is told of a failure.
    execution.finished.catch(() => {});
    return execution;
  }
}
