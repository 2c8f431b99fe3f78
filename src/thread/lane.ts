import type { Endpoint } from 'comlink';

type Listener = (event: MessageEvent) => void;

/** One lane of a shared channel, as Comlink sees it: both its calls and its answers may go over it. */
export class Lane implements Endpoint {
  readonly #post: (data: unknown, transfer: Transferable[]) => void;
  readonly #listeners = new Set<Listener>();

  constructor(post: (data: unknown, transfer: Transferable[]) => void) {
    this.#post = post;
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#post(message, transfer);
  }

  /** A message of this lane has come. */
  receive(data: unknown): void {
    const event = { data } as MessageEvent;
    for (const listener of this.#listeners) listener(event);
  }

  addEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.add(listener as Listener);
  }

  removeEventListener(_type: string, listener: EventListenerOrEventListenerObject): void {
    this.#listeners.delete(listener as Listener);
  }
}
