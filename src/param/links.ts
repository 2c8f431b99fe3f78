import { follow } from './follow.ts';
import type { Reference } from './reference.ts';

interface Link {
  readonly ref: unknown;
  readonly controller: AbortController;
}

/** The references that parameters of one object follow. */
export class Links {
  readonly #owner: object;
  readonly #links = new Map<string, Link>();

  constructor(owner: object) {
    this.#owner = owner;
  }

  /** The reference as it was assigned. */
  get(name: string): unknown {
    return this.#links.get(name)?.ref;
  }

  has(name: string): boolean {
    return this.#links.has(name);
  }

  /**
   * Follows `source` in place of whatever `name` followed before. `ref` is what was assigned. Where its value is
   * refused at once, everything stays as it was.
   */
  link(name: string, ref: unknown, source: Reference, apply: (value: unknown) => void): void {
    const old = this.#links.get(name);
    const controller = new AbortController();
    this.#links.set(name, { ref, controller });
    try {
      this.#follow(source, apply, controller.signal);
    } catch (error) {
      this.unlink(name);
      if (old !== undefined) this.#links.set(name, old);
      throw error;
    }
    old?.controller.abort();
  }

  #follow(source: Reference, apply: (value: unknown) => void, signal: AbortSignal): void {
    follow(source, {
      value: apply,
      error(error) {
        throw error;
      },
      signal,
      owner: this.#owner,
    });
  }

  /** Stops following; the run that is under way aborts. */
  unlink(name: string): void {
    const link = this.#links.get(name);
    if (link === undefined) return;
    this.#links.delete(name);
    link.controller.abort();
  }

  unlinkAll(): void {
    for (const name of this.#links.keys()) this.unlink(name);
  }
}
