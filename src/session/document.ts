import { type Batch, type Model, Sender, type SenderOwner, type Upstream } from '../link/index.ts';
import type { Channel } from '../thread/index.ts';

/** The tree of models that a session shows. What the page shows is a mirror of it. */
export class Document {
  readonly #sender: Sender;
  readonly #roots: { model: Model; target?: string }[] = [];

  constructor(port: Channel<Batch, Upstream>, owner: SenderOwner, signal: AbortSignal) {
    this.#sender = new Sender(port, owner);
    signal.addEventListener('abort', () => this.#sender.close(), { once: true });
  }

  get roots(): readonly Model[] {
    return this.#roots.map(({ model }) => model);
  }

  /** Shows a model below those already shown, or in the element with id `target`. A model is shown once. */
  add(model: Model, target?: string): void {
    if (this.#roots.some((root) => root.model === model)) return;
    this.#roots.push({ model, ...(target === undefined ? {} : { target }) });
    this.#sender.setRoots(this.#roots);
  }

  /** Keeps changes back while `fn` runs, then sends them in one batch, also when it throws. Nested holds end with the outermost. */
  hold<T>(fn: () => T): T {
    this.#sender.hold();
    return settled(fn, () => this.#sender.release());
  }

  /** Settles when what has changed so far is on the screen, or when the session ends. */
  drawn(): Promise<void> {
    return this.#sender.drawn();
  }

  /** Sends what has changed now instead of at the end of the turn, unless a hold keeps it back. */
  flush(): void {
    this.#sender.flush();
  }
}

/** Runs `fn`, then `done` once, when its result or the promise it returned has settled. */
export function settled<T>(fn: () => T, done: () => void): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    done();
    throw error;
  }
  if (result instanceof Promise) return result.finally(done) as T;
  done();
  return result;
}
