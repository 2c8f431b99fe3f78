import { checkLimit, LONGEST } from './primitive/waiters.ts';

/**
 * Gives the futures themselves in the order in which they settle: `for await (const future of asCompleted(all)) await future`.
 * After Dask's `as_completed`. A rejected future is given like any other; leaving the loop cancels nothing.
 */
export function asCompleted<P extends Promise<unknown>>(futures: Iterable<P>): AsyncIterableIterator<P> {
  const all = new Set(futures);
  const settled: P[] = [];
  const waiting: ((result: IteratorResult<P>) => void)[] = [];
  let left = all.size;
  for (const future of all) {
    const settle = (): void => {
      const next = waiting.shift();
      if (next) next({ done: false, value: future });
      else settled.push(future);
    };
    future.then(settle, settle);
  }
  // No async generator: it would await the futures that it yields.
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () =>
      new Promise((resolve) => {
        if (left === 0) return resolve({ done: true, value: undefined });
        left--;
        const value = settled.shift();
        if (value) resolve({ done: false, value });
        else waiting.push(resolve);
      }),
  };
}

export interface WaitOptions {
  /** When to stop waiting: at the first future that settles, at the first error, or when all have settled (default). */
  readonly until?: 'first' | 'firstError' | 'all';
  /** Milliseconds to wait at most; default: no limit. What has not settled by then is `pending`. */
  readonly timeout?: number;
}

export interface Waited<P> {
  readonly done: P[];
  readonly pending: P[];
}

/** Waits for futures and says which have settled. Never rejects for what they reject with. After `concurrent.futures.wait`. */
export async function wait<P extends Promise<unknown>>(
  futures: Iterable<P>,
  { until = 'all', timeout }: WaitOptions = {},
): Promise<Waited<P>> {
  if (!['first', 'firstError', 'all'].includes(until)) {
    throw new RangeError(`Option 'until' of wait() must be 'first', 'firstError' or 'all', not '${until}'.`);
  }
  checkLimit('wait()', { timeout });
  const all = [...new Set(futures)];
  const done = new Set<P>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    const settle = (future: P, failed: boolean): void => {
      done.add(future);
      if (until === 'first' || (until === 'firstError' && failed) || done.size === all.length) resolve();
    };
    for (const future of all) {
      future.then(
        () => settle(future, false),
        () => settle(future, true),
      );
    }
    if (all.length === 0) resolve();
    if (timeout !== undefined && timeout <= LONGEST) timer = setTimeout(resolve, timeout);
  });
  clearTimeout(timer);
  return { done: all.filter((future) => done.has(future)), pending: all.filter((future) => !done.has(future)) };
}
