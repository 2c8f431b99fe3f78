/** @throws TypeError that names the owner: what is no function would fail later, where nobody sees who gave it. */
export function checkCallable(fn: unknown, owner: string): void {
  if (typeof fn !== 'function') throw new TypeError(`${owner}: fn must be a function, not ${String(fn)}.`);
}

/** @throws TypeError for what is left of options when those that the owner knows are taken: misspelt, one would do nothing. */
export function checkOthers(others: object, owner: string): void {
  const [name] = Object.keys(others);
  if (name !== undefined) throw new TypeError(`${owner}: there is no option '${name}'.`);
}
