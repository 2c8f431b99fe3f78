import { isGenerator, isThenable } from './execution.ts';
import { handOver } from './handover.ts';

/** Hands what a callback returned, if it takes time, to `owner`: a promise as it is, a generator to be run to its end. */
export function consume(owner: object | undefined, result: unknown, what: string): void {
  if (isThenable(result)) handOver(owner, Promise.resolve(result), what);
  else if (isGenerator(result)) handOver(owner, runToEnd(result), what);
}

async function runToEnd(generator: Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>): Promise<void> {
  while ((await generator.next()).done !== true);
}
