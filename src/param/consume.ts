import { Skip } from './errors.ts';
import { isGenerator, isThenable } from './execution.ts';
import { handOver } from './handover.ts';

/**
 * Calls `fn` for its effect. What it returns, if that takes time, is handed to `owner`: a promise as it is, a generator
 * to be run to its end. A `Skip` that it throws, now or later, ends it and is no error, as in Param.
 */
export function consume<A extends readonly unknown[]>(owner: object | undefined, fn: (...args: A) => unknown, args: A, what: string): void {
  let result: unknown;
  try {
    result = fn(...args);
  } catch (error) {
    return ignoreSkip(error);
  }
  const end = endOf(result);
  if (end) handOver(owner, Promise.resolve(end).catch(ignoreSkip), what);
}

/** Settles when what a callback returned has ended: a promise as it is, a generator run to its end. Undefined for what needs no time. */
export function endOf(result: unknown): PromiseLike<unknown> | undefined {
  if (isThenable(result)) return result;
  return isGenerator(result) ? runToEnd(result) : undefined;
}

function ignoreSkip(error: unknown): void {
  if (!(error instanceof Skip)) throw error;
}

async function runToEnd(generator: Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>): Promise<void> {
  while ((await generator.next()).done !== true);
}
