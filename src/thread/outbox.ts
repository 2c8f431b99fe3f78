/**
 * Holds back what comes too fast, keeping the newest of each key. A few go at once, because a thread that then spins has
 * to have shown the last one; in a longer run one goes every `interval` milliseconds, and the rest with the end of the turn.
 */
export class Outbox<K, V> {
  readonly #send: (newest: readonly V[]) => void;
  readonly #interval: number;
  readonly #burst: number;
  readonly #waiting = new Map<K, V>();
  /** How many may go at once now. */
  #allowed: number;
  #counted = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many want that nothing goes by itself. */
  #holds = 0;

  constructor({ interval, burst }: { readonly interval: number; readonly burst: number }, send: (newest: readonly V[]) => void) {
    this.#interval = interval;
    this.#burst = burst;
    this.#allowed = burst;
    this.#send = send;
  }

  put(key: K, value: V): void {
    // In the order of the last ones.
    this.#waiting.delete(key);
    this.#waiting.set(key, value);
    if (this.#holds > 0) return;
    if (this.#mayGo()) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), 0);
  }

  /** Lets what comes wait until the function that this gives is called: then all of it goes together. */
  hold(): () => void {
    this.#holds++;
    return () => {
      if (--this.#holds === 0) this.flush();
    };
  }

  /** Sends what waits, now. */
  flush(): void {
    if (this.#waiting.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const newest = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#send(newest);
  }

  #mayGo(): boolean {
    const now = performance.now();
    this.#allowed = Math.min(this.#burst, this.#allowed + (now - this.#counted) / this.#interval);
    this.#counted = now;
    if (this.#allowed < 1) return false;
    this.#allowed--;
    return true;
  }
}
