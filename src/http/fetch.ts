import { decodeDataUrl } from './data-url.ts';
import { NetworkError } from './errors.ts';
import { Exchange } from './exchange.ts';
import { type Assets, findAsset, forbiddenFileMessage, isForbiddenFile, resolveUrl } from './place.ts';
import type { Progress } from './progress.ts';
import { FetchResponse } from './response.ts';
import { withRetries } from './retry.ts';
import type { Slots } from './slots.ts';

export type FetchInput = string | URL | Request;
type Fetcher = (request: Request) => Promise<Response>;

/** Options of `http.fetch`: those of the platform's `fetch`, and these. */
export interface FetchOptions extends Omit<RequestInit, 'signal'> {
  /** Ends the request, and the reading of its body, when it aborts. */
  signal?: AbortSignal | null | undefined;
  /** Milliseconds from the call, so with the time that it waits for its turn, to the end of the body. Default: none. */
  timeout?: number | undefined;
  /** How often an idempotent request is sent again after a network failure or a 408, 425, 429, 500, 502, 503 or 504. Default 0. */
  retry?: number | undefined;
  /** Called with the bytes so far, and their number if it is known, for each part of the body that is read. Not for clones. */
  onProgress?: Progress | undefined;
  /** Stands in for the platform's `fetch`; gets a Request whose signal tells when to stop. */
  fetcher?: Fetcher | undefined;
}

/** For whom something is fetched; by default for the thread. */
export interface Place {
  /** Requests still under way when it aborts are aborted too. */
  readonly lifetime?: AbortSignal;
  /** Its embedded files. */
  readonly assets?: () => Assets;
  /** Where its requests wait for their turn. */
  readonly slots?: Slots;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Fetches, after pyodide.http's `pyfetch`; the same on the page, in a worker and on a thread.
 * Relative URLs resolve against the page. Files embedded with `configure({ assets })` are found first.
 *
 * @throws AbortError when `signal` (or the Request's own) aborts, also when it did so before the call.
 * @throws FetchTimeout when the answer is not complete within `timeout`.
 * @throws NetworkError when no answer came. A status of 400 and more is an answer.
 */
export async function fetch(
  input: FetchInput,
  options: FetchOptions = {},
  { lifetime, assets, slots }: Place = {},
): Promise<FetchResponse> {
  const { signal, timeout, retry = 0, onProgress, fetcher = platformFetch(assets, slots), ...init } = options;
  checkOptions(options);
  const given = input instanceof Request ? input : undefined;
  const url = resolveUrl(given?.url ?? (input as string | URL));
  const signals = [signal, given?.signal, lifetime].filter((each) => each instanceof AbortSignal);
  const makeRequest = (combined: AbortSignal) => new Request(given ?? url, { ...init, signal: combined });
  const exchange = new Exchange(url, makeRequest, signals, timeout);
  try {
    exchange.throwIfAborted();
    const response = withRetries(exchange.request, retry, exchange.signal, fetcher);
    return new FetchResponse(await exchange.guard(response), exchange, onProgress);
  } catch (error) {
    exchange.closeBody();
    throw error;
  }
}

function platformFetch(assets: Place['assets'], slots: Place['slots']): Fetcher {
  return async (request) => {
    const asset = findAsset(request.url, assets?.());
    if (asset !== undefined) return assetResponse(asset, request.method);
    if (isForbiddenFile(request.url)) throw new NetworkError(forbiddenFileMessage(request.url), request.url);
    const send = (): Promise<Response> => globalThis.fetch(request);
    return slots ? slots.run(send, request.signal) : send();
  };
}

function assetResponse(dataUrl: string, method: string): Response {
  if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405, statusText: 'Method Not Allowed' });
  const { type, bytes } = decodeDataUrl(dataUrl);
  const headers = { 'content-type': type, 'content-length': String(bytes.length) };
  return new Response(method === 'GET' ? bytes : null, { headers, statusText: 'OK' });
}

function checkOptions({ timeout, retry, signal, body, onProgress }: FetchOptions): void {
  if (timeout !== undefined && !(timeout > 0 && timeout <= LONGEST_TIMER)) {
    throw new RangeError(`http.fetch: 'timeout' must be more than 0 and at most ${LONGEST_TIMER} ms, not ${timeout}.`);
  }
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0)) {
    throw new RangeError(`http.fetch: 'retry' must be an integer of at least 0, not ${retry}.`);
  }
  if (signal && !(signal instanceof AbortSignal)) {
    throw new TypeError(`http.fetch: 'signal' must be an AbortSignal, not ${String(signal)}.`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`http.fetch: 'onProgress' must be a function, not ${String(onProgress)}.`);
  }
  if (body instanceof ReadableStream) {
    // Of three engines one sends it, one refuses it and one sends the text "[object ReadableStream]".
    throw new TypeError("http.fetch: 'body' must not be a ReadableStream: browsers do not agree on sending one. Pass bytes or a Blob.");
  }
}
