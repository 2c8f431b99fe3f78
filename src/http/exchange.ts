import { AbortError, FetchError, FetchTimeout, NetworkError } from './errors.ts';

/** One request and everything that can end it early: the callers' signals, its own abort, its timeout. */
export class Exchange {
  readonly request: Request;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #openBodies = 1;

  constructor(url: string, makeRequest: (signal: AbortSignal) => Request, signals: readonly AbortSignal[], timeout: number | undefined) {
    this.url = url;
    this.signal = AbortSignal.any([this.#controller.signal, ...signals]);
    this.request = makeRequest(this.signal);
    if (timeout !== undefined) this.#timer = setTimeout(() => this.abort(new FetchTimeout(timeout, url)), timeout);
  }

  abort(reason?: unknown): void {
    clearTimeout(this.#timer);
    this.#controller.abort(reason);
  }

  /** One more body to read, of a clone. */
  openBody(): void {
    this.#openBodies += 1;
  }

  /** A body came to its end; after the last one there is nothing left to time out. */
  closeBody(): void {
    this.#openBodies -= 1;
    if (this.#openBodies <= 0) clearTimeout(this.#timer);
  }

  /** @throws the abort's error, if this exchange was given up. */
  throwIfAborted(): void {
    if (this.signal.aborted) throw this.explain(undefined);
  }

  /** Settles with `work`, or rejects as soon as the exchange is given up, whether or not `work` notices. */
  async guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await untilAborted(work, this.signal);
    } catch (cause) {
      throw this.explain(cause);
    }
  }

  /**
   * The error that tells why `cause` happened. The signal's reason decides, not the rejection:
   * engines disagree about what an aborted fetch rejects with.
   */
  explain(cause: unknown): FetchError {
    const { aborted, reason } = this.signal;
    if (aborted) return reason instanceof FetchTimeout ? reason : new AbortError(reason, this.url);
    if (cause instanceof FetchError) return cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    return new NetworkError(`${this.request.method} ${this.url} failed: ${detail}`, this.url, { cause });
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
