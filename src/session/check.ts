/** @throws TypeError that names the owner: what is no function would fail later, where nobody sees who gave it. */
export function checkCallable(fn: unknown, owner: string): void {
  if (typeof fn !== 'function') throw new TypeError(`${owner}: fn must be a function, not ${String(fn)}.`);
}

/**
 * @throws TypeError for what is left of `options` when those that the owner knows are taken, and for options that are no object: a
 * misspelt one, or a number in their place, would do nothing.
 */
export function checkOthers(others: object, owner: string, options: unknown = others): void {
  if (typeof options !== 'object') throw new TypeError(`${owner}: its options are an object, not ${String(options)}.`);
  const [name] = Object.keys(others);
  if (name !== undefined) throw new TypeError(`${owner}: there is no option '${name}'.`);
}
