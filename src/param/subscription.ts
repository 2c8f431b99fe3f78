import { effect } from 'alien-signals';
import { enqueue, type Listener } from './dispatch.ts';
import { untracked } from './node.ts';

export interface SubscribeOptions {
  readonly precedence?: number;
  readonly queued?: boolean;
  readonly owner?: object | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls back, in its turn among the watchers, whenever what `probe` reads of the graph has changed. */
export class Subscription implements Listener {
  readonly precedence: number;
  readonly queued: boolean;
  readonly owner: object | undefined;
  waiting: Listener['waiting'];
  readonly #callback: () => void;
  readonly #stopEffect: () => void;
  #stopped = false;

  constructor(probe: () => void, callback: () => void, options: SubscribeOptions = {}) {
    this.precedence = options.precedence ?? 0;
    this.queued = options.queued ?? false;
    this.owner = options.owner;
    this.#callback = callback;
    this.#stopEffect = this.#observe(probe);
    if (options.signal?.aborted === true) this.stop();
    else options.signal?.addEventListener('abort', () => this.stop(), { once: true });
  }

  call(): void {
    if (!this.#stopped) this.#callback();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopEffect();
  }

  #observe(probe: () => void): () => void {
    let isFirst = true;
    return untracked(() =>
      effect(() => {
        probe();
        if (isFirst) isFirst = false;
        else enqueue(this);
      }),
    );
  }
}
