/**
 * Holds back what comes too fast, keeping the newest of each key: the first one goes at once, so that a thread
 * that then spins has shown it; what follows within `interval` milliseconds waits for the end of the turn, or for the
 * first one after the interval.
 */
export class Outbox<K, V> {
  readonly #send: (newest: readonly V[]) => void;
  readonly #interval: number;
  readonly #waiting = new Map<K, V>();
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(interval: number, send: (newest: readonly V[]) => void) {
    this.#interval = interval;
    this.#send = send;
  }

  put(key: K, value: V): void {
    // In the order of the last assignments.
    this.#waiting.delete(key);
    this.#waiting.set(key, value);
    if (performance.now() - this.#last >= this.#interval) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), 0);
  }

  /** Sends what waits, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const newest = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#last = performance.now();
    this.#send(newest);
  }
}
