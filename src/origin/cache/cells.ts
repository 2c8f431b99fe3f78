import { answer, type Database } from './database.ts';

/** A value of `state.cache`. No two writes have the same `id`, so that a value that was set again can be told. */
export interface Cell {
  readonly id: string;
  readonly value: unknown;
}

/** Where the entries of `state.cache` are: what it says is so for all sessions. */
export interface Cells {
  keys(): Promise<string[]>;
  read(keys: readonly string[]): Promise<(Cell | undefined)[]>;
  /** All or nothing; undefined deletes. */
  write(cells: ReadonlyMap<string, Cell | undefined>): Promise<void>;
  update(key: string, fn: (cell: Cell | undefined) => Cell): Promise<Cell>;
}

/** For all sessions. */
export class StoredCells implements Cells {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  keys(): Promise<string[]> {
    return this.#db.transact('readonly', async (store) => (await answer(store.getAllKeys())) as string[]);
  }

  read(keys: readonly string[]): Promise<(Cell | undefined)[]> {
    return this.#db.transact('readonly', (store) => Promise.all(keys.map((key) => answer<Cell | undefined>(store.get(key)))));
  }

  write(cells: ReadonlyMap<string, Cell | undefined>): Promise<void> {
    return this.#db.transact('readwrite', async (store) => {
      for (const [key, cell] of cells) {
        if (cell) store.put(cell, key);
        else store.delete(key);
      }
    });
  }

  update(key: string, fn: (cell: Cell | undefined) => Cell): Promise<Cell> {
    return this.#db.transact('readwrite', async (store) => {
      const cell = fn(await answer<Cell | undefined>(store.get(key)));
      store.put(cell, key);
      return cell;
    });
  }
}

/** For this session alone. */
export class OwnCells implements Cells {
  readonly #cells = new Map<string, Cell>();

  async keys(): Promise<string[]> {
    return [...this.#cells.keys()];
  }

  async read(keys: readonly string[]): Promise<(Cell | undefined)[]> {
    return keys.map((key) => this.#cells.get(key));
  }

  async write(cells: ReadonlyMap<string, Cell | undefined>): Promise<void> {
    for (const [key, cell] of cells) {
      if (cell) this.#cells.set(key, cell);
      else this.#cells.delete(key);
    }
  }

  async update(key: string, fn: (cell: Cell | undefined) => Cell): Promise<Cell> {
    const cell = fn(this.#cells.get(key));
    this.#cells.set(key, cell);
    return cell;
  }
}
