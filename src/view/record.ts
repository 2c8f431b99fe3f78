import type { CellPatches, Columns, Values } from '../link/index.ts';
import { appendRows, patchRows } from './columns.ts';
import type { Mirror } from './view.ts';

/** What happened to a record, after its values were brought up to date. */
export type Change =
  | { readonly type: 'set'; readonly values: Values }
  | { readonly type: 'append'; readonly name: string; readonly columns: Columns; readonly rollover: number | undefined }
  | { readonly type: 'patch'; readonly name: string; readonly cells: CellPatches }
  | { readonly type: 'call'; readonly method: string; readonly args: readonly unknown[] };

/** Mirror of a model that has nothing to see, such as a plot's data source: views look it up and follow it. */
export class ModelRecord implements Mirror {
  readonly type: string;
  #values: Values;
  readonly #followers = new Set<(change: Change) => void>();

  constructor(type: string, values: Values) {
    this.type = type;
    this.#values = values;
  }

  /** Latest values, rows that were appended included. */
  get values(): Values {
    return this.#values;
  }

  /** Calls `follower` after each change until `signal` aborts. */
  follow(follower: (change: Change) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#followers.add(follower);
    signal.addEventListener('abort', () => this.#followers.delete(follower), { once: true });
  }

  assign(values: Values): void {
    this.#values = { ...this.#values, ...values };
    this.#tell({ type: 'set', values });
  }

  stream(name: string, columns: Columns, rollover?: number): void {
    const held = (this.#values[name] ?? {}) as Columns;
    this.#values = { ...this.#values, [name]: appendRows(held, columns, rollover) };
    this.#tell({ type: 'append', name, columns, rollover });
  }

  patch(name: string, cells: CellPatches): void {
    this.#values = { ...this.#values, [name]: patchRows((this.#values[name] ?? {}) as Columns, cells) };
    this.#tell({ type: 'patch', name, cells });
  }

  command(method: string, args: readonly unknown[]): void {
    this.#tell({ type: 'call', method, args });
  }

  dispose(): void {
    this.#followers.clear();
  }

  #tell(change: Change): void {
    for (const follower of this.#followers) follower(change);
  }
}
