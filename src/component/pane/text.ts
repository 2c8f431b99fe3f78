/** An object as a reader expects to see it: nothing for null and undefined, JSON for plain objects and lists. */
export function textOf(object: unknown): string {
  if (object === null || object === undefined) return '';
  if (typeof object !== 'object') return String(object);
  if (object instanceof Map || object instanceof Set) return textOf([...object]);
  return hasOwnText(object) ? String(object) : (json(object) ?? String(object));
}

function hasOwnText(object: object): boolean {
  return !Array.isArray(object) && object.toString !== Object.prototype.toString;
}

/** Undefined for what JSON can't say: circles and bigints. */
function json(object: object): string | undefined {
  try {
    return JSON.stringify(object);
  } catch {
    return undefined;
  }
}
