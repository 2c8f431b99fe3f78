import type { Listener } from './dispatch.ts';
import { ParameterRangeError, ParameterTypeError } from './errors.ts';

/** One change of one parameter, as a watcher is told it. */
export interface ChangeEvent<T = unknown> {
  /** What changed: `'value'`, or the name of a slot, e.g. `'bounds'`. */
  readonly what: string;
  /** Name of the parameter. */
  readonly name: string;
  /** The object whose parameter changed. */
  readonly obj: object;
  /** The class of that object. */
  readonly cls: object;
  readonly old: T;
  readonly new: T;
  /** `set` where the watcher also hears of sets that change nothing, `triggered` by `trigger`. */
  readonly type: 'changed' | 'set' | 'triggered';
}

export interface WatchOptions {
  /** Whether only changes are told, and not every set. Default true. */
  readonly onlyChanged?: boolean;
  /** Whether sets made by this watcher wait until it has ended. Default false. */
  readonly queued?: boolean;
  /** Lower runs earlier; watchers of one precedence run in the order of their registration. At least 0; default 0. */
  readonly precedence?: number;
  /** What is watched: `'value'` (default) or a slot such as `'bounds'`. */
  readonly what?: string;
}

/** A function that is called when parameters of one object change. Made by `param.watch`, ended by `param.unwatch`. */
export class Watcher implements Listener {
  readonly obj: object;
  readonly names: readonly string[];
  readonly what: string;
  readonly onlyChanged: boolean;
  readonly queued: boolean;
  readonly precedence: number;
  readonly owner: object;
  /** @internal */
  waiting: Listener['waiting'];
  readonly #call: (events: readonly ChangeEvent[]) => void;

  constructor(obj: object, call: (events: readonly ChangeEvent[]) => void, names: readonly string[], options: WatchOptions) {
    this.obj = obj;
    this.owner = obj;
    this.#call = call;
    this.names = names;
    this.what = options.what ?? 'value';
    this.onlyChanged = options.onlyChanged ?? true;
    this.queued = options.queued ?? false;
    this.precedence = options.precedence ?? 0;
  }

  /** Events come in the order of the names that were watched, whatever the order of the sets. */
  call(events: readonly ChangeEvent[]): void {
    if (events.length < 2) return this.#call(events);
    this.#call(events.toSorted((a, b) => this.names.indexOf(a.name) - this.names.indexOf(b.name)));
  }
}

/** Throws where an author cannot watch like this. Negative precedence is the runtime's own. */
export function checkWatching(owner: string, fn: unknown, { precedence = 0 }: WatchOptions): void {
  if (typeof fn !== 'function') throw new ParameterTypeError({ kind: 'Watcher', owner, name: 'fn', rule: 'must be a function', value: fn });
  if (precedence >= 0) return;
  throw new ParameterRangeError({ kind: 'Watcher', owner, name: 'precedence', rule: 'must be at least 0', value: precedence });
}
