import type { Parameterized } from '../param/index.ts';
import type { CellPatches, Columns } from './protocol.ts';

/**
 * What a document can hold: a `Parameterized` that names its view and the parameters its view mirrors.
 * Components implement it; so do models without a view of their own, such as a plot's data source.
 */
export interface Model extends Parameterized {
  /** Key of the view on the page, e.g. `'button'`. */
  readonly viewType: string;
  /** Names of the parameters that travel to the view. Models inside their values travel as references. */
  readonly viewParams: readonly string[];
  /** Set while the model is part of a document that somebody looks at. */
  outlet: Outlet | undefined;
  /** A user's edit. Errors belong to the caller, which reports them in the session. */
  receiveEdit(name: string, value: unknown, final: boolean): void;
  /** A user's event that is no value. */
  receiveEvent(event: string, detail: unknown): void;
}

/** What a model can send besides the values of its parameters. */
export interface Outlet {
  /**
   * Adds rows to columns that the view holds, keeping the last `rollover` of them. The rows are handed over: nobody else may
   * use their buffers. When the caller's turn ends, the parameter `name` must hold them, as its whole value may be sent instead.
   */
  append(name: string, columns: Columns, rollover?: number): void;
  /** Sets single rows of columns that the view holds; for the parameter the same holds as for `append`. */
  patch(name: string, cells: CellPatches): void;
  /** Calls a method of the view, in order with the patches around it. */
  call(method: string, ...args: unknown[]): void;
}

export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && 'viewType' in value && 'viewParams' in value && 'receiveEvent' in value;
}
