/** A timer that comes so much later was held up with its page, which was frozen or asleep. */
const LATE = 2000;

/** Timers by name. Setting a name again starts it anew. */
export class Timers {
  readonly #running = new Map<string, ReturnType<typeof setTimeout>>();

  /** What it waits for may have been held up with it: then it waits once more. */
  set(name: string, after: number, fn: () => void, due = performance.now() + after + LATE): void {
    this.clear(name);
    const run = (): void => {
      this.#running.delete(name);
      if (performance.now() > due) this.set(name, after, fn, Infinity);
      else fn();
    };
    this.#running.set(name, setTimeout(run, after));
  }

  clear(name: string): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  end(): void {
    for (const name of this.#running.keys()) this.clear(name);
  }
}
