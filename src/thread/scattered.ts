import type { Payload, ValueKey } from './protocol.ts';

/** Stands for a value that was encoded once, to be sent to each thread once. On a thread it is the value itself. */
export class Scattered {
  readonly key: ValueKey;
  /** For what does not know the key: another executor, and what thread functions have in scope. */
  readonly payload: Payload;

  constructor(key: ValueKey, payload: Payload) {
    this.key = key;
    this.payload = payload;
  }
}
