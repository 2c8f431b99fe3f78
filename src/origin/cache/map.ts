import type { Cells, Cell } from './cells.ts';

/** A change of one entry of `state.cache`, by any session. */
export interface CacheEvent {
  readonly key: string;
  /** undefined where there is no value. */
  readonly new: unknown;
  readonly old: unknown;
}

export interface SharedMapOptions {
  /** Tells other sessions which entries changed. */
  post(keys: readonly string[]): void;
  /** Runs a listener, and reports its error. */
  run(listener: () => unknown): void;
  /** The store refused entries: this session alone has them. */
  onRefusal(error: unknown): void;
}

/**
 * A map from strings to structured-cloneable values that all sessions and tabs of an app share (Panel's `state.cache`).
 * It lives as long as a session that uses it, in any tab; what must outlive that is for `cache(fn, { toDisk })`.
 *
 * Consistency: each session reads its own replica, at once and without waiting, once `ready` has settled. A write shows
 * here at once and elsewhere some milliseconds later. All sessions agree on one order of all writes, that in which the
 * browser's database took them; the last one wins, and a session that sees a later one sees no earlier one again. A
 * `get` followed by a `set` may overwrite what another session set in between; `update` may not, nor is it overwritten
 * unseen by another `update`. A write before `ready`, to an entry that was looked for in vain, gives way to a value that
 * turns out to be there.
 *
 * Values are copied when they are set: to change what a value contains, set it again.
 */
export class SharedMap {
  readonly #cells: Promise<Cells>;
  readonly #options: SharedMapOptions;
  readonly #session = crypto.getRandomValues(new Uint32Array(2)).join('-');
  readonly #listeners = new Map<string, Set<(event: CacheEvent) => unknown>>();
  /** What this session sees. */
  readonly #seen = new Map<string, Cell>();
  /** Own writes to be sent, and those on their way: until they have arrived the store knows less than this session. */
  #unsent = new Map<string, Cell | undefined>();
  #sending: ReadonlyMap<string, Cell | undefined> = new Map();
  #sent: Promise<void> | undefined;
  /** Entries whose last value the store refused: this session keeps it until somebody writes another. */
  readonly #kept = new Set<string>();
  /** Entries that the store knows better. */
  #stale = new Set<string>();
  #refreshed: Promise<void> | undefined;
  #writes = 0;
  /** Until `ready`: entries that the author was told are not there. What is set then gives way to what is there. */
  #missed: Set<string> | undefined = new Set();
  /** Settles when this session sees what the others have set before, which an app does when it starts; see `Session.start`. */
  readonly ready: Promise<void>;

  constructor(cells: Promise<Cells>, options: SharedMapOptions) {
    this.#cells = cells;
    this.#options = options;
    this.ready = this.reload().then(() => (this.#missed = undefined));
  }

  /** Number of entries that this session sees. */
  get size(): number {
    return this.#seen.size;
  }

  /** The value that this session sees; undefined where there is none. */
  get<T = unknown>(key: string): T | undefined {
    return (this.has(key) ? this.#seen.get(key)?.value : undefined) as T | undefined;
  }

  /** Whether this session sees an entry. */
  has(key: string): boolean {
    const has = this.#seen.has(key);
    if (!has) this.#missed?.add(key);
    return has;
  }

  /** @throws TypeError if `key` is no string or `value` cannot be cloned; then nothing has changed. */
  set(key: string, value: unknown): this {
    this.#write(checkKey(key), this.#newCell(key, value));
    return this;
  }

  /** Whether there was something to delete. */
  delete(key: string): boolean {
    const had = this.#seen.has(key);
    this.#write(key, undefined);
    return had;
  }

  /** Deletes every entry that this session sees. */
  clear(): void {
    for (const key of this.#seen.keys()) this.#write(key, undefined);
  }

  /**
   * Replaces a value by what `fn` makes of it, in one step that no other session comes between. `fn` gets undefined
   * where there is none, and must give the new value at once. Settles with it when it is stored; if `fn` throws or its
   * result cannot be cloned, rejects and changes nothing.
   */
  async update<T = unknown>(key: string, fn: (value: T | undefined) => T): Promise<T> {
    checkKey(key);
    const cells = await this.#cells;
    await this.#sent; // own writes come first
    const { value } = await cells.update(key, (cell) => this.#newCell(key, fn(cell?.value as T | undefined)));
    this.#options.post([key]);
    await this.refresh([key]);
    return value as T;
  }

  /** Calls `fn` when `key` is set, to an equal value too, or deleted, whoever does it; gives a function that ends that. */
  onChange(key: string, fn: (event: CacheEvent) => unknown): () => void {
    const listeners = this.#listeners.get(checkKey(key)) ?? new Set();
    if (typeof fn !== 'function') throw new TypeError(`state.cache.onChange: a listener must be a function, not ${String(fn)}.`);
    this.#listeners.set(key, listeners.add(fn));
    return () => {
      if (listeners.delete(fn) && listeners.size === 0) this.#listeners.delete(key);
    };
  }

  /** What this session sees, in no order that sessions agree on; so for `values`, `entries` and `forEach`. */
  keys(): MapIterator<string> {
    return this.#seen.keys();
  }

  *values(): Generator<unknown> {
    for (const { value } of this.#seen.values()) yield value;
  }

  *entries(): Generator<[string, unknown]> {
    for (const [key, { value }] of this.#seen) yield [key, value];
  }

  [Symbol.iterator](): Generator<[string, unknown]> {
    return this.entries();
  }

  forEach(fn: (value: unknown, key: string, map: SharedMap) => void): void {
    for (const [key, value] of this) fn(value, key, this);
  }

  /**
   * Looks again at these entries, which others have changed. Settles when this session sees them.
   *
   * @internal
   */
  refresh(keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      this.#kept.delete(key);
      this.#stale.add(key);
    }
    return (this.#refreshed ??= this.#refresh());
  }

  /**
   * Looks at everything: messages may have been missed.
   *
   * @internal
   */
  async reload(): Promise<void> {
    const cells = await this.#cells;
    try {
      const keys = new Set([...(await cells.keys()), ...this.#seen.keys()]);
      await this.refresh([...keys].filter((key) => !this.#kept.has(key)));
    } catch (error) {
      this.#options.onRefusal(error);
    }
  }

  #newCell(key: string, value: unknown): Cell {
    return { id: `${this.#session}/${this.#writes++}`, value: copy(key, value) };
  }

  #write(key: string, cell: Cell | undefined): void {
    this.#unsent.set(key, cell);
    this.#show(key, cell);
    this.#sent ??= this.#send();
  }

  /** Writes of one turn, and those that come while others are on their way, travel together. */
  async #send(): Promise<void> {
    await this.ready;
    const cells = await this.#cells;
    while (this.#unsent.size > 0) {
      this.#sending = this.#unsent;
      this.#unsent = new Map();
      try {
        await cells.write(this.#sending);
        for (const key of this.#sending.keys()) this.#kept.delete(key);
        this.#options.post([...this.#sending.keys()]);
      } catch (error) {
        for (const key of this.#sending.keys()) this.#kept.add(key);
        this.#options.onRefusal(error);
      }
      this.#sending = new Map();
    }
    this.#sent = undefined;
  }

  async #refresh(): Promise<void> {
    const cells = await this.#cells;
    try {
      while (this.#stale.size > 0) {
        const keys = [...this.#stale];
        this.#stale = new Set();
        const found = await cells.read(keys);
        for (const [at, key] of keys.entries()) {
          if (found[at] && this.#missed?.has(key)) this.#unsent.delete(key);
          if (![this.#unsent, this.#sending, this.#kept].some((own) => own.has(key))) this.#show(key, found[at]);
        }
      }
    } catch (error) {
      this.#options.onRefusal(error);
    } finally {
      this.#refreshed = undefined; // in the same turn as the last look, so that nothing stale is left behind
    }
  }

  #show(key: string, cell: Cell | undefined): void {
    const old = this.#seen.get(key);
    if (old?.id === cell?.id) return;
    if (cell) this.#seen.set(key, cell);
    else this.#seen.delete(key);
    const event: CacheEvent = { key, new: cell?.value, old: old?.value };
    for (const listener of this.#listeners.get(key) ?? []) this.#options.run(() => listener(event));
  }
}

function checkKey(key: unknown): string {
  if (typeof key !== 'string') throw new TypeError(`state.cache: a key must be a string, not ${String(key)}.`);
  return key;
}

function copy(key: string, value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw new TypeError(`state.cache: the value of '${key}' cannot be shared: ${(cause as Error).message}`, { cause });
  }
}
