import type { PoolMessage, Settled } from './protocol.ts';
import { nextTurn, SLICE } from './turn.ts';

/** So many results travel in one message: what one message costs its receiver stays short. */
const TOGETHER = 128;

/**
 * What a session is told, in order and never inside the call that led to it. Results that follow each other travel
 * together, and what is too much for one turn of the page goes in the next ones.
 */
export class Mail {
  readonly #waiting: PoolMessage[] = [];
  /** The results of the newest message, while others may join them. */
  #results: Settled[] = [];
  #receive: ((message: PoolMessage) => void) | undefined;
  #sending = false;

  /** Sets who gets it; what came before is handed over now. */
  listen(receive: (message: PoolMessage) => void): void {
    this.#receive = receive;
    if (!this.#sending) this.#send();
  }

  post(message: PoolMessage): void {
    this.#waiting.push(message);
    this.#results = [];
    if (this.#sending || !this.#receive) return;
    this.#sending = true;
    queueMicrotask(() => this.#send());
  }

  settled(result: Settled): void {
    const { length } = this.#results;
    if (length > 0 && length < TOGETHER && this.#waiting.length > 0) return void this.#results.push(result);
    const results = [result];
    this.post({ type: 'settled', results });
    this.#results = results;
  }

  #send(): void {
    const end = performance.now() + SLICE;
    this.#sending = true;
    try {
      while (this.#waiting.length > 0 && performance.now() < end) this.#receive?.(this.#waiting.shift() as PoolMessage);
    } finally {
      this.#sending = this.#waiting.length > 0;
      if (this.#sending) nextTurn(() => this.#send());
    }
  }
}
