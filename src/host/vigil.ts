/**
 * Notices when a worker ends by itself: out of memory, closed by its own code, or killed by the browser. No engine tells, but
 * the Web Lock that it held is free then. Where there are no locks, only an error that ends a worker tells.
 */
export class Vigil {
  readonly #lock: string;
  readonly #signal: AbortSignal;
  readonly #died: (why: string) => void;
  #waiting: AbortController | undefined;
  #turn = 0;

  /** `died` is called at most once, and never after `signal` has aborted. */
  constructor(worker: Worker, lock: string, died: (why: string) => void, signal: AbortSignal) {
    this.#lock = lock;
    this.#signal = signal;
    this.#died = died;
    signal.addEventListener('abort', () => this.#waiting?.abort(), { once: true });
    const fatal = (event: ErrorEvent): void => {
      event.preventDefault(); // its own uncaught errors are told by the worker, so this one has ended it
      this.#tell(event.message || 'the browser gave no reason');
    };
    worker.addEventListener('error', fatal, { signal });
  }

  /** The worker holds its lock, after having given it up `turn` times. */
  async watch(turn: number): Promise<void> {
    if (turn !== this.#turn || this.#signal.aborted) return;
    const { signal } = (this.#waiting = new AbortController());
    try {
      await navigator.locks.request(this.#lock, { signal }, () => this.#tell('it closed itself or was ended by the browser'));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** The worker is told to give its lock up, since the page is frozen or left. */
  pause(): void {
    this.#turn++;
    this.#waiting?.abort();
  }

  #tell(why: string): void {
    if (!this.#signal.aborted) this.#died(why);
  }
}
