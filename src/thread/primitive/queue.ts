import { isPlainObject } from '../../param/index.ts';
import { Empty, Full, ShutDown, ThreadError } from '../errors.ts';
import { Heap } from '../heap.ts';
import type { Caller } from '../share.ts';
import { Shared } from './shared.ts';
import { checkLimit, Waiters } from './waiters.ts';

export interface QueueOptions {
  /** False: fail at once instead of waiting. Default true. */
  readonly block?: boolean;
  /** Milliseconds. Default: no limit. */
  readonly timeout?: number;
}

/** In which order items come out. */
interface Store<T> {
  readonly size: number;
  push(item: T): void;
  pop(): T | undefined;
}

/**
 * Python's `queue.Queue`: items from many who put to many who get, first in, first out. Fails with Empty, Full or
 * ShutDown. A call that does not have to wait takes effect at once, before its promise settles.
 */
export class Queue<T = unknown> extends Shared {
  protected override readonly kind: string = 'Queue';
  protected override readonly calls = {
    put: (caller: Caller, item: T, options?: QueueOptions): Promise<void> => this.#put(caller, item, options),
    get: (caller: Caller, options?: QueueOptions): Promise<T> => this.#get(caller, options),
    taskDone: (): void => this.taskDone(),
    join: (caller: Caller): Promise<void> => this.#join(caller),
    shutdown: (_caller: Caller, options?: { readonly immediate?: boolean }): void => this.shutdown(options),
  };
  readonly maxSize: number;
  readonly #store: Store<T>;
  readonly #getters = new Waiters<void, T>();
  readonly #putters = new Waiters<T, void>();
  readonly #joiners = new Waiters<void, void>();
  #unfinished = 0;
  #isShutDown = false;

  /** `maxSize` 0 is no bound. */
  constructor(maxSize = 0) {
    super();
    if (typeof maxSize !== 'number' || Number.isNaN(maxSize))
      throw new ThreadError(`The maxSize of a queue must be a number, not ${String(maxSize)}.`);
    this.maxSize = Math.max(0, maxSize);
    this.#store = this.createStore();
  }

  protected createStore(): Store<T> {
    return new Fifo<T>();
  }

  /** Throws for an item that cannot be in it. */
  protected check(_item: T): void {}

  /** Number of items in it. */
  get size(): number {
    return this.#store.size;
  }

  get empty(): boolean {
    return this.size === 0;
  }

  get full(): boolean {
    return this.maxSize > 0 && this.size >= this.maxSize;
  }

  /** Puts an item in; waits while the queue is full. Full if it may not wait, or after `timeout`. */
  put(item: T, options?: QueueOptions): Promise<void> {
    return this.#put(this.home, item, options);
  }

  /** Takes an item out; waits while there is none. Empty if it may not wait, or after `timeout`. */
  get(options?: QueueOptions): Promise<T> {
    return this.#get(this.home, options);
  }

  /** The same on a thread that it was given to: blocks while the queue is full. Needs a page that is cross-origin isolated. */
  putSync(_item: T, _options?: QueueOptions): void {
    this.refuseToBlock('put');
  }

  /** The same on a thread that it was given to: blocks while there is none. Needs a page that is cross-origin isolated. */
  getSync(_options?: QueueOptions): T {
    return this.refuseToBlock('get');
  }

  /** Says that an item that somebody took is worked off. */
  taskDone(): void {
    if (this.#unfinished === 0) throw new ThreadError(`${this.kind}.taskDone() was called more often than there were items.`);
    this.#finish(1);
  }

  /** Waits until every item that was put in is worked off. */
  join(): Promise<void> {
    return this.#join(this.home);
  }

  /** The same on a thread that it was given to: blocks until then. Needs a page that is cross-origin isolated. */
  joinSync(): void {
    this.refuseToBlock('join');
  }

  /** Takes no more items. Those in it may still be taken, unless `immediate`; then ShutDown for whoever gets. */
  shutdown(options: { readonly immediate?: boolean } = {}): void {
    checkLimit(`${this.kind}.shutdown()`, options, 'immediate');
    this.#isShutDown = true;
    if (options.immediate) {
      const dropped = this.size;
      while (this.#store.size > 0) this.#store.pop();
      this.#finish(dropped);
    }
    for (const waiter of this.#putters.drain()) waiter.reject(new ShutDown(`The ${this.kind} was shut down.`));
    if (this.empty) for (const waiter of this.#getters.drain()) waiter.reject(new ShutDown(`The ${this.kind} was shut down.`));
    this.changed();
  }

  async #put(caller: Caller, item: T, options: QueueOptions = {}): Promise<void> {
    checkLimit(`${this.kind}.put()`, options, 'block');
    const { block = true } = options;
    this.check(item);
    if (this.#isShutDown) throw new ShutDown(`The ${this.kind} was shut down.`);
    if (!this.full) return this.#accept(item);
    const late = (): never => {
      throw new Full(`The ${this.kind} has ${this.size} items and takes no more.`);
    };
    return block ? this.#putters.wait(item, caller, options, late) : late();
  }

  async #get(caller: Caller, options: QueueOptions = {}): Promise<T> {
    checkLimit(`${this.kind}.get()`, options, 'block');
    const { block = true } = options;
    if (!this.empty) return this.#take();
    if (this.#isShutDown) throw new ShutDown(`The ${this.kind} was shut down.`);
    const late = (): never => {
      throw new Empty(`The ${this.kind} is empty.`);
    };
    return block ? this.#getters.wait(undefined, caller, options, late) : late();
  }

  #accept(item: T): void {
    this.#unfinished++;
    const getter = this.#getters.shift();
    if (getter) return getter.resolve(item);
    this.#store.push(item);
    this.changed();
  }

  #take(): T {
    const item = this.#store.pop() as T;
    const putter = this.#putters.shift();
    if (putter) {
      this.#accept(putter.input);
      putter.resolve();
    }
    this.changed();
    return item;
  }

  async #join(caller: Caller): Promise<void> {
    if (this.#unfinished > 0) await this.#joiners.wait(undefined, caller, {}, () => {});
  }

  #finish(items: number): void {
    // What is in it may have been said to be worked off already.
    this.#unfinished = Math.max(0, this.#unfinished - items);
    if (this.#unfinished === 0) for (const joiner of this.#joiners.drain()) joiner.resolve();
  }

  protected override values(): Readonly<Record<string, unknown>> {
    return { size: this.size, empty: this.empty, full: this.full, maxSize: this.maxSize };
  }
}

/** Last in, first out. */
export class LifoQueue<T = unknown> extends Queue<T> {
  protected override readonly kind = 'LifoQueue';

  protected override createStore(): Store<T> {
    return new Lifo<T>();
  }
}

/** Smallest first: numbers and strings by `<`, lists by their first items that differ, as Python's tuples. A record has no order. */
export class PriorityQueue<T = unknown> extends Queue<T> {
  protected override readonly kind = 'PriorityQueue';

  protected override check(item: T): void {
    // As texts, all of them are equal.
    if (isPlainObject((item as Partial<object> | null)?.valueOf?.() ?? item))
      throw new ThreadError('PriorityQueue.put() takes what has an order, such as [priority, item], not a record.');
  }

  protected override createStore(): Store<T> {
    return new Heap<T>(isLess);
  }
}

/** A list from which the first item is taken without moving the others each time. */
class Fifo<T> implements Store<T> {
  #items: T[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  pop(): T | undefined {
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined as T;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

class Lifo<T> implements Store<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  pop(): T | undefined {
    return this.#items.pop();
  }
}

function isLess(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return (a as number) < (b as number);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (isLess(a[i], b[i])) return true;
    if (isLess(b[i], a[i])) return false;
  }
  return a.length < b.length;
}
