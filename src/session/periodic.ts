import { checkCallable, checkOptions, editConstant, param, Parameterized } from '../param/index.ts';
import { later } from './later.ts';
import type { Session } from './session.ts';

export interface PeriodicOptions {
  /** From one start to the next, in ms. Default 500. */
  period?: number;
  /** Number of calls after which it stops by itself. Default: no end. */
  count?: number | null;
  /** Time in ms after which it stops by itself. Default: no end. */
  timeout?: number | null;
  /** Whether it starts at once. Default true. */
  start?: boolean;
}

/**
 * Calls a function again and again (Panel's PeriodicCallback). The first call comes after one period. A call
 * never overlaps the one before: the next starts max(period, run time) after the last start, and nothing is
 * caught up. An error is reported and the calls go on. `running` can be set and linked; a change of `period`
 * applies at once. Ends with the session.
 *
 * In a hidden tab browsers slow the timers of pages down to one a second, later one a minute, but not those of workers: an app in
 * a worker, the default, keeps its pace. While the machine sleeps no time passes; see `scheduleTask` for what shall come by the clock.
 */
export class PeriodicCallback extends Parameterized.with({
  period: param.number({ default: 500, bounds: [1, null], doc: 'From one start to the next, in ms.' }),
  count: param.integer({ default: null, allowNone: true, bounds: [1, null], doc: 'Calls after which it stops.' }),
  timeout: param.number({ default: null, allowNone: true, bounds: [0, null], doc: 'Time in ms after which it stops.' }),
  running: param.boolean({ default: false, doc: 'Whether it is counting down or calling.' }),
  counter: param.integer({ default: 0, constant: true, doc: 'Calls since it was started; the call itself sees 1, 2, …' }),
}) {
  readonly #session: Session;
  readonly #fn: () => unknown;
  /** Calls the next call off. */
  #cancel: (() => void) | undefined;
  /** Ends what was begun by the last start. */
  #running: AbortController | undefined;
  /** Tells the runs of one start from those of another. */
  #round = 0;
  #startedAt = 0;
  /** The call under way, of this start or of one before. */
  #call: Promise<void> | undefined;

  constructor(session: Session, fn: () => unknown, options: PeriodicOptions = {}) {
    checkCallable(fn, 'state.addPeriodicCallback');
    checkOptions('state.addPeriodicCallback', options, ['period', 'count', 'timeout', 'start']);
    const { period = 500, count = null, timeout = null, start = true } = options;
    super({ period, count, timeout });
    this.#session = session;
    this.#fn = fn;
    this.param.watch(() => (this.running ? this.#begin() : this.#end()), 'running');
    this.param.watch(() => this.#restart(), 'period');
    if (start) this.start();
  }

  /** @throws Error if it runs already. */
  start(): void {
    if (this.running) throw new Error('Periodic callback has already started.');
    this.running = true;
  }

  stop(): void {
    this.running = false;
  }

  #begin(): void {
    if (this.#session.signal.aborted) return this.stop();
    this.#running = new AbortController();
    this.#session.signal.addEventListener('abort', () => this.stop(), { signal: this.#running.signal });
    this.#round++;
    this.#startedAt = performance.now();
    this.#setCounter(0);
    this.#wait(this.period);
  }

  #end(): void {
    this.#running?.abort();
    this.#round++;
    this.#cancel?.();
  }

  #restart(): void {
    if (!this.running || this.#call) return; // a call under way counts its own end by the new period
    this.#cancel?.();
    this.#wait(this.period);
  }

  #wait(ms: number): void {
    this.#cancel = later(() => void this.#take(this.#round), ms);
  }

  async #take(round: number): Promise<void> {
    while (this.#call) await this.#call; // stopped and started again meanwhile
    if (round !== this.#round) return;
    const start = performance.now();
    this.#setCounter(this.counter + 1);
    // In a turn of its own, so that the call is known before it changes the period or stops.
    this.#call = Promise.resolve().then(() => this.#session.dispatch(this.#fn, this.#fn.name || 'periodic callback'));
    await this.#call;
    this.#call = undefined;
    if (round !== this.#round) return;
    const spent = this.timeout !== null && performance.now() - this.#startedAt >= this.timeout;
    if (spent || this.counter >= (this.count ?? Infinity)) return this.stop();
    this.#wait(Math.max(0, this.period - (performance.now() - start)));
  }

  #setCounter(counter: number): void {
    editConstant(this, () => {
      this.counter = counter;
    });
  }
}
