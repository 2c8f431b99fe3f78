import { checkCallable } from '../../param/index.ts';
import type { Session } from '../session.ts';
import { type ScheduleOptions, type Times, timesOf } from './times.ts';

/**
 * Longest wait before the clock is looked at again, in ms. A timer does not count while the machine sleeps, takes no more
 * than 2³¹ ms, and knows nothing of a clock that was set.
 */
const GLANCE = 60_000;

/** The tasks that a session has scheduled, by name. They end with it. */
export class ScheduledTasks {
  readonly #session: Session;
  readonly #tasks = new Map<string, ScheduledTask>();

  constructor(session: Session) {
    this.#session = session;
    session.signal.addEventListener('abort', () => this.#tasks.forEach((task) => task.end()), { once: true });
  }

  add(name: string, fn: () => unknown, options: ScheduleOptions): void {
    checkCallable(fn, 'state.scheduleTask');
    const known = this.#tasks.get(name);
    if (known?.fn === fn || this.#session.signal.aborted) return;
    if (known) throw new Error(`state.scheduleTask: there is a task '${name}' with another function; cancel it first.`);
    const task = new ScheduledTask(this.#session, name, fn, timesOf(options), () => this.#tasks.delete(name));
    this.#tasks.set(name, task);
    task.begin();
  }

  cancel(name: string): void {
    const task = this.#tasks.get(name);
    if (!task) throw new Error(`state.cancelTask: there is no task '${name}'.`);
    task.end();
  }
}

/** Calls a function at its times, one call after the other. */
class ScheduledTask {
  readonly fn: () => unknown;
  readonly #session: Session;
  readonly #name: string;
  readonly #times: Times;
  readonly #gone: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(session: Session, name: string, fn: () => unknown, times: Times, gone: () => void) {
    this.#session = session;
    this.#name = name;
    this.fn = fn;
    this.#times = times;
    this.#gone = gone;
  }

  begin(): void {
    this.#plan(undefined);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#gone();
  }

  #plan(began: number | undefined): void {
    let due: number | undefined;
    try {
      due = this.#times(began);
    } catch (error) {
      this.#session.report(error, `the times of the task '${this.#name}'`);
    }
    if (due === undefined) this.end();
    else this.#wait(due);
  }

  #wait(due: number): void {
    const left = due - Date.now();
    this.#timer = setTimeout(() => (left > GLANCE || Date.now() < due ? this.#wait(due) : void this.#run()), Math.min(left, GLANCE));
  }

  async #run(): Promise<void> {
    const began = Date.now();
    await this.#session.dispatch(this.fn, `the task '${this.#name}'`);
    if (!this.#ended) this.#plan(began);
  }
}
