/**
 * A value with copies of its containers (arrays, plain objects, Maps and Sets), all the way down, so that instances do not share
 * what a default names. Anything else is taken as it is.
 */
export function copied<T>(value: T, copies = new Map<unknown, unknown>()): T {
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const keep = <C>(copy: C): C => (copies.set(value, copy), copy);
  const again = (it: unknown): unknown => copied(it, copies);
  if (Array.isArray(value)) {
    const copy = keep<unknown[]>([]);
    for (const it of value) copy.push(again(it));
    return copy as T;
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>());
    for (const [key, it] of value as Map<unknown, unknown>) copy.set(key, again(it));
    return copy as T;
  }
  if (value instanceof Set) return keep(new Set(value as Set<unknown>)) as T;
  const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype) return value;
  const copy = keep<Record<string, unknown>>({});
  for (const [key, it] of Object.entries(value as object)) copy[key] = again(it);
  return copy as T;
}
