import { answer, type Database } from './database.ts';
import { evicted, isFresh, type Mark, type Rule, stamp, touched } from './policy.ts';

/** How often results were used since it was last told, and when last, by their keys. */
export type Uses = ReadonlyMap<string, Pick<Mark, 'hits' | 'used'>>;

/** A result that was computed, begun in `epoch`. */
export interface Result {
  readonly key: string;
  readonly value: unknown;
  readonly mark: Mark;
  readonly epoch: number;
}

/** Kinds of records of a function; the numbers order them within its range of keys. */
const EPOCH = 0;
const MARK = 1;
const VALUE = 2;
const END = 3;

/** What a look into the store came to. */
export interface Found {
  /** Counts how often the function's results were cleared. */
  readonly epoch: number;
  readonly hit: { readonly value: unknown; readonly mark: Mark } | undefined;
}

/** Results of one function for all sessions, in a database. `id` names the function. */
export class Disk {
  readonly #db: Database;
  readonly #id: string;

  constructor(db: Database, id: string) {
    this.#db = db;
    this.#id = id;
  }

  find(key: string): Promise<Found> {
    return this.#db.transact('readonly', async (store) => {
      const epoch = await this.#epoch(store);
      const mark = await this.#mark(store, key);
      if (!mark || !isFresh(mark, stamp())) return { epoch, hit: undefined };
      return { epoch, hit: { mark, value: (await answer(store.get([this.#id, VALUE, key]))) as unknown } };
    });
  }

  /** Keeps a result and gives the keys of those that had to go for it; undefined if results were cleared since it was begun. */
  put({ key, value, mark, epoch }: Result, rule: Rule, uses: Uses): Promise<readonly string[] | undefined> {
    return this.#db.transact('readwrite', async (store) => {
      if ((await this.#epoch(store)) !== epoch) return undefined;
      await this.#touch(store, uses);
      store.put(value, [this.#id, VALUE, key]);
      store.put(mark, [this.#id, MARK, key]);
      const bounded = rule.maxItems !== null || mark.expires !== Infinity;
      const gone = bounded ? evicted(await this.#marks(store), key, rule, mark.made) : [];
      for (const old of gone) {
        store.delete([this.#id, VALUE, old]);
        store.delete([this.#id, MARK, old]);
      }
      return gone;
    });
  }

  touch(uses: Uses): Promise<void> {
    return this.#db.transact('readwrite', (store) => this.#touch(store, uses));
  }

  clear(): Promise<void> {
    return this.#db.transact('readwrite', async (store) => {
      store.put((await this.#epoch(store)) + 1, [this.#id, EPOCH]);
      store.delete(IDBKeyRange.bound([this.#id, MARK], [this.#id, END]));
    });
  }

  async #touch(store: IDBObjectStore, uses: Uses): Promise<void> {
    for (const [key, use] of uses) {
      const mark = await this.#mark(store, key);
      if (mark) store.put(touched(mark, use), [this.#id, MARK, key]);
    }
  }

  async #epoch(store: IDBObjectStore): Promise<number> {
    return ((await answer(store.get([this.#id, EPOCH]))) as number | undefined) ?? 0;
  }

  #mark(store: IDBObjectStore, key: string): Promise<Mark | undefined> {
    return answer<Mark | undefined>(store.get([this.#id, MARK, key]));
  }

  async #marks(store: IDBObjectStore): Promise<[string, Mark][]> {
    const range = IDBKeyRange.bound([this.#id, MARK], [this.#id, VALUE]);
    const [keys, marks] = await Promise.all([answer(store.getAllKeys(range)), answer<Mark[]>(store.getAll(range))]);
    return marks.map((mark, at) => [(keys[at] as string[])[2]!, mark]);
  }
}
