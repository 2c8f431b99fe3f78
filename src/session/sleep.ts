import { checkOptions } from '../param/index.ts';
import { later } from './later.ts';

/**
 * Settles after `ms` milliseconds, or rejects with the signal's reason as soon as `signal` aborts.
 *
 * @throws RangeError if `ms` is negative or no number, TypeError for options that would do nothing.
 */
export function sleep(ms: number, options: { signal?: AbortSignal } = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    checkOptions('sleep', options, ['signal']);
    const { signal } = options;
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
      const given = options ?? {};
      checkOptions('sleep', given, ['signal']);
      const signal = given.signal ? AbortSignal.any([given.signal, lifetime]) : lifetime;
      sleep(ms, { signal }).then(resolve, (reason) => lifetime.aborted || reject(reason as Error));
    });
}
