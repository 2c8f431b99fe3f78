import { later } from './later.ts';

/**
 * Settles after `ms` milliseconds, or rejects with the signal's reason as soon as `signal` aborts.
 *
 * @throws RangeError if `ms` is negative or no number.
 */
export function sleep(ms: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  if (!(ms >= 0)) return Promise.reject(new RangeError(`sleep: ms must be at least 0, not ${ms}.`));
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const abort = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = later(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/**
 * The same for what runs until `lifetime` aborts: a sleep ends never then, and what awaits it is left to the garbage collector.
 * So the code of an app that shares the page's realm stops where it waits, as the code of a worker does when that is terminated.
 * A rejection would wake it: a loop that catches its errors would then spin.
 */
export function sleepWithin(lifetime: AbortSignal): typeof sleep {
  return (ms, options) =>
    new Promise((resolve, reject) => {
      const signal = options?.signal ? AbortSignal.any([options.signal, lifetime]) : lifetime;
      sleep(ms, { signal }).then(resolve, (reason) => lifetime.aborted || reject(reason as Error));
    });
}
