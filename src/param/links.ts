import { follow } from './follow.ts';
import type { Reference } from './reference.ts';

/** A reference that a parameter is about to follow, and whose value has been checked. */
export interface Link {
  /** Follows it in place of whatever the parameter followed before. */
  commit(): void;
  /** Leaves everything as it was. */
  cancel(): void;
}

/** What is done with a value that arrives. */
interface Target {
  /** Throws where the value is refused. */
  check(value: unknown): void;
  apply(value: unknown): void;
}

/** The references that parameters of one object follow. */
export class Links {
  readonly #owner: object;
  readonly #followed = new Map<string, { readonly ref: unknown; readonly controller: AbortController }>();

  constructor(owner: object) {
    this.#owner = owner;
  }

  /** The reference as it was assigned. */
  get(name: string): unknown {
    return this.#followed.get(name)?.ref;
  }

  has(name: string): boolean {
    return this.#followed.has(name);
  }

  /** Starts to follow `source`. `ref` is what was assigned. Throws where its value is refused, and then ends it. */
  prepare(name: string, ref: unknown, source: Reference, { check, apply }: Target): Link {
    const controller = new AbortController();
    let isCommitted = false;
    let arrived: { readonly value: unknown } | undefined;
    const receive = (value: unknown): void => {
      check(value);
      if (isCommitted) apply(value);
      else arrived = { value };
    };
    const cancel = (): void => controller.abort();
    try {
      this.#follow(source, receive, controller.signal);
    } catch (error) {
      cancel();
      throw error;
    }
    const commit = (): void => {
      this.unlink(name);
      this.#followed.set(name, { ref, controller });
      isCommitted = true;
      if (arrived !== undefined) apply(arrived.value);
    };
    return { commit, cancel };
  }

  #follow(source: Reference, value: (value: unknown) => void, signal: AbortSignal): void {
    follow(source, {
      value,
      error(error) {
        throw error;
      },
      signal,
      owner: this.#owner,
    });
  }

  /** Stops following; the run that is under way aborts. */
  unlink(name: string): void {
    const link = this.#followed.get(name);
    if (link === undefined) return;
    this.#followed.delete(name);
    link.controller.abort();
  }

  unlinkAll(): void {
    for (const name of this.#followed.keys()) this.unlink(name);
  }
}
