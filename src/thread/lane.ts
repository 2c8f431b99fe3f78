import type { Endpoint } from 'comlink';

type Listener = (event: MessageEvent) => void;

/** One lane of a shared channel, as Comlink sees it: both its calls and its answers may go over it. */
export class Lane implements Endpoint {
  #post: ((data: unknown, transfer: Transferable[]) => void) | undefined;
  readonly #listeners = new Set<Listener>();

  constructor(post: (data: unknown, transfer: Transferable[]) => void) {
    this.#post = post;
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#post?.(message, transfer);
  }

  /** A message of this lane has come. */
  receive(data: unknown): void {
    const event = { data } as MessageEvent;
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * Ends it: nothing comes and nothing goes any more. Comlink keeps every lane until the proxies over it are collected, so
   * a lane must lead to nothing that leads back to one of them.
   */
  close(): void {
    this.#post = undefined;
    this.#listeners.clear();
  }

  addEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.add(listener as Listener);
  }

  removeEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.delete(listener as Listener);
  }
}
