import { decodeThrown } from './failure.ts';
import type { Manner, Ran, TaskKey, TaskRun, ThreadReport, WireThrown } from './protocol.ts';
import { BEHIND, LONG, SHORT, SLOW } from './pace.ts';
import type { Running } from './running.ts';
import { Spin } from './spin.ts';
import { CHEAP_TURNS, nextTurn } from './turn.ts';

/** So many results travel together. */
const TOGETHER = 64;

type BacklogReport = Extract<ThreadReport, { type: 'settled' | 'began' | 'returned' | 'blocked' }>;

export interface BacklogOptions {
  /** Runs a task; never rejects. */
  run(task: TaskRun): Promise<Ran>;
  report(report: BacklogReport): void;
}

/**
 * The tasks that a thread has got: it runs one after the other, never two at a time, tells their results, those of
 * brief ones together, and gives back what would wait behind a slow one.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  #queue: TaskRun[] = [];
  #running: Running | null = null;
  #draining = false;
  readonly #spin = CHEAP_TURNS ? new Spin(nextTurn) : undefined;
  /** So long results may wait for others, in milliseconds, as what came last said; 0: not at all. */
  #hold = 0;
  /** What came last came alone. */
  #lone = false;
  /** The running task goes on after its turn. */
  #waits = false;
  /** Settles when the page has answered that the thread has blocked. */
  #relieved: Promise<void> | undefined;
  #go: () => void = () => {};
  #late: ReturnType<typeof setTimeout> | undefined;
  /** Not reported yet. */
  #results: Ran[] = [];
  /** When the first of them came. */
  #since = 0;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** The task that runs. */
  get running(): Running | null {
    return this.#running;
  }

  begin(running: Running): Running {
    return (this.#running = running);
  }

  end(): void {
    this.#running = null;
  }

  /** What was sent `ahead` begins in a later turn: it may have waited with the message that takes it back. */
  add(tasks: readonly TaskRun[], { hold, ahead, lone }: Manner): void {
    this.#spin?.end();
    this.#queue.push(...tasks);
    this.#hold = hold;
    this.#lone = lone;
    if (this.#waits) this.#hurry();
    void this.#drain(ahead);
  }

  /** The signal of the running task aborts; one that has not begun never does, which is told with the next result. */
  abort(task: TaskKey, reason: WireThrown): void {
    const running = this.#running;
    if (running?.run.key === task) return running.abort(decodeThrown(reason, running.run.name));
    const { length } = this.#queue;
    this.#drop([task]);
    if (this.#queue.length === length) return;
    this.#results.push({ task, outcome: { end: 'cancelled', error: reason }, took: 0, shown: false });
    this.#since = 0;
    if (this.#waits) this.#tellResults();
  }

  /** Another one's turn has come: what is behind the running task is not next any more. */
  recall(tasks: readonly TaskKey[]): void {
    this.#giveBack(({ key }) => tasks.includes(key));
  }

  /** The running task is about to be noticed outside: what ran before it is told first, and then that it runs. */
  show(): void {
    const running = this.#running;
    if (!running || running.shown) return;
    running.shown = true;
    if (this.#hold === 0) return;
    this.#tellResults();
    this.#options.report({ type: 'began', task: running.run.key });
  }

  /** The running task blocks the thread: what was sent behind it runs elsewhere, received or not. None begins before the page has said which. */
  block(): void {
    const running = this.#running;
    this.show();
    if (!running || running.blocks) return;
    running.blocks = true;
    this.#options.report({ type: 'blocked' });
    this.#relieved = new Promise((resolve) => (this.#go = resolve));
  }

  /** The page's answer to a thread that has blocked. */
  relieve(tasks: readonly TaskKey[]): void {
    this.#drop(tasks);
    this.#relieved = undefined;
    this.#go();
  }

  /** Waits for what makes the running task go on after its turn. */
  async later<T>(value: PromiseLike<T>): Promise<T> {
    this.show();
    this.#waits = true;
    this.#hurry();
    try {
      return await value;
    } finally {
      this.#waits = false;
      clearTimeout(this.#late);
      this.#late = undefined;
    }
  }

  async #drain(ahead: boolean): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    if (ahead) await listen();
    let deaf = 0;
    let took = 0;
    for (;;) {
      if (this.#relieved) await this.#relieved;
      const run = this.#queue.shift();
      // The page sends more while the last one runs.
      if (this.#queue.length === 0 && (took >= SHORT || !run)) this.#tellResults();
      if (!run) break;
      const result = await this.#options.run(run);
      this.#ran(result);
      ({ took } = result);
      deaf += took;
      if (deaf < SLOW && this.#queue.length > 0) continue;
      deaf = 0;
      await this.#makeWay(took);
    }
    this.#draining = false;
    if (this.#lone) this.#spin?.begin();
  }

  /** Reports a result; with others, while brief tasks follow that nobody can notice before. After one that is not short, some may yet come. */
  #ran(result: Ran): void {
    this.#results.push(result);
    const last = result.took < SHORT && this.#queue.length === 0;
    if (this.#hold === 0 || result.shown || last || this.#results.length >= TOGETHER) return this.#tellResults();
    const now = performance.now();
    if (this.#results.length === 1) this.#since = now;
    else if (now - this.#since >= this.#hold) this.#tellResults();
  }

  /** Of several tasks behind one that took longer than it should, all but the first would wait for another such. More may have come. */
  async #makeWay(took: number): Promise<void> {
    const { length } = this.#queue;
    if (took >= SLOW && length > (took < LONG ? BEHIND : 1)) this.#giveBack();
    else if (length > 0 || this.#results.length > 0) await listen();
  }

  #tellResults(): void {
    if (this.#results.length === 0) return;
    const results = this.#results;
    this.#results = [];
    this.#options.report({ type: 'settled', results });
  }

  /** What waits behind a slow task can run elsewhere. */
  #giveBack(which: (run: TaskRun) => boolean = () => true): void {
    const tasks = this.#queue.filter(which).map(({ key }) => key);
    if (tasks.length === 0) return;
    this.#drop(tasks);
    this.#tellResults();
    this.#options.report({ type: 'returned', tasks });
  }

  #drop(tasks: readonly TaskKey[]): void {
    this.#queue = this.#queue.filter(({ key }) => !tasks.includes(key));
  }

  /** What came behind the waiting task does not wait for long. */
  #hurry(): void {
    if (this.#queue.length === 0 || this.#late !== undefined) return;
    this.#late = setTimeout(() => {
      this.#late = undefined;
      this.#giveBack();
    }, SLOW);
  }
}

/** Lets messages in that came while a task ran. */
function listen(): Promise<void> {
  return new Promise(nextTurn);
}
