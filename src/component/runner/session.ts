import { editConstant, param, rx } from '../../param/index.ts';
import { bindClass } from '../../session/index.ts';
import type { Future } from '../../thread/index.ts';
import { Column } from '../layout/index.ts';
import { Str } from '../pane/index.ts';
import { Viewer } from '../viewer.ts';
import { onThreads, type OnThread, type Worker, workerParameter } from './on-thread.ts';

const EMPTY = 'The queue is empty';

export interface SessionTaskRunnerOptions {
  /** Processes one task. It runs on a thread: its source is shipped, with what `uses` names. */
  worker: Worker;
  /** What the worker needs besides its argument; see `thread()`. */
  uses?: Readonly<Record<string, unknown>>;
}

/**
 * Works through a queue of tasks on a thread, one after the other in the order of their arrival, while the session
 * stays free. The result of each becomes `value`; so does its error, and the runner goes on. Ends with its session.
 * (The SessionTaskRunner of Panel's guide on manual threading.)
 */
export class SessionTaskRunner extends Viewer.with({
  value: param.any({ constant: true, label: 'Last Result', doc: 'The last result or exception' }),
  tasks: param.integer({ default: 0, bounds: [0, null], constant: true, doc: 'Number of tasks that wait in the queue' }),
  status: param.string({ default: EMPTY, constant: true, doc: 'What the runner is doing' }),
  progress: param.number({
    default: null,
    allowNone: true,
    bounds: [0, 1],
    constant: true,
    doc: 'How far the task under way is, as it told by heddle.task.progress(); null where it told nothing, and between tasks',
  }),
  worker: workerParameter('Function that processes a task'),
}) {
  readonly #onThread: (worker: Worker) => OnThread;
  /** Another one after `clear`. */
  #queue: unknown[] = [];
  #running = false;
  #current: Future<unknown> | undefined;

  constructor({ uses, ...values } = {} as SessionTaskRunnerOptions) {
    super(values);
    this.#onThread = onThreads(this.session, uses);
  }

  /**
   * Puts a task, a value that can be sent to a thread, at the end of the queue.
   *
   * @throws Error if the session has ended.
   */
  append(task: unknown): void {
    if (this.session.signal.aborted) throw new Error('SessionTaskRunner.append: the session has ended.');
    this.#queue.push(task);
    this.#show({ tasks: this.#queue.length });
    if (!this.#running) void this.#run();
  }

  /** Drops the tasks that wait. The one that is under way goes on. */
  clear(): void {
    this.#queue = [];
    this.#show({ tasks: 0, ...(this.#current && { status: processing(1) }) });
  }

  /** Cancels the task that is under way, whose result is lost; `value` stays. The runner goes on with the next one. */
  cancel(): void {
    this.#current?.cancel();
  }

  view(): Column {
    const { session } = this;
    const Text = bindClass(Str, session);
    return new (bindClass(Column, session))(new Text(this.param.status), new Text(rx`Last Result: ${this.param.value}`));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0 && !this.session.signal.aborted) {
      const queue = this.#queue;
      const task = queue.shift();
      this.#show({ status: processing(queue.length + 1) });
      if (queue !== this.#queue) continue; // a watcher has cleared it, and the task with it
      const result = await this.#process(task);
      this.#show({ ...result, tasks: this.#queue.length, progress: null });
    }
    this.#running = false;
    this.#show({ status: EMPTY });
  }

  /** The new `value`, unless there is none because the task was cancelled. */
  async #process(task: unknown): Promise<{ value?: unknown }> {
    const onProgress = (progress: number): void => this.#show({ progress });
    try {
      this.#current = this.#onThread(this.worker).with({ onProgress })(task);
      return { value: await this.#current };
    } catch (error) {
      return this.#current?.state === 'cancelled' ? {} : { value: error };
    } finally {
      this.#current = undefined;
    }
  }

  /** An error of a watcher is the session's to report, and does not keep the runner from its next task. */
  #show(values: { value?: unknown; tasks?: number; status?: string; progress?: number | null }): void {
    if (this.session.signal.aborted) return;
    void this.session.dispatch(() => editConstant(this, () => this.param.update(values)), 'a watcher of SessionTaskRunner');
  }
}

/** `count` includes the task that is about to run. */
function processing(count: number): string {
  return `Processing: ${count} items left.`;
}
