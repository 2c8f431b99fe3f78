/** @throws TypeError that names the owner: what is no function would fail later, where nobody sees who gave it. */
export function checkCallable(fn: unknown, owner: string): void {
  if (typeof fn !== 'function') throw new TypeError(`${owner}: fn must be a function, not ${String(fn)}.`);
}
