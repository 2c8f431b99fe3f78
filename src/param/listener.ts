import type { ChangeEvent } from './watcher.ts';

export type Events = readonly ChangeEvent[];

/** Something that is called when a value changes: a watcher of parameters or a subscription to a derived value. */
export interface Listener {
  /** Lower is called earlier; negative is the runtime's own: mirrors and derived state, called even after an error. */
  readonly precedence: number;
  /** Whether what it sets is held back until it has returned. */
  readonly queued: boolean;
  /** Who answers for errors when there is no setter to tell: work that arrives later is done in his name. */
  readonly owner: object | undefined;
  /** How a `LoopError` names it where it is told without events. */
  readonly title?: (() => string) | undefined;
  /** @internal What it will be told, while it waits for its turn. Only dispatch.ts touches it. */
  waiting: Events | undefined;
  call(events: Events): void;
}
