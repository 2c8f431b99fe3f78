import { Outbox } from './outbox.ts';
import type { TaskRun, ThreadReport } from './protocol.ts';

/** `heddle.task` while a task runs. */
export interface TaskContext {
  /** Aborts when the task is cancelled or has run for too long: heed it within the grace period. */
  readonly signal: AbortSignal;
  readonly name: string;
  /** Reports how much is done, from 0 to 1, and what is being done. As often as you like: it is sent 60 times a second. */
  progress(fraction: number, text?: string): void;
}

export type ProgressReport = Extract<ThreadReport, { type: 'progress' }>;

/** How fast reports of progress go out. */
const PROGRESS = { interval: 16, burst: 4 };

/** A task while it runs. Most are over before anybody asks for what is made here when it is asked for. */
export class Running {
  readonly run: TaskRun;
  /** Somebody outside may know that it runs. */
  shown = false;
  /** It has blocked its thread, and may do so again. */
  blocks = false;
  /** Asks its generator for so many items more. */
  pull: (count: number) => void = nothing;
  readonly #send: (reports: readonly ProgressReport[]) => void;
  #abort: AbortController | undefined;
  #progress: Outbox<'progress', ProgressReport> | undefined;
  #context: TaskContext | undefined;

  constructor(run: TaskRun, send: (reports: readonly ProgressReport[]) => void) {
    this.run = run;
    this.#send = send;
  }

  get context(): TaskContext {
    return (this.#context ??= this.#makeContext());
  }

  get signal(): AbortSignal {
    return this.#aborting().signal;
  }

  get aborted(): boolean {
    return this.#abort?.signal.aborted ?? false;
  }

  abort(reason: unknown): void {
    this.#aborting().abort(reason);
  }

  /** Sends what it told last. */
  flush(): void {
    this.#progress?.flush();
  }

  #aborting(): AbortController {
    return (this.#abort ??= new AbortController());
  }

  #makeContext(): TaskContext {
    const { key, name } = this.run;
    const progress = (this.#progress = new Outbox<'progress', ProgressReport>(PROGRESS, this.#send));
    return {
      signal: this.signal,
      name,
      progress: (fraction, text) =>
        progress.put('progress', { type: 'progress', task: key, fraction: fractionOf(fraction), text: textOf(text) }),
    };
  }
}

function nothing(): void {}

/** Text, whatever it was: it is sent later, when nobody could be told that it cannot be. */
function textOf(text: unknown): string | undefined {
  return text === undefined ? undefined : String(text);
}

function fractionOf(fraction: number): number {
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`progress() takes a fraction from 0 to 1, not ${fraction}.`);
  }
  return fraction;
}
