import { fetch, type FetchInput, type FetchOptions } from './fetch.ts';
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

/** The `http` that an app sees. Requests still under way when `lifetime` (its session's) aborts are aborted too. */
export function bindHttp(lifetime: AbortSignal): Http {
  return { fetch: (input, options) => fetch(input, options, lifetime), openUrl };
}
