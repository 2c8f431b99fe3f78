import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';

/**
 * An IndexedDB database of records by key, opened when it is first used and closed when `signal` aborts. Transactions
 * of one database run in the order of their calls, and each sees all that any session completed before it.
 */
export class Database {
  readonly #use: UseStore;
  readonly #signal: AbortSignal;
  #db: IDBDatabase | undefined;

  constructor(name: string, signal: AbortSignal) {
    this.#use = createStore(name, 'records');
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#db?.close(), { once: true });
  }

  /**
   * Runs `body` in a transaction and settles when that is complete. `body` must await nothing but requests to the
   * store. If it throws, nothing of it is kept.
   */
  async transact<T>(mode: IDBTransactionMode, body: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    return this.#use(mode, async (store) => {
      const { transaction } = store;
      this.#db = transaction.db;
      if (this.#signal.aborted) transaction.db.close();
      this.#signal.throwIfAborted();
      const complete = promisifyRequest(transaction);
      complete.catch(() => undefined); // the body's error says more
      try {
        const result = await body(store);
        await complete;
        return result;
      } catch (error) {
        abort(transaction);
        throw error;
      }
    });
  }

  /** Forgets everything. */
  clear(): Promise<void> {
    return this.transact('readwrite', async (store) => {
      await promisifyRequest(store.clear());
    });
  }
}

/** Settles with the result of a request. */
export const answer: <T>(request: IDBRequest<T>) => Promise<T> = promisifyRequest;

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself, which is what the error was about.
  }
}
