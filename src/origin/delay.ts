const LONGEST = 2 ** 31 - 1; // what a timer can count

/** Waits for `ms` milliseconds of any size, or until `signal` aborts if that comes first. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  const due = performance.now() + ms;
  for (let left = ms; left > 0 && !signal.aborted; left = due - performance.now()) {
    await timer(Math.min(left, LONGEST), signal);
  }
}

function timer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(id);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const id = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
