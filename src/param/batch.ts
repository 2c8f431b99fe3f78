import { checkCallable } from './check.ts';
import { type Covers, hold, release, reserve } from './dispatch.ts';
import { isThenable } from './execution.ts';
import type { Parameterized } from './parameterized.ts';
import { scoped } from './scope.ts';
import { stateOf } from './state.ts';

/**
 * Holds all events back while `fn` runs, and where it returns a promise until that has settled. Then each watcher is
 * called once, with the last event of each parameter, also where a change was taken back. Values are set at once. An
 * inner batch waits for the outer one. What was set is told even where `fn` fails; its error goes on to the caller,
 * in an `AggregateError` with that of a watcher which then fails too.
 *
 * While `fn` awaits, others run. Then only watchers of the objects that `covers` names are held; by default all.
 * After Param's `batch_call_watchers`, which is of one object.
 */
export function batch<R>(fn: () => R, covers: Covers = () => true): R {
  checkCallable(fn, 'batch');
  hold();
  let end = release;
  return scoped(
    () => {
      const it = fn();
      if (isThenable(it)) end = reserve(covers);
      return it;
    },
    () => end(),
  );
}

/**
 * Sets values of `obj` without telling anybody, while `fn` runs and until a promise that it returns has settled.
 * What was set before is still told. Derived values are true at once; parameters that follow one of `obj` are not told.
 * Throws `DeclarationError` for what is no `Parameterized`. After Param's `discard_events`.
 */
export function discardEvents<R>(obj: Parameterized, fn: () => R): R {
  const state = stateOf(obj);
  checkCallable(fn, 'discardEvents');
  return state.mute(fn);
}

/**
 * Lets the constant parameters of `obj`, and of no other, be set while `fn` runs and until its promise has settled;
 * read-only ones stay so. Throws `DeclarationError` for what is no `Parameterized`. After Param's `edit_constant`,
 * which may open other objects of the class as well.
 */
export function editConstant<R>(obj: Parameterized, fn: () => R): R {
  const state = stateOf(obj);
  checkCallable(fn, 'editConstant');
  return state.edit(fn);
}

/** Ends all references that the parameters of `obj` follow; their values stay, runs under way abort. */
export function unlink(obj: Parameterized): void {
  stateOf(obj).unlink();
}
