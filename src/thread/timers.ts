/** Timers by name. Setting a name again starts it anew. */
export class Timers {
  readonly #running = new Map<string, ReturnType<typeof setTimeout>>();

  set(name: string, after: number, fn: () => void): void {
    this.clear(name);
    const run = (): void => {
      this.#running.delete(name);
      fn();
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
