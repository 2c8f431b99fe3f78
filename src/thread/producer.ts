import { Outbox } from './outbox.ts';
import { nextTurn } from './turn.ts';

export type AnyGenerator = Generator<unknown, unknown, undefined> | AsyncGenerator<unknown, unknown, undefined>;

/** How fast items go out: those that come in a row travel together. */
const ITEMS = { interval: 1, burst: 4 };
/** How long a generator that never waits may run before the thread reads its messages, in milliseconds. */
const SLICE = 8;

export interface ProducerOptions<Item> {
  readonly generator: AnyGenerator;
  /** How many items were asked for so far. */
  readonly credit: number;
  /** Makes an item ready to be sent; throws for one that cannot be. */
  encode(value: unknown, index: number): Item;
  /** `given` counts all items so far. */
  send(items: readonly Item[], given: number): void;
}

/** Runs the generator of a task, no further than its consumer has asked for. */
export class Producer<Item> {
  readonly #options: ProducerOptions<Item>;
  readonly #outbox: Outbox<number, Item>;
  #credit: number;
  #given = 0;
  #asked: () => void = () => {};
  #abort: (reason: unknown) => void = () => {};

  constructor(options: ProducerOptions<Item>) {
    this.#options = options;
    this.#credit = options.credit;
    this.#outbox = new Outbox<number, Item>(ITEMS, (items) => options.send(items, this.#given));
  }

  /** The consumer asks for so many items more. */
  pull(count: number): void {
    this.#credit += count;
    this.#asked();
  }

  /** Gives what the generator returns. When the signal aborts the generator is closed, and what it cleans up is waited for. */
  async run(signal: AbortSignal): Promise<unknown> {
    const { generator, send } = this.#options;
    signal.addEventListener('abort', () => this.#abort(signal.reason), { once: true });
    send([], 0);
    try {
      for (let turn = performance.now(); ;) {
        if (this.#credit === 0 || performance.now() - turn > SLICE) {
          await this.#wait(this.#credit === 0 ? this.#request() : new Promise<void>(nextTurn));
          turn = performance.now();
        }
        signal.throwIfAborted();
        const step = generator.next();
        const { done, value } = step instanceof Promise ? await this.#wait(step) : step;
        if (done === true) return value;
        this.#give(value);
      }
    } finally {
      this.#outbox.flush();
      await generator.return(undefined);
    }
  }

  #give(value: unknown): void {
    this.#credit--;
    const item = this.#options.encode(value, this.#given);
    this.#outbox.put(++this.#given, item);
  }

  /** Waits for something, or until the task is given up. No race with one promise: it would keep all that it was ever in. */
  #wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#abort = reject;
      promise.then(resolve, reject);
    });
  }

  /** Waits until the consumer asks for more. */
  async #request(): Promise<void> {
    this.#outbox.flush();
    await new Promise<void>((resolve) => (this.#asked = resolve));
  }
}

/** Whether a function's result is a generator of either kind. */
export function isGenerator(value: unknown): value is AnyGenerator {
  if (typeof value !== 'object' || value === null) return false;
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === 'Generator' || tag === 'AsyncGenerator';
}
