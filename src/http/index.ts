import { fetch, type FetchInput, type FetchOptions, type Place } from './fetch.ts';
import { openUrl } from './open-url.ts';
import type { FetchResponse } from './response.ts';
import { Slots } from './slots.ts';

export { AbortError, BodyUsedError, FetchError, FetchTimeout, HttpStatusError, NetworkError } from './errors.ts';
export { fetch, type FetchOptions } from './fetch.ts';
export { openUrl } from './open-url.ts';
export { findAsset, getAssets, getBase, resolveUrl, setAssets, setBase } from './place.ts';
export type { FetchResponse } from './response.ts';

/** What an app has of the network. */
export interface Http {
  /**
   * Fetches, after pyodide.http's `pyfetch`. Relative URLs resolve against the page; files embedded with `configure({ assets })` are
   * found first. Settles when the headers of the answer are there; a status of 400 and more is an answer, too.
   *
   * @throws AbortError when `signal` aborts or the session ends, FetchTimeout when the answer is not complete within `timeout` ms,
   * NetworkError when no answer came, RangeError or TypeError for an option that is wrong.
   */
  fetch(input: FetchInput, options?: FetchOptions): Promise<FetchResponse>;
  /**
   * The text at `url`, fetched while the thread waits; the status is not looked at (pyodide.http's `open_url`).
   *
   * @throws Error on the page, which must never wait; NetworkError when no answer came.
   */
  openUrl(url: string | URL): string;
}

/** How many requests of one session wait for their answers at a time. */
const AT_ONCE = 32;

/**
 * The `http` that an app sees: its requests end with its session, and find the files that the session embeds. However
 * many it makes, 32 at a time wait for their answers and the others in turn after them.
 */
export function bindHttp(owner: Omit<Place, 'slots'>): Http {
  const place = { ...owner, slots: new Slots(AT_ONCE) };
  return { fetch: (input, options) => fetch(input, options, place), openUrl: (url) => openUrl(url, place.assets?.()) };
}
