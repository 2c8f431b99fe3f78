import { fetch, type FetchInput, type FetchOptions, type Place } from './fetch.ts';
import { openUrl } from './open-url.ts';
import type { FetchResponse } from './response.ts';

export { AbortError, BodyUsedError, FetchError, FetchTimeout, HttpStatusError, NetworkError } from './errors.ts';
export { fetch, type FetchOptions } from './fetch.ts';
export { openUrl } from './open-url.ts';
export { findAsset, getAssets, getBase, resolveUrl, setAssets, setBase } from './place.ts';
export type { FetchResponse } from './response.ts';

export interface Http {
  fetch(input: FetchInput, options?: FetchOptions): Promise<FetchResponse>;
  openUrl(url: string | URL): string;
}

/** The `http` that an app sees: its requests end with its session, and find the files that the session embeds. */
export function bindHttp(place: Place): Http {
  return { fetch: (input, options) => fetch(input, options, place), openUrl: (url) => openUrl(url, place.assets?.()) };
}
