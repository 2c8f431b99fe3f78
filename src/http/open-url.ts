import { decodeDataUrl } from './data-url.ts';
import { NetworkError } from './errors.ts';
import { type Assets, findAsset, forbiddenFileMessage, isForbiddenFile, resolveUrl } from './place.ts';

/**
 * The text at `url`, fetched while the calling thread waits; the status is not looked at (pyodide.http's `open_url`).
 *
 * @throws Error on the page, which must never wait: use `await http.fetch(url)` there.
 * @throws NetworkError when no answer came.
 */
export function openUrl(url: string | URL, assets?: Assets): string {
  if (typeof document !== 'undefined' || typeof XMLHttpRequest === 'undefined') {
    throw new Error("http.openUrl blocks its thread, so it works on a worker only; elsewhere use 'await http.fetch(url)'.");
  }
  const target = resolveUrl(url);
  const asset = findAsset(target, assets);
  if (asset !== undefined) return new TextDecoder().decode(decodeDataUrl(asset).bytes);
  if (isForbiddenFile(target)) throw new NetworkError(forbiddenFileMessage(target), target);
  return readSynchronously(target);
}

function readSynchronously(url: string): string {
  const request = new XMLHttpRequest();
  try {
    request.open('GET', url, false);
    request.send();
  } catch (cause) {
    throw new NetworkError(`GET ${url} failed: ${(cause as Error).message}`, url, { cause });
  }
  return request.responseText;
}
