import { isThenable } from './execution.ts';

/** Runs `fn` and then `end`, whatever `fn` throws; where it returns a promise, `end` waits for that. */
export function scoped<R>(fn: () => R, end: () => void): R {
  let result: R;
  try {
    result = fn();
  } catch (error) {
    throw afterEnd(end, error);
  }
  if (isThenable(result)) return finishLater(result, end) as R;
  end();
  return result;
}

async function finishLater(result: PromiseLike<unknown>, end: () => void): Promise<unknown> {
  let value: unknown;
  try {
    value = await result;
  } catch (error) {
    throw afterEnd(end, error);
  }
  end();
  return value;
}

/** The error to throw when `fn` has failed: its own, and that of `end` beside it where there is one. */
function afterEnd(end: () => void, error: unknown): unknown {
  try {
    end();
  } catch (another) {
    return new AggregateError([error, another], 'Ending the scope of a failed function failed too.');
  }
  return error;
}
