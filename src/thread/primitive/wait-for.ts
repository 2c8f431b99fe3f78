import { checkLimit, type Limit } from './waiters.ts';

/** A Condition, or a thread's handle of one. */
export interface Waitable {
  wait(limit: Limit): Promise<boolean>;
}

export interface WaitableSync {
  waitSync(limit: Limit): boolean;
}

/** `Condition.waitFor`, where its predicate is. */
export async function waitFor<T>(condition: Waitable, predicate: () => T | Promise<T>, limit?: Limit): Promise<T> {
  const left = countdown(limit);
  for (;;) {
    const result = await predicate();
    const rest = left();
    if (result || rest.timeout === 0) return result;
    await condition.wait(rest);
  }
}

/** The same for a thread that blocks. */
export function waitForSync<T>(condition: WaitableSync, predicate: () => T, limit?: Limit): T {
  const left = countdown(limit);
  for (;;) {
    const result = predicate();
    const rest = left();
    if (result || rest.timeout === 0) return result;
    condition.waitSync(rest);
  }
}

/** What is left of a limit. */
function countdown(limit: Limit = {}): () => Limit {
  checkLimit('Condition.waitFor()', limit);
  const { timeout } = limit;
  if (timeout === undefined) return () => ({});
  const end = performance.now() + timeout;
  return () => ({ timeout: Math.max(0, end - performance.now()) });
}
