/** How long a page may work on what the threads need before it lets others have a turn, in milliseconds. */
const SLICE = 8;

/** What comes sooner than this after a slice has ended its work belongs to the same turn of the page, for all that one can tell. */
const GAP = 1;

/** So many items that are done may lie in front of the others: to take them away one by one costs more. */
const SWEEP = 1024;

interface Scheduler {
  postTask(fn: () => void): Promise<void>;
}

/** Not in WebKit; and there an element of the page may have this name. */
const named = (globalThis as { readonly scheduler?: Partial<Scheduler> }).scheduler;
const scheduler = typeof named?.postTask === 'function' ? (named as Scheduler) : undefined;

/** Whether a turn takes less time than to wake a thread. Through a channel it takes about as much, and half a millisecond in WebKit. */
export const CHEAP_TURNS = scheduler !== undefined;

/** What is to be called in later turns, in this order, and what brings them on: one channel, as to open one takes longer than a turn. */
const turns: (() => void)[] = [];
let bell: MessagePort | undefined;

/** Calls `fn` in a later turn of the event loop. No timer: those of a page that nobody sees come once a second. */
export function nextTurn(fn: () => void): void {
  if (scheduler) return void scheduler.postTask(fn);
  turns.push(fn);
  bell ??= hang();
  bell.postMessage(null);
}

function hang(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => turns.shift()?.();
  return port2;
}

/** What slices are cut by. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls `fn` when others have had their turn. */
  later(fn: () => void): void;
}

const CLOCK: Clock = { now: () => performance.now(), later: nextTurn };

/** Works items off in order and in slices: what is too much for one turn of the page goes on in later ones. */
export class Slices<T> {
  readonly #work: (item: T) => void;
  readonly #clock: Clock;
  readonly #items: T[] = [];
  /** Those before it are done. */
  #next = 0;
  #slice = SLICE;
  /** When the slice is over, and when it worked last. */
  #end = 0;
  #last = -Infinity;
  #working = false;
  #paused = false;

  constructor(work: (item: T) => void, clock: Clock = CLOCK) {
    this.#work = work;
    this.#clock = clock;
  }

  /** How many items wait. */
  get size(): number {
    return this.#items.length - this.#next;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Works until nothing waits or the slice is over. Does nothing while it is at it: items that come meanwhile wait their turn. */
  run(): void {
    if (this.#working || this.#paused || this.size === 0) return;
    const now = this.#clock.now();
    if (now - this.#last > GAP) this.#end = now + this.#slice;
    this.#paused = now >= this.#end;
    this.#workOff();
    if (this.#paused) this.#clock.later(() => this.#resume());
  }

  #workOff(): void {
    this.#working = true;
    try {
      while (this.size > 0 && !this.#paused) {
        this.#work(this.#take());
        this.#last = this.#clock.now();
        this.#paused = this.size > 0 && this.#last >= this.#end;
      }
    } finally {
      this.#working = false;
      // One has thrown: those behind it have their turn all the same.
      if (this.size > 0 && !this.#paused) this.#clock.later(() => this.#resume());
    }
  }

  /** Works off what waits, now, and all that comes later when it comes. */
  finish(): void {
    this.#slice = Infinity;
    this.#resume();
  }

  #resume(): void {
    this.#paused = false;
    this.#last = -Infinity;
    this.run();
  }

  #take(): T {
    const item = this.#items[this.#next++] as T;
    if (this.size === 0 || this.#next >= SWEEP) {
      this.#items.splice(0, this.#next);
      this.#next = 0;
    }
    return item;
  }
}
