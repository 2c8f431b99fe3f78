type AnyFunction = (...args: unknown[]) => unknown;

/** WebKit's word for what evaluated code of a worker threw, as an author's is. It does not say more, nor give the value. */
const MUTED = 'Script error.';

/** What was thrown where nobody catches it, as far as the event tells. */
export function uncaughtIn({ error, message }: ErrorEvent): unknown {
  if (error === null && message === MUTED) {
    return new Error('An event listener threw something, which this browser does not tell. Catch it there to see what it is.');
  }
  return error ?? new Error(message);
}

/** Where errors are muted, has what callbacks of timers throw told in full. Only WebKit's errors know their line. */
export function unmute(): void {
  if (!('line' in new Error())) return;
  for (const name of ['setTimeout', 'setInterval', 'queueMicrotask'] as const) {
    const call = globalThis[name] as AnyFunction;
    globalThis[name] = ((fn: unknown, ...rest: unknown[]) =>
      call(typeof fn === 'function' ? telling(fn as AnyFunction) : fn, ...rest)) as never;
  }
}

function telling(fn: AnyFunction): AnyFunction {
  return (...args) => {
    try {
      fn(...args);
    } catch (error) {
      globalThis.dispatchEvent(new ErrorEvent('error', { error, message: `Uncaught ${typeof error}`, cancelable: true }));
    }
  };
}
