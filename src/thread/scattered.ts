import type { Payload } from './protocol.ts';

/** A value that was encoded once, to be sent with many tasks. On a thread it is the value itself. */
export class Scattered {
  readonly payload: Payload;

  constructor(payload: Payload) {
    this.payload = payload;
  }
}
