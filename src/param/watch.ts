import { consume } from './consume.ts';
import { stateOf, type State } from './state.ts';
import { Watcher, type ChangeEvent, type UpkeepOptions, type WatchOptions } from './watcher.ts';

export type WatchCallback = (...events: readonly ChangeEvent[]) => unknown;

/** Registers `fn`. What it returns is awaited in the name of the object: the setter never waits. */
export function watchState(state: State, names: readonly string[], fn: WatchCallback, options: UpkeepOptions = {}): Watcher {
  const what = `watcher of ${names.map((name) => `${state.title}.${name}`).join(', ')}`;
  const watcher = new Watcher(state.obj, (events) => consume(state.obj, fn, events, what), [...new Set(names)], options);
  state.watch(watcher);
  return watcher;
}

/**
 * Watches an object only to keep it, or what it stands for, true: that does not keep it from being collected while
 * others set its parameters.
 */
export function maintain<T extends object>(
  obj: T,
  names: readonly string[],
  fn: (obj: T, ...events: readonly ChangeEvent[]) => void,
  options: WatchOptions = {},
): void {
  watchState(stateOf(obj), names, (...events) => fn(obj, ...events), { ...options, isUpkeep: true });
}

/** Sets what an object itself has to keep true, and has checked: a reference that the parameter follows is followed on. */
export function adjust(obj: object, name: string, value: unknown): void {
  stateOf(obj).adjust(name, value);
}

/** Calls `fn` with `target` when `source` changes, until `target` is collected: it must reach that by its argument only. */
export function watchFor<T extends object>(
  target: T,
  source: object,
  names: readonly string[],
  fn: (target: T) => void,
  options: WatchOptions = {},
): void {
  const { grip } = stateOf(target);
  const state = stateOf(source);
  const call = (): void => {
    const it = grip.it?.obj;
    if (it !== undefined) fn(it as T);
  };
  grip.whenGone(watchState(state, names, call, options), (watcher) => stateOf(watcher.obj).unwatch(watcher));
}

/**
 * Watches for the runtime: `fn` is called before the watchers of authors, and even where one of them throws, so that
 * what mirrors an object never misses a change. Ends with `signal`.
 */
export function observe(obj: object, names: readonly string[], fn: (...events: ChangeEvent[]) => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const state = stateOf(obj);
  const watcher = watchState(state, names, fn, { precedence: -1 });
  signal.addEventListener('abort', () => state.unwatch(watcher), { once: true });
}
