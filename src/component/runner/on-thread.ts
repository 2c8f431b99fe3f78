import { CallableParameter } from '../../param/index.ts';
import type { Session } from '../../session/index.ts';
import { bindThreads, isGeneratorFunction, isThreadFunction, type ThreadFunction } from '../../thread/index.ts';

/** A function that an author gave to a runner; what it takes and gives is between the two of them. */
export type Worker = (...args: never[]) => unknown;
export type OnThread = ThreadFunction<readonly unknown[], unknown>;

class WorkerParameter extends CallableParameter {
  protected override check(value: unknown): void {
    super.check(value);
    if (isGeneratorFunction(value as Worker))
      this.mistyped('must not be a generator, since a task has one result; tell what comes before by heddle.task.progress()', value);
  }
}

/** Declares the worker of a runner. */
export function workerParameter(doc: string): CallableParameter {
  return new WorkerParameter({ allowNone: false, doc });
}

/**
 * Makes workers run on the session's threads; each is shipped once. `uses` as in `thread()`. A function that
 * `thread()` made stays as it is.
 */
export function onThreads(session: Session, uses: Readonly<Record<string, unknown>> = {}): (worker: Worker) => OnThread {
  const threads = bindThreads(session.pool);
  const shipped = new WeakMap<Worker, OnThread>();
  return (worker) => {
    if (isThreadFunction(worker)) return worker as unknown as OnThread;
    let onThread = shipped.get(worker);
    if (!onThread) shipped.set(worker, (onThread = threads.thread(worker as (...args: readonly unknown[]) => unknown, { uses })));
    return onThread;
  };
}
