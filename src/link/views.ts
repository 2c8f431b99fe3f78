import type { CellPatches, Columns, ModelId, Root, Values } from './protocol.ts';

/**
 * What a receiver drives. `view/` implements it with Lit elements; a test may implement it with a Map.
 * Calls come in the order in which the document made them; children are created before they are referred to.
 */
export interface Views {
  create(id: ModelId, type: string, values: Values): void;
  set(id: ModelId, values: Values): void;
  append(id: ModelId, name: string, columns: Columns, rollover?: number): void;
  patch(id: ModelId, name: string, cells: CellPatches): void;
  call(id: ModelId, method: string, args: readonly unknown[]): void;
  remove(id: ModelId): void;
  roots(roots: readonly Root[]): void;
  /** Settles when everything applied so far has been drawn. */
  drawn(): Promise<void>;
}

/** What a view may send; a receiver implements it. */
export interface Intake {
  /** A user's edit. While a control is held, `final` is false: such edits are conflated; a final one goes at once. */
  edit(id: ModelId, name: string, value: unknown, final: boolean): void;
  /** A user's event. Edits made before it are delivered before it; events are never merged. */
  event(id: ModelId, event: string, detail?: unknown): void;
}
