/**
 * Where this thread stands: the page's base URL, and the files that the page carries inside itself.
 *
 * A worker started from a blob has no useful URL of its own, so whoever boots it hands over the page's.
 */
let base: string | undefined;
let assets: Assets = {};
/** What was embedded, by whole URL. */
let assetsByUrl = new WeakMap<Assets, ReadonlyMap<string, string>>();

/** Embedded files: path relative to the page (or a whole URL) → data URL. */
export type Assets = Readonly<Record<string, string>>;

/** Sets the URL that relative URLs resolve against. Default: the document's own base URL. */
export function setBase(url: string): void {
  base = url;
  assetsByUrl = new WeakMap();
}

/** Embeds files for all of this thread. Replaces what was embedded before. */
export function setAssets(files: Assets): void {
  assets = files;
}

/** The embedded files, to be handed to a worker. */
export function getAssets(): Assets {
  return assets;
}

/** The page's base URL, or undefined where there is no page. */
export function getBase(): string | undefined {
  return base ?? globalThis.document?.baseURI;
}

/** @throws TypeError when `url` is no URL, or is relative and there is nothing to resolve it against. */
export function resolveUrl(url: string | URL): string {
  const from = getBase();
  try {
    return new URL(url, from).href;
  } catch (cause) {
    const where = from === undefined ? 'there is no page to resolve it against' : `not even relative to ${from}`;
    throw new TypeError(`Not a URL: ${JSON.stringify(String(url))}; ${where}.`, { cause });
  }
}

/** The data URL of an embedded file, if `url` (relative or whole, its fragment ignored) names one. `files`: other than the thread's. */
export function findAsset(url: string | URL, files: Assets = assets): string | undefined {
  let byUrl = assetsByUrl.get(files);
  if (!byUrl) assetsByUrl.set(files, (byUrl = new Map(Object.entries(files).map(([path, data]) => [resolveUrl(path), data]))));
  return byUrl.size === 0 ? undefined : byUrl.get(withoutFragment(resolveUrl(url)));
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0]!;
}

/** True where the browser forbids reading `url`: pages from disk may not read other files, not even siblings. */
export function isForbiddenFile(url: string): boolean {
  return url.startsWith('file:');
}

export function forbiddenFileMessage(url: string): string {
  const path = getBase()?.startsWith('file:') ? relativePath(url) : url;
  return (
    `${url} cannot be fetched: browsers forbid a page opened from disk (file://) to read other files. ` +
    `Embed the file with configure({ assets: { ${JSON.stringify(path)}: 'data:…' } }), or serve the page over http.`
  );
}

function relativePath(url: string): string {
  const folder = new URL('.', getBase()).href;
  return decodeURI(url.startsWith(folder) ? url.slice(folder.length) : url);
}
