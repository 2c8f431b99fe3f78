import { editConstant, param, Parameterized } from '../param/index.ts';
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
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends what was begun by the last start. */
  #running: AbortController | undefined;
  /** Tells the runs of one start from those of another. */
  #round = 0;
  #startedAt = 0;
  #calling = false;

  constructor(session: Session, fn: () => unknown, { period = 500, count = null, timeout = null, start = true }: PeriodicOptions = {}) {
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
    this.#startedAt = Date.now();
    this.#setCounter(0);
    this.#wait(this.period);
  }

  #end(): void {
    this.#running?.abort();
    this.#round++;
    clearTimeout(this.#timer);
  }

  #restart(): void {
    if (!this.running || this.#calling) return; // a call under way counts its own end by the new period
    clearTimeout(this.#timer);
    this.#wait(this.period);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => void this.#call(this.#round), ms);
  }

  async #call(round: number): Promise<void> {
    const start = Date.now();
    this.#setCounter(this.counter + 1);
    this.#calling = true;
    await this.#session.dispatch(this.#fn, this.#fn.name || 'periodic callback');
    this.#calling = false;
    if (round !== this.#round) return;
    const spent = this.timeout !== null && Date.now() - this.#startedAt >= this.timeout;
    if (spent || this.counter === this.count) return this.stop();
    this.#wait(Math.max(0, this.period - (Date.now() - start)));
  }

  #setCounter(counter: number): void {
    editConstant(this, () => {
      this.counter = counter;
    });
  }
}
