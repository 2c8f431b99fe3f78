import type { Channel } from '../thread/index.ts';

/** What a worker and the global of a worker have in common. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void, options?: { signal?: AbortSignal }): void;
}

interface Envelope {
  readonly wire: string;
  readonly body: unknown;
}

/**
 * Splits one endpoint into named wires. All of them share its order: what was posted first arrives first,
 * whichever wire it was posted on. The wires end with `signal`; what is posted later is dropped.
 */
export function split(endpoint: Endpoint, signal: AbortSignal): <Out, In>(wire: string) => Channel<Out, In> {
  const ends = new Map<string, Buffered<unknown>>();
  const end = (wire: string): Buffered<unknown> => {
    let buffered = ends.get(wire);
    if (!buffered) ends.set(wire, (buffered = new Buffered()));
    return buffered;
  };
  endpoint.addEventListener(
    'message',
    ({ data }: MessageEvent<Envelope | undefined>) => {
      if (typeof data?.wire === 'string') end(data.wire).receive(data.body);
    },
    { signal },
  );
  return <Out, In>(wire: string): Channel<Out, In> => ({
    post(body: Out, transfer: Transferable[] = []) {
      if (!signal.aborted) endpoint.postMessage({ wire, body } satisfies Envelope, transfer);
    },
    listen: (receive: (message: In) => void) => end(wire).listen(receive as (message: unknown) => void),
  });
}

/**
 * Two channels joined in one realm, for a session that runs in the page. Values pass by reference, and each
 * message arrives in a microtask of its own, so that neither side ever runs inside the other's call.
 */
export function join<A, B>(signal: AbortSignal): [Channel<A, B>, Channel<B, A>] {
  const left = new Buffered<B>();
  const right = new Buffered<A>();
  const deliver = <T>(to: Buffered<T>, message: T): void => {
    queueMicrotask(() => {
      if (!signal.aborted) to.receive(message);
    });
  };
  return [
    { post: (message) => deliver(right, message), listen: (receive) => left.listen(receive) },
    { post: (message) => deliver(left, message), listen: (receive) => right.listen(receive) },
  ];
}

/** Keeps messages until somebody listens. */
class Buffered<T> {
  #waiting: T[] = [];
  #receive: ((message: T) => void) | undefined;

  receive(message: T): void {
    if (this.#receive) this.#receive(message);
    else this.#waiting.push(message);
  }

  listen(receive: (message: T) => void): void {
    this.#receive = receive;
    for (const message of this.#waiting.splice(0)) receive(message);
  }
}
