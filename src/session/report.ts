import { lacksPage, stackOf } from '../thread/index.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

export type Origin = (place: Place) => Place;

/** An error in plain words, as it crosses from a session to the page that shows it. */
export interface ErrorReport {
  /** Class of the error, e.g. `TypeError`. */
  readonly name: string;
  readonly message: string;
  /** What was running: `button.onClick`, `loading the app`, … */
  readonly what: string;
  /** The author's line, where the engine told it. */
  readonly where?: { readonly file: string; readonly line: number; readonly column: number };
  readonly stack?: string;
  readonly cause?: ErrorReport;
}

/** What to do about a name that only a page has. */
const HINT = ': an app runs in a worker, unless it is given run="page"';

/** Longest chain of causes that is followed; a chain may be a circle. */
const MAX_CAUSES = 8;

/**
 * Describes whatever was thrown, an Error or not. `file` is the name of the app's code in stacks: the first
 * frame in it is the author's line; `origin` tells where the author wrote what stands there.
 */
export function describeError(error: unknown, what: string, file: string, origin: Origin = (place) => place, depth = 0): ErrorReport {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: `A value that is no Error was thrown: ${show(error)}`, what };
  }
  const stack = authored(stackOf(error, file), file, origin);
  const inner = (thrown: unknown): ErrorReport => describeError(thrown, 'cause', file, origin, depth + 1);
  const parts = error instanceof AggregateError && depth < MAX_CAUSES ? error.errors.map(inner) : [];
  const cause = error.cause !== undefined && depth < MAX_CAUSES ? inner(error.cause) : undefined;
  const hint = depth === 0 && lacksPage(error) ? HINT : '';
  const where = locate(error, stack, file) ?? (cause ?? parts[0])?.where;
  return {
    name: error.name,
    message: [error.message + hint, ...parts.map(({ name, message }) => `${name}: ${message}`)].join(' – '),
    what,
    ...(where && { where }),
    ...(stack && { stack }),
    ...(cause && { cause }),
  };
}

/** A stack whose places in `file` are those of the author's text. */
function authored(stack: string, file: string, origin: Origin): string {
  return stack.replace(placesIn(file), (found, before: string, row: string, at?: string) => {
    if (at === undefined) return found;
    const { line, column } = origin({ line: Number(row), column: Number(at) });
    return `${before}${file}:${line}:${column}`;
  });
}

/** Whether code of `file` had a part in an error. WebKit does not tell. */
export function isFrom(error: unknown, file: string): boolean {
  return error instanceof Error && placesIn(file).test(`${error.stack}`);
}

/** What stands for a place in `file` in a stack. The names of other files may end like this one's. */
function placesIn(file: string): RegExp {
  return new RegExp(`(^|[\\s(@])${file.replace(/\W/g, '\\$&')}:(\\d+)(?::(\\d+))?`, 'g');
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Where an error comes from: what the compiler knew, else the first frame of its stack in `file`. */
function locate(error: Error, stack: string, file: string): ErrorReport['where'] {
  if ('where' in error) return error.where as ErrorReport['where'];
  const [, , line, column] = (file && placesIn(file).exec(stack)) || [];
  return line === undefined ? undefined : { file, line: Number(line), column: Number(column ?? 1) };
}
