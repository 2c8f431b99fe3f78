import type { Listener } from './dispatch.ts';
import { isPlainObject } from './change.ts';
import { DeclarationError, ParameterRangeError, ParameterTypeError, show } from './errors.ts';

/** One change of one parameter, as a watcher is told it. Param's `Event`. */
export interface ChangeEvent<T = unknown> {
  /** What changed: `'value'`, or the name of a slot, e.g. `'bounds'`. */
  readonly what: string;
  /** Name of the parameter. */
  readonly name: string;
  /** The object whose parameter changed. */
  readonly obj: object;
  /** The class of that object. */
  readonly cls: object;
  /** The value before the last set. */
  readonly old: T;
  /** The value that was set. */
  readonly new: T;
  /** `set` where the watcher also hears of sets that change nothing, `triggered` by `trigger`, in a batch too. */
  readonly type: 'changed' | 'set' | 'triggered';
}

/** Options of `param.watch`, with Param's defaults. */
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

/** With what only the runtime says. */
export interface UpkeepOptions extends WatchOptions {
  readonly isUpkeep?: boolean;
}

/** A function that is called when parameters of one object change. Made by `param.watch`, ended by `param.unwatch`. */
export class Watcher implements Listener {
  /** The object whose parameters are watched. */
  readonly obj: object;
  /** Names of the parameters, each once. */
  readonly names: readonly string[];
  /** What is watched of them: `'value'` or the name of a slot. */
  readonly what: string;
  /** Whether only changes are told. */
  readonly onlyChanged: boolean;
  /** Whether what the function sets waits until it has ended. */
  readonly queued: boolean;
  /** Its place among the watchers: lower is earlier. */
  readonly precedence: number;
  /** In whose name asynchronous work is done: the object. */
  readonly owner: object;
  /** @internal Whether nobody would miss it where the object itself is missed by nobody. */
  readonly isUpkeep: boolean;
  /** @internal */
  waiting: Listener['waiting'];
  readonly #call: (events: readonly ChangeEvent[]) => void;

  constructor(obj: object, call: (events: readonly ChangeEvent[]) => void, names: readonly string[], options: UpkeepOptions) {
    this.obj = obj;
    this.owner = obj;
    this.#call = call;
    this.names = names;
    this.what = options.what ?? 'value';
    this.onlyChanged = options.onlyChanged ?? true;
    this.queued = options.queued ?? false;
    this.precedence = options.precedence ?? 0;
    this.isUpkeep = options.isUpkeep ?? false;
  }

  /** Events come in the order of the names that were watched, whatever the order of the sets. */
  call(events: readonly ChangeEvent[]): void {
    if (events.length < 2) return this.#call(events);
    this.#call(events.toSorted((a, b) => this.names.indexOf(a.name) - this.names.indexOf(b.name)));
  }
}

const OPTIONS = ['onlyChanged', 'queued', 'precedence', 'what', 'signal'];

/** Throws where an author cannot watch like this. Negative precedence is the runtime's own. */
export function checkWatching(owner: string, fn: unknown, options: WatchOptions): void {
  const name = isPlainObject(options) ? Object.keys(options).find((it) => !OPTIONS.includes(it)) : show(options);
  if (name !== undefined)
    throw new DeclarationError(
      { kind: 'Watcher', owner, name, rule: 'is no option', value: options },
      `${owner}: a watcher has no option '${name}'.`,
    );
  if (typeof fn !== 'function') throw new ParameterTypeError({ kind: 'Watcher', owner, name: 'fn', rule: 'must be a function', value: fn });
  const { precedence = 0 } = options;
  if (precedence >= 0) return;
  throw new ParameterRangeError({ kind: 'Watcher', owner, name: 'precedence', rule: 'must be at least 0', value: precedence });
}
