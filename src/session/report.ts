import { stackOf } from '../thread/index.ts';

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

/** Longest chain of causes that is followed; a chain may be a circle. */
const MAX_CAUSES = 8;

/**
 * Describes whatever was thrown, an Error or not. `file` is the name of the app's code in stacks: the first
 * frame in it is the author's line.
 */
export function describeError(error: unknown, what: string, file: string, depth = 0): ErrorReport {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: `A value that is no Error was thrown: ${show(error)}`, what };
  }
  const stack = stackOf(error, file);
  const where = locate(error, stack, file);
  return {
    name: error.name,
    message: error.message,
    what,
    ...(where && { where }),
    ...(stack && { stack }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, 'cause', file, depth + 1) }),
  };
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
  const at = stack.indexOf(`${file}:`);
  const [, line, column] = (at >= 0 && /^:(\d+)(?::(\d+))?/.exec(stack.slice(at + file.length))) || [];
  return line === undefined ? undefined : { file, line: Number(line), column: Number(column ?? 1) };
}
