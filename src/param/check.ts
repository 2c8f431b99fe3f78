import { isPlainObject } from './change.ts';
import { show } from './errors.ts';

/** Throws a TypeError that names the owner: what is no function would fail later, where nobody sees who gave it. */
export function checkCallable(fn: unknown, owner: string): void {
  if (typeof fn !== 'function') throw new TypeError(`${owner}: fn must be a function, not ${String(fn)}.`);
}

/**
 * Throws for options that would do nothing: for one that is not `known`, and for what is no record, be it a bare value or an object
 * that would have to be in one, such as a signal.
 */
export function checkOptions(
  owner: string,
  options: unknown,
  known: readonly string[],
  Refusal: new (message: string) => Error = TypeError,
): void {
  const other = isPlainObject(options) ? Object.keys(options).find((name) => !known.includes(name)) : options;
  if (other !== undefined || options === undefined)
    throw new Refusal(`${owner}: ${show(other)} is none of its options, { ${known.join(', ')} }.`);
}
