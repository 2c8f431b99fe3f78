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

  /** Follows `source` in place of whatever `name` followed before. `ref` is what was assigned. */
  link(name: string, ref: unknown, source: Reference, apply: (value: unknown) => void): void {
    this.unlink(name);
    const controller = new AbortController();
    this.#links.set(name, { ref, controller });
    follow(source, {
      value: apply,
      error(error) {
        throw error;
      },
      signal: controller.signal,
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
