/**
 * The part of a URL behind `#`, shared by a page and the apps in it: parts between `&`. An app's entries are `key=value` or,
 * where it has a name, `name.key=value`. All other parts are somebody else's and are kept as they are.
 */

/** An app's entries, decoded. `app` is its name in the fragment; `''` for one whose keys stand alone. */
export function entriesOf(hash: string, app: string): Record<string, string> {
  const entries = partsOf(hash).map((part) => read(part, app));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[0] !== undefined)); // `__proto__` is a key, too
}

/** `hash` with some of an app's entries changed, or taken away where they are null. Without any part it is empty. */
export function withEntries(hash: string, app: string, changes: Readonly<Record<string, string | null>>): string {
  const left = new Map(Object.entries(changes));
  const parts = partsOf(hash).flatMap((part) => {
    const [key] = read(part, app);
    if (key === undefined || !Object.hasOwn(changes, key)) return [part];
    const value = left.get(key);
    left.delete(key);
    return typeof value === 'string' ? [write(app, key, value)] : [];
  });
  for (const [key, value] of left) if (value !== null) parts.push(write(app, key, value));
  return parts.length > 0 ? `#${parts.join('&')}` : '';
}

function partsOf(hash: string): string[] {
  return hash.slice(1).split('&').filter(Boolean);
}

/** The key is undefined for what is not the app's. */
function read(part: string, app: string): [key: string | undefined, value: string] {
  const [, name, text] = /^([^=]+)=(.*)$/s.exec(part) ?? [];
  const start = prefix(app);
  if (name === undefined || text === undefined || !name.startsWith(start) || name.slice(start.length).includes('.')) return [undefined, ''];
  try {
    return [decodeURIComponent(name.slice(start.length)), decodeURIComponent(text)];
  } catch {
    return [undefined, '']; // nothing that an app has written
  }
}

function write(app: string, key: string, value: string): string {
  return `${prefix(app)}${encode(key)}=${encodeURIComponent(value)}`;
}

function prefix(app: string): string {
  return app === '' ? '' : `${encode(app)}.`;
}

/** A dot ends the name of an app, so none may stand in a name or a key. */
function encode(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E');
}
