import type { PoolMessage, Settled } from './protocol.ts';
import { Slices } from './turn.ts';

/** So many results travel in one message: what one message costs its receiver stays short. */
const TOGETHER = 128;

/** So long a message may wait for another one to go with, in milliseconds. */
const PATIENCE = 4;

/** What a session is told, in order and never inside the call that led to it. Results that follow each other travel together. */
export class Mail {
  readonly #waiting = new Slices<PoolMessage>((message) => this.#hand(message));
  /** The results of the newest message, while it waits and others may join them. */
  #results: Settled[] = [];
  #receive: ((message: PoolMessage) => void) | undefined;
  #sending = false;
  /** Something may wait for another message to go with. */
  #patient = false;

  /** Sets who gets it; what came before is handed over now. */
  listen(receive: (message: PoolMessage) => void): void {
    this.#receive = receive;
    this.#waiting.run();
  }

  post(message: PoolMessage): void {
    this.#add(message);
    this.#send();
  }

  /** The same for what nobody waits for: it goes with the next message, or soon by itself. */
  postLater(message: PoolMessage): void {
    this.#add(message);
    if (this.#patient) return;
    this.#patient = true;
    setTimeout(() => {
      this.#patient = false;
      this.#send();
    }, PATIENCE);
  }

  settled(result: Settled): void {
    const { length } = this.#results;
    if (length > 0 && length < TOGETHER) return void this.#results.push(result);
    const results = [result];
    this.post({ type: 'settled', results });
    this.#results = results;
  }

  #hand(message: PoolMessage): void {
    if (this.#waiting.size === 0) this.#results = [];
    this.#receive?.(message);
  }

  #add(message: PoolMessage): void {
    this.#waiting.add(message);
    this.#results = [];
  }

  #send(): void {
    if (this.#sending || !this.#receive) return;
    this.#sending = true;
    queueMicrotask(() => {
      this.#sending = false;
      this.#waiting.run();
    });
  }
}
