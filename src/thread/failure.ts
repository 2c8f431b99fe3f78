import { BrokenBarrierError, Empty, Full, ShutDown, TaskCancelled, TaskTimeout, ThreadCrashed, ThreadError } from './errors.ts';
import { clones } from './survey.ts';
import type { WireError, WireThrown } from './protocol.ts';

/** Anything that can make an error's prototype. */
type ErrorClass = abstract new (...args: never[]) => Error;

/** Classes that an error may have again on the other side, by a name that no minifier changes. */
const classes = new Map<string, ErrorClass>();
const names = new Map<unknown, string>();

/** Lets errors of this class, and of classes below it, keep it when they cross between threads. */
export function registerError(name: string, type: ErrorClass): void {
  classes.set(name, type);
  names.set(type, name);
}

for (const [name, type] of Object.entries({
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
  ThreadError,
  TaskCancelled,
  TaskTimeout,
  ThreadCrashed,
  Empty,
  Full,
  ShutDown,
  BrokenBarrierError,
})) {
  registerError(name, type);
}

/** A chain of causes is followed this far: longer ones are loops. */
const MAX_DEPTH = 16;
/** So many errors are told of one: an AggregateError that contains itself twice would never end otherwise. */
const MAX_ERRORS = 1000;

/**
 * Whatever was thrown, ready to be sent. Never throws: what cannot even be looked at is told as text. `file` is the name of
 * the author's code where that was evaluated.
 */
export function encodeThrown(thrown: unknown, file?: string, depth = 0, told = { count: 0 }): WireThrown {
  try {
    if (isError(thrown) && depth < MAX_DEPTH && told.count++ < MAX_ERRORS) return { error: encodeError(thrown, file, depth, told) };
    return { value: sendable(thrown) };
  } catch {
    return { value: text(thrown) };
  }
}

function encodeError(error: Error, file: string | undefined, depth: number, told: { count: number }): WireError {
  const inner = (one: unknown): WireThrown => encodeThrown(one, file, depth + 1, told);
  const { errors } = error as Partial<AggregateError>;
  return {
    classes: classNames(error),
    name: text(error.name),
    message: text(error.message),
    stack: stackOf(error, file),
    fields: ownFields(error),
    ...('cause' in error && { cause: inner(error.cause) }),
    ...(Array.isArray(errors) && { errors: errors.map(inner) }),
  };
}

/**
 * The stack of an error. WebKit names no evaluated code there, as an author's is; but an error that was made in such knows its
 * line and column.
 */
export function stackOf({ stack = '', line, column }: Error & { line?: number; column?: number }, file = ''): string {
  return `${stack}`.replace(/^[^:\n]*@(?=\n|$)/, `$&${file}:${line}:${column}`);
}

function classNames(error: Error): string[] {
  const found: string[] = [];
  for (let proto: unknown = Object.getPrototypeOf(error); proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    if (!Object.hasOwn(proto, 'constructor')) continue;
    const type = (proto as { constructor: { name?: unknown } }).constructor;
    found.push(names.get(type) ?? String(type.name));
  }
  return found;
}

const TOLD = new Set(['name', 'message', 'stack', 'cause', 'errors']);

function ownFields(error: Error): Record<string, unknown> {
  const names = Object.keys(error).filter((name) => !TOLD.has(name));
  return Object.fromEntries(names.map((name) => [name, field(error, name)]));
}

/** Instead of the value, what a getter throws. */
function field(error: object, name: string): unknown {
  try {
    return sendable(error[name as keyof typeof error]);
  } catch (thrown) {
    return text(thrown);
  }
}

/** The value as the other side will see it; what can't be cloned is told as text. */
function sendable(value: unknown): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return text(value);
  return typeof value !== 'object' || value === null || clones(value) ? value : text(value);
}

function text(value: unknown): string {
  try {
    return String(value);
  } catch {
    return `an unreadable ${typeof value}`;
  }
}

/**
 * What was thrown on the other side. A value that is no error comes wrapped, so that everything that rejects has a
 * message and a stack; it is the wrapper's `cause`.
 */
export function decodeThrown(thrown: WireThrown, where: string): Error {
  if ('error' in thrown) return decodeError(thrown.error, where);
  return new ThreadError(`${where} threw ${describe(thrown.value)}, which is no Error.`, { cause: thrown.value });
}

function decodeError(wire: WireError, where: string): Error {
  const error = blank(wire);
  for (const [name, value] of Object.entries({ ...wire.fields, stack: wire.stack || `${wire.name}: ${wire.message}` }))
    define(error, name, value);
  if (error.name !== wire.name) define(error, 'name', wire.name);
  if (wire.cause) define(error, 'cause', decodeCause(wire.cause, where));
  if (wire.errors)
    define(
      error,
      'errors',
      wire.errors.map((one) => decodeCause(one, where)),
    );
  return error;
}

function decodeCause(thrown: WireThrown, where: string): unknown {
  return 'error' in thrown ? decodeError(thrown.error, where) : thrown.value;
}

/** A real error, so that engines treat it as one, with the prototype of the nearest class that both sides know. */
function blank({ classes: [own = 'Error', ...above], name, message }: WireError): Error {
  if (own === 'DOMException') return new DOMException(message, name);
  const known = [own, ...above].find((one) => classes.has(one)) ?? 'Error';
  const error = new Error(message);
  const type = classes.get(known) ?? Error;
  return Object.setPrototypeOf(error, known === own ? type.prototype : named(own, type)) as Error;
}

/** Stands for a class of the author's that this side does not have. */
function named(name: string, type: ErrorClass): object {
  const below = { [name]: class extends (type as unknown as new () => Error) {} }[name];
  return below?.prototype ?? type.prototype;
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: !TOLD.has(name),
  });
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** A short look at a value, for messages. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 80 ? `${value.slice(0, 77)}…` : value}'`;
  if (typeof value === 'function') return `the function '${value.name}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : `a ${value.constructor?.name ?? 'record'}`;
}

/** Adds where the task was asked for to where it failed. */
export function joinStacks(error: Error, submitted: string | undefined): Error {
  if (submitted === undefined) return error;
  define(error, 'stack', `${error.stack ?? String(error)}\n    -- submitted from --\n${callers(submitted)}`);
  return error;
}

/** A stack without its first line where that repeats the message (V8). */
function callers(stack: string): string {
  return stack.replace(/^\w*Error.*\n/, '');
}
