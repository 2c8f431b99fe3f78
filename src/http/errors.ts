/** A failed fetch: what Python would call an OSError. `url` says which. */
export class FetchError extends Error {
  override name = 'FetchError';
  readonly url: string;

  constructor(message: string, url: string, options?: ErrorOptions) {
    super(message, options);
    this.url = url;
  }
}

/** The server answered with a status from 400 to 599, and `raiseForStatus` was asked about it. */
export class HttpStatusError extends FetchError {
  override name = 'HttpStatusError';
  readonly status: number;
  readonly statusText: string;

  constructor(status: number, statusText: string, url: string) {
    super(`${status} ${status < 500 ? 'Client' : 'Server'} Error: ${statusText} for url: ${url}`, url);
    this.status = status;
    this.statusText = statusText;
  }
}

/** The body was read before; it can be read once. */
export class BodyUsedError extends FetchError {
  override name = 'BodyUsedError';

  constructor(url: string) {
    super(`Response body is already used: ${url}`, url);
  }
}

/** The caller gave the request up. `cause` is the signal's reason. */
export class AbortError extends FetchError {
  override name = 'AbortError';

  constructor(reason: unknown, url: string) {
    super(reason instanceof Error ? reason.message : String(reason ?? 'The request was aborted.'), url, { cause: reason });
  }
}

/** No answer came, or it broke off: no connection, a refused origin, a page opened from disk. */
export class NetworkError extends FetchError {
  override name = 'NetworkError';
}

/** The answer was not complete within `timeout` milliseconds. */
export class FetchTimeout extends FetchError {
  override name = 'FetchTimeout';
  readonly timeout: number;

  constructor(timeout: number, url: string) {
    super(`No complete answer within ${timeout} ms: ${url}`, url);
    this.timeout = timeout;
  }
}
