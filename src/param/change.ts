/**
 * Whether a parameter that held `old` and is given `value` has changed.
 *
 * Primitives compare by `Object.is` and dates by time; arrays, plain objects, Maps and Sets element by element.
 * Anything else always counts as changed, since it may have been mutated in place; a container that was mutated and is
 * set again does not, since it equals itself. After Param's `Comparator`, except that NaN equals NaN, true is not 1, and
 * −0 is not 0.
 */
export function changed(old: unknown, value: unknown): boolean {
  // Most values are primitives.
  return typeof value === 'object' && value !== null
    ? differs(old, value, undefined)
    : typeof value === 'function' || !Object.is(old, value);
}

/** Pairs that are being compared further up; meeting one again means a cycle, which cannot add a difference. */
interface Path {
  readonly old: object;
  readonly value: object;
  readonly outer: Path | undefined;
}

function differs(old: unknown, value: unknown, outer: Path | undefined): boolean {
  if (!isObject(old) || !isObject(value)) return typeof value === 'function' || !Object.is(old, value);
  if (old instanceof Date && value instanceof Date) return !Object.is(old.getTime(), value.getTime());
  if (isUnder(outer, old, value)) return false;
  const path = { old, value, outer };
  if (Array.isArray(old) && Array.isArray(value)) return itemsDiffer(old, value, path);
  if (old instanceof Map && value instanceof Map) return mapsDiffer(old, value, path);
  if (old instanceof Set && value instanceof Set) return setsDiffer(old, value, path);
  if (isPlainObject(old) && isPlainObject(value)) return objectsDiffer(old, value, path);
  return true;
}

function isUnder(path: Path | undefined, old: object, value: object): boolean {
  for (let at = path; at !== undefined; at = at.outer) if (at.old === old && at.value === value) return true;
  return false;
}

function itemsDiffer(old: readonly unknown[], value: readonly unknown[], path: Path): boolean {
  return old.length !== value.length || old.some((item, i) => differs(item, value[i], path));
}

function mapsDiffer(old: ReadonlyMap<unknown, unknown>, value: ReadonlyMap<unknown, unknown>, path: Path): boolean {
  if (old.size !== value.size) return true;
  for (const [key, item] of old) if (!value.has(key) || differs(item, value.get(key), path)) return true;
  return false;
}

function setsDiffer(old: ReadonlySet<unknown>, value: ReadonlySet<unknown>, path: Path): boolean {
  if (old.size !== value.size) return true;
  for (const item of old) if (!value.has(item) || differs(item, item, path)) return true;
  return false;
}

function objectsDiffer(old: Record<string, unknown>, value: Record<string, unknown>, path: Path): boolean {
  const keys = Object.keys(old);
  if (keys.length !== Object.keys(value).length) return true;
  return keys.some((key) => !Object.hasOwn(value, key) || differs(old[key], value[key], path));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** An object literal, or one without prototype; from any realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null || (isObject(prototype) && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty'))
  );
}

/** Whether two values are the same choice: class instances by identity, the rest by content. */
export function same(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || !changed(a, b);
}
