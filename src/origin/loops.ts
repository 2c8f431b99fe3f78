import { Channel } from './channel.ts';
import { Leader } from './leader.ts';
import { Loop, type Line, type LoopOptions } from './loop.ts';
import { whyAlone } from './probe.ts';
import type { LoopMessage } from './protocol.ts';

/** How often a loop checks that its leader still answers, in ms. */
const TICK = 1000;

/**
 * The loops that one session shares with all sessions of its app id, whatever tab they are in: each key has one
 * running loop among them. Where sessions cannot reach each other, every session runs its own, and `onAlone` gets
 * the reason, once. All of it ends with `signal`, and another session takes over at once.
 */
export class Loops {
  readonly #loops = new Map<string, Loop>();
  readonly #line: Promise<Line>;
  readonly #signal: AbortSignal;
  readonly #onError: (error: unknown) => void;

  constructor(
    app: string,
    { signal, onAlone, onError }: { signal: AbortSignal; onAlone: (why: string) => void; onError: (error: unknown) => void },
  ) {
    this.#signal = signal;
    this.#onError = onError;
    this.#line = this.#connect(app, onAlone);
  }

  /** Joins the loop of `key`. One part for a key at a time. */
  open(key: string, options: LoopOptions): Loop {
    const onRemove = (): void => {
      this.#loops.delete(key);
      options.onRemove();
    };
    const loop = new Loop(key, { ...options, onRemove }, this.#line, this.#signal);
    loop.done.catch(this.#onError);
    this.#loops.set(key, loop);
    return loop;
  }

  /** Removes all loops of the app id, also those that only other sessions take part in. */
  async removeAll(): Promise<void> {
    const { channel } = await this.#line;
    const message: LoopMessage = { type: 'remove', key: null };
    channel?.post(message);
    this.#hear(message);
  }

  /** The page is about to be frozen or left: lets others lead. */
  async resign(): Promise<void> {
    (await this.#line).leader.resign();
  }

  /** The page is back. */
  async rejoin(): Promise<void> {
    (await this.#line).leader.rejoin();
    for (const loop of this.#loops.values()) loop.wake();
  }

  async #connect(app: string, onAlone: (why: string) => void): Promise<Line> {
    const why = await whyAlone();
    if (why !== undefined) {
      onAlone(why);
      return { leader: new Leader(app, null), channel: undefined };
    }
    const channel = new Channel<LoopMessage>(app, 'loop', (message) => this.#hear(message), {
      signal: this.#signal,
      onError: this.#onError,
    });
    this.#watch();
    return { leader: new Leader(app), channel };
  }

  #watch(): void {
    if (this.#signal.aborted) return;
    const timer = setInterval(() => {
      for (const loop of this.#loops.values()) loop.tick();
    }, TICK);
    this.#signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  #hear(message: LoopMessage): void {
    for (const loop of this.#loops.values()) loop.hear(message);
  }
}
