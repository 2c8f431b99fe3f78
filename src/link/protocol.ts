/**
 * Wire 1: a session's document ⇄ the views that mirror it on the page.
 *
 * The document sends parameter patches, never DOM; the page sends edits and events. One ordered channel
 * carries both, so patches that a session made before it answered are applied before the answer.
 */
export const LINK_VERSION = 1;

/** Number of a model in its session's document; never used twice within a session. */
export type ModelId = number;

/** Stands for a model inside a wire value (a child of a layout, a data source of a plot). */
export interface ModelRef {
  readonly $model: ModelId;
}

export type Values = Readonly<Record<string, unknown>>;

/** Columns of equal length, by name. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

/** New values of single rows, by column: `[row, value]`. Rows count from 0. */
export type CellPatches = Readonly<Record<string, readonly (readonly [row: number, value: unknown])[]>>;

export interface Root {
  readonly id: ModelId;
  /** Id of the element that shows this root, where the author named one with `servable({ target })`. */
  readonly target?: string;
}

/** Newest edit of each parameter that the document had seen when it made a patch: `name → edit`. */
export type Acks = Readonly<Record<string, number>>;

export type Patch =
  | { readonly op: 'create'; readonly id: ModelId; readonly type: string; readonly values: Values }
  | { readonly op: 'set'; readonly id: ModelId; readonly values: Values; readonly acks?: Acks }
  | { readonly op: 'append'; readonly id: ModelId; readonly name: string; readonly columns: Columns; readonly rollover?: number }
  | { readonly op: 'patch'; readonly id: ModelId; readonly name: string; readonly cells: CellPatches }
  | { readonly op: 'call'; readonly id: ModelId; readonly method: string; readonly args: readonly unknown[] }
  | { readonly op: 'remove'; readonly id: ModelId }
  | { readonly op: 'roots'; readonly roots: readonly Root[] };

/** Document → page. One batch is under way, and one more where it answers the user: the next one waits for `drawn`. */
export interface Batch {
  readonly type: 'batch';
  readonly version: typeof LINK_VERSION;
  readonly seq: number;
  readonly patches: readonly Patch[];
}

/** Page → document. */
export type Upstream =
  /** Batch `seq` is on the screen: the next one may come. */
  | { readonly type: 'drawn'; readonly seq: number }
  /** The user edited a parameter. `edit` counts the edits of this model; `final` is false while a slider is held. */
  | {
      readonly type: 'change';
      readonly id: ModelId;
      readonly name: string;
      readonly value: unknown;
      readonly edit: number;
      readonly final: boolean;
    }
  /** Something happened that is no value: a click, a selection in a plot. Never merged. */
  | { readonly type: 'event'; readonly id: ModelId; readonly event: string; readonly detail: unknown };
