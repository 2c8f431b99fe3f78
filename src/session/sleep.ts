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
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
