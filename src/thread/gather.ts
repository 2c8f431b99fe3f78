import { TaskCancelled } from './errors.ts';
import { checkLimit, LONGEST } from './primitive/waiters.ts';

/**
 * Gives the futures themselves in the order in which they settle: `for await (const future of asCompleted(all)) await future`.
 * After Dask's `as_completed`. A rejected future is given like any other; leaving the loop cancels nothing, and another
 * loop goes on where it was left.
 */
export function asCompleted<P extends Promise<unknown>>(futures: Iterable<P>): AsyncIterableIterator<P> {
  const pending = new Set(futures);
  const settled: P[] = [];
  const waiting: ((result: IteratorResult<P>) => void)[] = [];
  let left = pending.size;
  let listening = false;
  const settle: Listener = (future) => {
    pending.delete(future as P);
    const next = waiting.shift();
    if (next) next({ done: false, value: future as P });
    else settled.push(future as P);
  };
  const listen = (): void => {
    if (listening) return;
    listening = true;
    for (const future of pending) listenersOf(future).add(settle);
  };
  listen();
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
        if (value) return resolve({ done: false, value });
        waiting.push(resolve);
        listen();
      }),
    return: async () => {
      listening = waiting.length > 0;
      if (!listening) for (const future of pending) listeners.get(future)?.delete(settle);
      return { done: true, value: undefined };
    },
  };
}

type Listener = (promise: Promise<unknown>, failed: boolean) => void;

/** Who waits for a promise. It would keep what `then` is given until it settles, however often somebody waited for it in vain. */
const listeners = new WeakMap<Promise<unknown>, Set<Listener>>();

function listenersOf(promise: Promise<unknown>): Set<Listener> {
  const known = listeners.get(promise);
  if (known) return known;
  const own = new Set<Listener>();
  const tell = (failed: boolean): void => {
    listeners.delete(promise);
    for (const listener of own) listener(promise, failed);
  };
  promise.then(
    () => tell(false),
    (error: unknown) => tell(!(error instanceof TaskCancelled)),
  );
  listeners.set(promise, own);
  return own;
}

export interface WaitOptions {
  /**
   * When to stop waiting: at the first future that settles, at the first error, or when all have settled (default). As in Python, to be
   * cancelled is no error.
   */
  readonly until?: 'first' | 'firstError' | 'all';
  /** Milliseconds to wait at most; default: no limit. What has not settled by then is `pending`. */
  readonly timeout?: number;
}

export interface Waited<P> {
  readonly done: P[];
  readonly pending: P[];
}

/** Waits for futures and says which have settled. Never rejects for what they reject with. After `concurrent.futures.wait`. */
export async function wait<P extends Promise<unknown>>(futures: Iterable<P>, options: WaitOptions = {}): Promise<Waited<P>> {
  checkLimit('wait()', options, 'until');
  const { until = 'all', timeout } = options;
  if (!['first', 'firstError', 'all'].includes(until)) {
    throw new RangeError(`Option 'until' of wait() must be 'first', 'firstError' or 'all', not '${until}'.`);
  }
  const all = [...new Set(futures)];
  const done = new Set<Promise<unknown>>();
  let end = (): void => {};
  const settle: Listener = (future, failed) => {
    done.add(future);
    if (until === 'first' || (until === 'firstError' && failed) || done.size === all.length) end();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    end = resolve;
    for (const future of all) listenersOf(future).add(settle);
    if (all.length === 0) end();
    if (timeout !== undefined && timeout <= LONGEST) timer = setTimeout(end, timeout);
  });
  clearTimeout(timer);
  for (const future of all) listeners.get(future)?.delete(settle);
  return { done: all.filter((future) => done.has(future)), pending: all.filter((future) => !done.has(future)) };
}
