import { dispatch } from './dispatch.ts';
import type { ChangeEvent, Watcher } from './watcher.ts';

export type Change = Pick<ChangeEvent, 'what' | 'name' | 'obj' | 'cls' | 'old' | 'new'>;

/** The watchers of one object, by what they watch. */
export class Watchers {
  readonly #table = new Map<string, readonly Watcher[]>();

  add(watcher: Watcher): void {
    for (const name of watcher.names) {
      const watchers = [...(this.of(watcher.what, name) ?? []), watcher];
      this.#table.set(
        keyOf(watcher.what, name),
        watchers.sort((a, b) => a.precedence - b.precedence),
      );
    }
  }

  /** Does nothing for a watcher that is not there. */
  remove(watcher: Watcher): void {
    for (const name of watcher.names) {
      const rest = this.of(watcher.what, name)?.filter((it) => it !== watcher) ?? [];
      if (rest.length > 0) this.#table.set(keyOf(watcher.what, name), rest);
      else this.#table.delete(keyOf(watcher.what, name));
    }
  }

  /** Whether somebody else than the object itself listens. */
  get isHeard(): boolean {
    return [...this.#table.values()].some((watchers) => watchers.some((it) => !it.isUpkeep));
  }

  of(what: string, name: string): readonly Watcher[] | undefined {
    return this.#table.get(keyOf(what, name));
  }
}

/** What stands for a value, or for a slot, in a table. */
export function keyOf(what: string, name: string): string {
  return what === 'value' ? name : `${name}:${what}`;
}

/** How a value was set: to an equal one, to another one, or not at all but triggered. */
export type Manner = 'equal' | 'changed' | 'triggered';

/** Tells each watcher; those that only want changes hear nothing of an equal value. */
export function tell(watchers: readonly Watcher[], change: Change, manner: Manner): void {
  let events: readonly ChangeEvent[] | undefined;
  let setEvents: readonly ChangeEvent[] | undefined;
  dispatch(watchers, (watcher) => {
    if (manner === 'triggered' || (watcher as Watcher).onlyChanged)
      return manner === 'equal' ? undefined : (events ??= [eventOf(change, manner)]);
    return (setEvents ??= [eventOf(change, 'set')]);
  });
}

/** Written out, since a spread here is most of what a set costs. */
function eventOf({ what, name, obj, cls, old, new: value }: Change, type: ChangeEvent['type']): ChangeEvent {
  return { what, name, obj, cls, old, new: value, type };
}
