import { answer, type Database } from './database.ts';
import { evicted, isFresh, type Mark, type Rule, stamp, touched } from './policy.ts';

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

  /**
   * Keeps a result that was begun in `epoch`, unless the results were cleared since. Gives the keys of what had to go
   * for it.
   */
  put(key: string, value: unknown, mark: Mark, epoch: number, rule: Rule): Promise<readonly string[]> {
    return this.#db.transact('readwrite', async (store) => {
      if ((await this.#epoch(store)) !== epoch) return [];
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

  /** Notes that results were used: how often, and when last. */
  touch(uses: ReadonlyMap<string, Pick<Mark, 'hits' | 'used'>>): Promise<void> {
    return this.#db.transact('readwrite', async (store) => {
      for (const [key, use] of uses) {
        const mark = await this.#mark(store, key);
        if (mark) store.put(touched(mark, use), [this.#id, MARK, key]);
      }
    });
  }

  clear(): Promise<void> {
    return this.#db.transact('readwrite', async (store) => {
      store.put((await this.#epoch(store)) + 1, [this.#id, EPOCH]);
      store.delete(IDBKeyRange.bound([this.#id, MARK], [this.#id, END]));
    });
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
