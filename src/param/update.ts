import { hold, release } from './dispatch.ts';
import { scoped } from './scope.ts';
import type { State } from './state.ts';

type Assignments = Readonly<Record<string, unknown>>;

/** Sets values as one change: all of them, or none where one is refused. */
export function update(state: State, values: Assignments): void {
  together(state.prepared(values));
}

/** What each scoped update of an object that is under way has to restore; the oldest is first. */
const underWay = new WeakMap<State, Record<string, unknown>[]>();

/**
 * The same while `fn` runs, and the promise that it returns. Scopes that overlap may end in any order: where a newer
 * one still has a parameter, that one will restore what was there before both.
 */
export function updateWhile<R>(state: State, values: Assignments, fn: () => R): R {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, state.assigned(name)]));
  const set = state.prepared(values);
  const scopes = underWay.get(state) ?? [];
  underWay.set(state, scopes);
  scopes.push(before);
  return scoped(
    () => {
      together(set);
      return fn();
    },
    () => update(state, taken(scopes, before)),
  );
}

/** What is to be restored at the end of one of `scopes`; the rest is left to newer ones. */
function taken(scopes: Record<string, unknown>[], before: Record<string, unknown>): Assignments {
  const newer = scopes.splice(scopes.indexOf(before)).slice(1);
  scopes.push(...newer);
  const rest = { ...before };
  for (const name of Object.keys(before)) {
    const heir = newer.find((scope) => Object.hasOwn(scope, name));
    if (heir === undefined) continue;
    heir[name] = before[name];
    delete rest[name];
  }
  return rest;
}

function together(change: () => void): void {
  hold();
  scoped(change, release);
}
