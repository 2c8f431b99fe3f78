import type { CellPatches, Columns } from '../link/index.ts';

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** `held` with the rows of `added` behind it, cut to the last `rollover` rows. Neither argument is changed. */
export function appendRows(held: Columns, added: Columns, rollover = Infinity): Columns {
  const joined = Object.entries(added).map(([name, rows]) => [name, tail(join(held[name] ?? [], rows), rollover)] as const);
  return { ...held, ...Object.fromEntries(joined) };
}

/** `held` with new values of single rows. It is not changed itself. */
export function patchRows(held: Columns, cells: CellPatches): Columns {
  const patched = Object.entries(cells).map(([name, changes]) => {
    const column = (held[name] as unknown[]).slice();
    for (const [row, value] of changes) column[row] = value;
    return [name, column] as const;
  });
  return { ...held, ...Object.fromEntries(patched) };
}

/** A typed column stays typed as long as what comes is of the same type. */
function join(held: ArrayLike<unknown>, added: ArrayLike<unknown>): unknown[] | TypedArray {
  if (!ArrayBuffer.isView(held) || held.constructor !== added.constructor) return [...Array.from(held), ...Array.from(added)];
  const typed = held as TypedArray;
  const all = new (typed.constructor as new (length: number) => TypedArray)(typed.length + added.length);
  all.set(typed);
  all.set(added as TypedArray, typed.length);
  return all;
}

function tail(rows: unknown[] | TypedArray, count: number): ArrayLike<unknown> {
  return rows.length > count ? rows.slice(rows.length - count) : rows;
}
