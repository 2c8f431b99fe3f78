const DATA_URL = /^data:([^,]*?)(;base64)?,([^]*)$/;

/**
 * Reads a data URL by hand: fetching one is refused under a `connect-src` that does not list `data:`.
 *
 * @throws TypeError when `url` is no data URL.
 */
export function decodeDataUrl(url: string): { type: string; bytes: Uint8Array<ArrayBuffer> } {
  const [, type, base64, text] = DATA_URL.exec(url) ?? [];
  if (text === undefined) throw new TypeError(`Not a data URL: ${url.slice(0, 40)}`);
  const bytes = base64 ? decodeBase64(decodeURIComponent(text)) : new TextEncoder().encode(decodeURIComponent(text));
  return { type: type || 'text/plain;charset=US-ASCII', bytes };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
