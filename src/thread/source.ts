import { ThreadError } from './errors.ts';

type AnyFunction = (...args: never[]) => unknown;

/** A function's source as an expression, whichever way it was written. */
export function sourceOf(fn: AnyFunction): string {
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new ThreadError(`Function '${fn.name}' has no source: a bound or built-in function cannot be sent to a thread.`);
  }
  return isExpression(source) ? source : `Object.values({ ${source} })[0]`;
}

/** A method's source stands for itself in an object only: `name(a) {…}`, `async *name() {…}`, `[key]() {…}`. */
function isExpression(source: string): boolean {
  return /^(async\s+)?function\b|^class\b|^(async\s*)?\(|^(async\s+)?[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=>/u.test(source);
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
