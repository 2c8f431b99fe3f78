import { decodeThrown, encodeThrown } from '../thread/index.ts';
import type { Channel } from './channel.ts';
import { delay } from './delay.ts';
import type { Leader } from './leader.ts';
import type { Last, LoopMessage } from './protocol.ts';
import { newReplica, step, type Effect, type Replica, type ReplicaEvent } from './replica.ts';

/** What a loop does in one session. The callbacks must not throw. */
export interface LoopOptions {
  /** Pause between two runs, in seconds, until some session edits it. */
  readonly seconds: number;
  /** One run, where this session leads. `term` aborts when the result will not be used. */
  readonly work: (term: AbortSignal) => Promise<unknown>;
  /** A run has ended, here or in another session: the last value, null before the first one, and the error if the last run failed. */
  readonly onResult: (value: unknown, error: Error | undefined) => void;
  /** Another session edited `seconds`. */
  readonly onPace: (seconds: number) => void;
  /** Some session removed the loop. */
  readonly onRemove: () => void;
}

/** What a loop needs to know of the others; `channel` is missing where sessions cannot hear each other. */
export interface Line {
  readonly leader: Leader;
  readonly channel: Channel<LoopMessage> | undefined;
}

/** One session's part in a loop that runs once for all sessions of an app id: `replica.ts` decides, this acts. */
export class Loop {
  readonly #id = crypto.getRandomValues(new Uint32Array(2)).join('-');
  readonly #options: LoopOptions;
  readonly #end = new AbortController();
  /** Settles when this session's part is over: the loop was removed, or the session has ended. */
  readonly done: Promise<void>;
  readonly #connected: Promise<Line>;
  #line: Line | undefined;
  #replica: Replica;
  /** When the last run ended, as far as this session knows (ms, `performance.now`). */
  #told = -Infinity;

  constructor(key: string, options: LoopOptions, line: Promise<Line>, signal: AbortSignal) {
    this.#options = options;
    this.#replica = newReplica(key, options.seconds);
    this.#connected = line;
    this.done = this.#run(AbortSignal.any([signal, this.#end.signal]));
  }

  /** Sets the pause between runs, from the next one on and in every session. No effect if that is the pause already. */
  setPace(seconds: number): void {
    if (seconds !== this.#replica.pace.seconds) this.#feed({ type: 'paced', seconds, by: this.#id });
  }

  hear(message: LoopMessage): void {
    this.#feed({ type: 'heard', message });
  }

  tick(): void {
    this.#feed({ type: 'ticked' });
  }

  wake(): void {
    this.#feed({ type: 'woke' });
  }

  /** Ends the loop in all sessions; settles when this one leads no longer. */
  async remove(): Promise<void> {
    await this.#connected;
    this.#feed({ type: 'removed' });
    await this.done;
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#line = await this.#connected;
    this.#feed({ type: 'woke' });
    await this.#line.leader.lead(this.#replica.key, (term) => this.#lead(term), { signal });
  }

  async #lead(term: AbortSignal): Promise<void> {
    // A body outlives its term until its run notices, so that the step down does not wait for it.
    term.addEventListener('abort', () => this.#feed({ type: 'unseated' }), { once: true });
    this.#feed({ type: 'elected', now: Date.now() });
    await delay(this.#told + this.#pause - performance.now(), term); // what is left of the predecessor's pause
    while (!term.aborted) {
      const last = await this.#work(term);
      if (term.aborted) return;
      this.#publish(last);
      await delay(this.#pause, term);
    }
  }

  get #pause(): number {
    return this.#replica.pace.seconds * 1000;
  }

  async #work(term: AbortSignal): Promise<Last> {
    try {
      return { value: await this.#options.work(term), error: undefined };
    } catch (error) {
      return this.#failed(error);
    }
  }

  #publish(last: Last): void {
    const before = this.#replica;
    try {
      this.#feed({ type: 'ran', last });
    } catch (error) {
      this.#replica = before;
      this.#feed({ type: 'ran', last: this.#failed(error) }); // a value that cannot be cloned is seen nowhere, not only here
    }
  }

  #failed(error: unknown): Last {
    const { last } = this.#replica;
    return { value: last ? last.value : null, error: encodeThrown(error) };
  }

  #feed(event: ReplicaEvent): void {
    const [next, ...effects] = step(this.#replica, event);
    this.#replica = next;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'post':
        return this.#line?.channel?.post(effect.message);
      case 'show':
        this.#told = performance.now();
        return this.#options.onResult(
          effect.last.value,
          effect.last.error && decodeThrown(effect.last.error, `The loop '${this.#replica.key}'`),
        );
      case 'pace':
        return this.#options.onPace(effect.seconds);
      case 'seize':
        return this.#line?.leader.seize(this.#replica.key);
      case 'end':
        this.#end.abort();
        return this.#options.onRemove();
    }
  }
}
