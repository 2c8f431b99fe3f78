import type { TaskKey } from './protocol.ts';

/** Which tasks a signal gives up. It has one listener, however many they are: to add one looks through all that it has. */
export class Signals {
  readonly #tasks = new Map<AbortSignal, Set<TaskKey>>();
  readonly #giveUp: (tasks: Iterable<TaskKey>, reason: unknown) => void;

  constructor(giveUp: (tasks: Iterable<TaskKey>, reason: unknown) => void) {
    this.#giveUp = giveUp;
  }

  add(signal: AbortSignal, task: TaskKey): void {
    const tasks = this.#tasks.get(signal);
    if (tasks) return void tasks.add(task);
    this.#tasks.set(signal, new Set([task]));
    signal.addEventListener('abort', this.#aborted);
  }

  delete(signal: AbortSignal, task: TaskKey): void {
    const tasks = this.#tasks.get(signal);
    tasks?.delete(task);
    if (tasks?.size === 0) this.#forget(signal);
  }

  readonly #aborted = ({ target }: Event): void => {
    const signal = target as AbortSignal;
    const tasks = this.#tasks.get(signal) ?? [];
    this.#forget(signal);
    this.#giveUp(tasks, signal.reason);
  };

  #forget(signal: AbortSignal): void {
    this.#tasks.delete(signal);
    signal.removeEventListener('abort', this.#aborted);
  }
}
