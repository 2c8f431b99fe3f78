import { ThreadError } from './errors.ts';

type AnyFunction = (...args: never[]) => unknown;

/** Own property of a function that stands for source that was kept apart: as it was before something rewrote it. */
export const SOURCE: unique symbol = Symbol.for('heddle.source');

/** A function's source, as it was written. */
export function sourceOf(fn: AnyFunction): string {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new ThreadError(
      `Function '${fn.name}' has no source: a bound or built-in function cannot be sent to a thread; as an argument of a task it is called where it is.`,
    );
  }
  return source;
}

/** What makes an expression of a function's source: a method stands for itself in an object only: `async *name() {…}`, `[key]() {…}`. */
export function wrappingOf(source: string): readonly [before: string, after: string] {
  return isExpression(source) ? ['', ''] : ['Object.values({ ', ' })[0]'];
}

function isExpression(source: string): boolean {
  return CLASS.test(source) || /^(async\s+)?function\b|^(async\s*)?\(|^(async\s+)?[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=>/u.test(source);
}

export function isClass(fn: AnyFunction): boolean {
  return CLASS.test(Function.prototype.toString.call(fn));
}

const CLASS = /^class\b/;

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
