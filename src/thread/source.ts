import { isRef } from '../param/index.ts';
import { ThreadError } from './errors.ts';

type AnyFunction = (...args: never[]) => unknown;

/** Own property of a function that stands for source that was kept apart: as it was before something rewrote it. */
export const SOURCE: unique symbol = Symbol.for('heddle.source');

/** A function's name; none where its author gave it a `name` that is something else, such as a static method. */
export function nameOf({ name }: AnyFunction): string {
  return typeof name === 'string' ? name : '';
}

/** A function's source, as it was written. */
export function sourceOf(fn: AnyFunction): string {
  const source = Function.prototype.toString.call(fn);
  if (isRef(fn) || /\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new ThreadError(
      `Function '${nameOf(fn)}' has no source: a bound or built-in function cannot be sent to a thread; as an argument of a task it is called where it is.`,
    );
  }
  return source;
}

export function isClass(fn: AnyFunction): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fn));
}

/** Whether a name can be declared by `let`. */
export function isName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !RESERVED.has(name);
}

const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var ' +
    'void while with yield undefined NaN Infinity'
  ).split(' '),
);
