import { drain, enqueue, isHeld } from './dispatch.ts';
import type { ChangeEvent, Watcher } from './watcher.ts';

export type Change = Pick<ChangeEvent, 'what' | 'name' | 'obj' | 'cls' | 'old' | 'new'>;

/** The watchers of one object, by what they watch. */
export class Watchers {
  readonly #table = new Map<string, readonly Watcher[]>();

  add(watcher: Watcher): void {
    for (const name of watcher.names) {
      const watchers = [...this.of(watcher.what, name), watcher];
      this.#table.set(key(watcher.what, name), watchers.sort((a, b) => a.precedence - b.precedence));
    }
  }

  /** Does nothing for a watcher that is not there. */
  remove(watcher: Watcher): void {
    for (const name of watcher.names) {
      const rest = this.of(watcher.what, name).filter((it) => it !== watcher);
      if (rest.length > 0) this.#table.set(key(watcher.what, name), rest);
      else this.#table.delete(key(watcher.what, name));
    }
  }

  of(what: string, name: string): readonly Watcher[] {
    return this.#table.get(key(what, name)) ?? NONE;
  }
}

const NONE: readonly Watcher[] = [];

function key(what: string, name: string): string {
  return what === 'value' ? name : `${name}:${what}`;
}

/** Gives each watcher its event; those that only want changes get none for an equal value. */
export function tell(watchers: readonly Watcher[], change: Change, how: 'equal' | 'changed' | 'triggered'): void {
  for (const watcher of watchers) {
    if (how === 'equal' && watcher.onlyChanged) continue;
    enqueue(watcher, { ...change, type: how === 'triggered' ? 'triggered' : watcher.onlyChanged ? 'changed' : 'set' });
  }
}

/** Calls those who have been told, unless events are held. */
export function deliver(): void {
  if (!isHeld()) drain();
}
