import { ThreadError } from './errors.ts';
import { decode, load } from './payload.ts';
import type { Payload, SessionId, ValueKey } from './protocol.ts';

interface Entry {
  readonly session: SessionId;
  /** Until it is decoded, for the first task that needs it. */
  payload: Payload | null;
  value: unknown;
}

/** Values that sessions have scattered, as a thread has them: each is decoded once, and all tasks get the same one. */
export class Values {
  readonly #entries = new Map<ValueKey, Entry>();
  readonly #decoded: (value: unknown) => void;

  constructor(decoded: (value: unknown) => void) {
    this.#decoded = decoded;
  }

  add(session: SessionId, key: ValueKey, payload: Payload): void {
    this.#entries.set(key, { session, payload, value: undefined });
  }

  drop(key: ValueKey): void {
    this.#entries.delete(key);
  }

  /** Forgets everything of a session. */
  detach(session: SessionId): void {
    for (const [key, entry] of this.#entries) if (entry.session === session) this.drop(key);
  }

  /** Decodes what a task needs and nobody needed before. */
  async prepare(keys: readonly ValueKey[]): Promise<void> {
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (!entry?.payload) continue;
      entry.value = decode(await load(entry.payload));
      entry.payload = null;
      this.#decoded(entry.value);
    }
  }

  /** One that is prepared. */
  of(key: ValueKey): unknown {
    const entry = this.#entries.get(key);
    if (!entry) throw new ThreadError(`The scattered value '${key}' did not reach the thread.`);
    return entry.value;
  }
}
