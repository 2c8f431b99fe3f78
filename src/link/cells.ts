import type { CellPatches, ModelId, Patch } from './protocol.ts';
import type { Waiting } from './log.ts';

/** New values of single rows on their way to a view that keeps columns. Of each row the newest value waits. */
export class Cells implements Waiting {
  readonly id: ModelId;
  readonly name: string;
  readonly #columns = new Map<string, Map<number, unknown>>();

  constructor(id: ModelId, name: string, cells: CellPatches) {
    this.id = id;
    this.name = name;
    this.add(cells);
  }

  add(cells: CellPatches): void {
    for (const [name, changes] of Object.entries(cells)) {
      const column = this.#columns.get(name) ?? new Map<number, unknown>();
      this.#columns.set(name, column);
      for (const [row, value] of changes) column.set(row, value);
    }
  }

  patch(): Patch {
    const cells = Object.fromEntries([...this.#columns].map(([name, column]) => [name, [...column]]));
    return { op: 'patch', id: this.id, name: this.name, cells };
  }
}
