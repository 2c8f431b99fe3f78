import { computed, effect } from 'alien-signals';
import { Skip } from './errors.ts';
import { arrivesLater, Execution } from './execution.ts';
import { EMPTY, failureBox, newer, touchedBy, untracked, valueBox, type Box, type Node } from './node.ts';
import { RunHandle, type Progress, type Run } from './run.ts';

/**
 * A node computed from the values of `inputs`. What `compute` itself reads is no input.
 *
 * A result that arrives later is awaited; until then the old value stays. A newer input starts a new run and aborts
 * the older one, whose results are dropped; so does the end of the last subscription.
 */
export function derive<T>(
  inputs: readonly Node<unknown>[],
  compute: (values: readonly unknown[], run: Run) => unknown,
  onProgress?: Progress,
): Node<T> {
  const started = computed((): Box<T> | Execution<T> => {
    const values: unknown[] = [];
    for (const input of inputs) {
      const box = input.read();
      if (box.state !== 'value') return box;
      values.push(box.value);
    }
    return start<T>((run) => compute(values, run), onProgress);
  });
  const box = computed((old?: Box<T>) => {
    const now = started();
    return newer(old, now instanceof Execution ? now.read() : now);
  });
  const pending = computed(() => {
    const now = started();
    return (now instanceof Execution && now.pending()) || inputs.some((input) => input.pending());
  });
  return { read: box, touched: touchedBy(inputs), pending };
}

/** Calls `compute` inside a derived value, which owns the run: recomputing or disposing it ends the run. */
function start<T>(compute: (run: Run) => unknown, onProgress: Progress | undefined): Box<T> | Execution<T> {
  const run = new RunHandle(onProgress);
  try {
    const result = untracked(() => compute(run));
    if (result instanceof Skip) return EMPTY;
    if (!arrivesLater(result)) return valueBox(result as T);
    const execution = untracked(() => new Execution(result as PromiseLike<T>, run));
    // Whoever reads the box is told of a failure.
    execution.finished.catch(() => {});
    effect(() => () => execution.abort());
    return execution;
  } catch (error) {
    return error instanceof Skip ? EMPTY : failureBox(error);
  }
}
