import { isThenable } from './execution.ts';

/** Runs `fn` and then `end`, whatever `fn` throws; where it returns a promise, `end` waits for that. */
export function scoped<R>(fn: () => R, end: () => void): R {
  let result: R;
  try {
    result = fn();
  } catch (error) {
    end();
    throw error;
  }
  if (isThenable(result)) return finishLater(result, end) as R;
  end();
  return result;
}

async function finishLater(result: PromiseLike<unknown>, end: () => void): Promise<unknown> {
  try {
    return await result;
  } finally {
    end();
  }
}
