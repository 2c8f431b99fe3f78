import { later } from './later.ts';

/**
 * Settles after `ms` milliseconds, or rejects with the signal's reason as soon as `signal` aborts.
 *
 * @throws RangeError if `ms` is negative or no number, TypeError for a signal in place of the options.
 */
export function sleep(ms: number, options: { signal?: AbortSignal } = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = signalOf(options);
    if (!(ms >= 0)) throw new RangeError(`sleep: ms must be at least 0, not ${ms}.`);
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
      const own = signalOf(options ?? {});
      sleep(ms, { signal: own ? AbortSignal.any([own, lifetime]) : lifetime }).then(
        resolve,
        (reason) => lifetime.aborted || reject(reason as Error),
      );
    });
}

function signalOf(options: { signal?: AbortSignal }): AbortSignal | undefined {
  if (options instanceof AbortSignal) throw new TypeError('sleep: the signal is an option, { signal }.');
  return options.signal;
}
