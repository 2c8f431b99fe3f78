import type { Columns, ModelId, Patch } from './protocol.ts';

/** Rows on their way to a view that keeps columns. What waits never exceeds `rollover` by more than one part. */
export class Stream {
  readonly id: ModelId;
  readonly name: string;
  #parts: Columns[];
  #rollover: number | undefined;
  #rows: number;

  constructor(id: ModelId, name: string, columns: Columns, rollover: number | undefined) {
    this.id = id;
    this.name = name;
    this.#parts = [columns];
    this.#rollover = rollover;
    this.#rows = rows(columns);
  }

  add(columns: Columns, rollover: number | undefined): void {
    this.#parts.push(columns);
    this.#rows += rows(columns);
    this.#rollover = rollover;
    for (let first = this.#parts[0]; rollover !== undefined && first && this.#rows - rows(first) >= rollover; first = this.#parts[0]) {
      this.#rows -= rows(first);
      this.#parts.shift();
    }
  }

  patch(): Patch {
    const names = Object.keys(this.#parts[0] ?? {});
    const columns = Object.fromEntries(names.map((name) => [name, concat(this.#parts.map((part) => part[name] ?? []))]));
    return { op: 'append', id: this.id, name: this.name, columns, ...(this.#rollover === undefined ? {} : { rollover: this.#rollover }) };
  }
}

function rows(columns: Columns): number {
  return Object.values(columns)[0]?.length ?? 0;
}

function concat(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return parts.flatMap((part) => Array.from(part));
}
