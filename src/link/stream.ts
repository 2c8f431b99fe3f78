import type { Columns, ModelId, Patch } from './protocol.ts';
import type { Waiting } from './log.ts';

type TypedArray = Float64Array<ArrayBuffer>;

/** Rows on their way to a view that keeps columns. What waits never exceeds `rollover` by more than one part. */
export class Stream implements Waiting {
  readonly id: ModelId;
  readonly name: string;
  #parts: Columns[];
  #rollover: number | undefined;
  #rows: number;
  #joined: Columns | undefined;

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
    const columns = this.#join();
    return { op: 'append', id: this.id, name: this.name, columns, ...(this.#rollover === undefined ? {} : { rollover: this.#rollover }) };
  }

  /** The rows were handed over when they were added. */
  buffers(): ArrayBuffer[] {
    return Object.values(this.#join()).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : []));
  }

  #join(): Columns {
    const names = Object.keys(this.#parts[0] ?? {});
    return (this.#joined ??= Object.fromEntries(names.map((name) => [name, concat(this.#parts.map((part) => part[name] ?? []))])));
  }
}

function rows(columns: Columns): number {
  return Object.values(columns)[0]?.length ?? 0;
}

/** Typed arrays of one type stay one of that type. */
function concat(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  if (!parts.every((part) => ArrayBuffer.isView(part) && part.constructor === first?.constructor)) {
    return parts.flatMap((part) => Array.from(part));
  }
  const typed = parts as readonly TypedArray[];
  const length = typed.reduce((sum, part) => sum + part.length, 0);
  const all = new ((typed[0] as TypedArray).constructor as new (length: number) => TypedArray)(length);
  let at = 0;
  for (const part of typed) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
