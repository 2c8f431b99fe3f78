import { originName } from './protocol.ts';

/**
 * One topic between all sessions of an app id: what one posts, all others hear. Closed when `signal` aborts.
 * A value that cannot be cloned makes `post` throw, and one that cannot be read here goes to `onError`.
 */
export class Channel<Message> {
  readonly #bus: BroadcastChannel;
  readonly #signal: AbortSignal;

  constructor(
    app: string,
    topic: string,
    onMessage: (message: Message) => void,
    { signal, onError }: { signal: AbortSignal; onError: (error: Error) => void },
  ) {
    this.#signal = signal;
    const name = originName(app, topic);
    this.#bus = new BroadcastChannel(name);
    this.#bus.onmessage = (event: MessageEvent<Message>) => onMessage(event.data);
    this.#bus.onmessageerror = () => onError(new Error(`Channel '${name}': a message of another session cannot be read here.`));
    if (signal.aborted) this.#bus.close();
    signal.addEventListener('abort', () => this.#bus.close(), { once: true });
  }

  /** No effect once the signal has aborted: whoever ends has nothing left to say. */
  post(message: Message): void {
    if (!this.#signal.aborted) this.#bus.postMessage(message);
  }
}
