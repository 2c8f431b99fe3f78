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
  if (isThenable(result)) handOver(owner, Promise.resolve(result).catch(ignoreSkip), what);
  else if (isGenerator(result)) handOver(owner, runToEnd(result).catch(ignoreSkip), what);
}

function ignoreSkip(error: unknown): void {
  if (!(error instanceof Skip)) throw error;
}

async function runToEnd(generator: Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>): Promise<void> {
  while ((await generator.next()).done !== true);
}
