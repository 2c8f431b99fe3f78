import { ASYNC } from './symbols.ts';

/** One who counts and reports the asynchronous work done in his name. */
interface AsyncOwner {
  /** `what` says in words what the promise is, e.g. `watcher of Runner.tasks`. */
  [ASYNC](promise: Promise<unknown>, what: string): void;
}

/** Hands asynchronous work to its owner. Without one, a rejection surfaces as an unhandled one. */
export function handOver(owner: object | undefined, promise: Promise<unknown>, what: string): void {
  if (owner !== undefined && ASYNC in owner) (owner as AsyncOwner)[ASYNC](promise, what);
}

/** Reports an error for which there is no caller. */
export function reportLate(owner: object | undefined, error: unknown, what: string): void {
  handOver(owner, Promise.reject(error), what);
}
