import { type ArchiveFormat, archiveFormat, unpack } from './archive/index.ts';
import { BodyUsedError, HttpStatusError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { iterable } from './iterate.ts';
import { counted, type Progress } from './progress.ts';

/**
 * An answer, after pyodide.http's FetchResponse. A status from 400 on is an answer too; `raiseForStatus` makes it an error.
 *
 * The body can be read once, as text, JSON, bytes, an archive or a stream; `clone` gives another one. A second reading rejects with
 * BodyUsedError, one that breaks off with NetworkError, AbortError or FetchTimeout.
 */
export class FetchResponse {
  /** The platform's own response. Reading its body counts as reading this one's. */
  readonly response: Response;
  /** Names are lower-case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly #exchange: Exchange;
  readonly #onProgress: Progress | undefined;

  constructor(response: Response, exchange: Exchange, onProgress?: Progress) {
    this.response = response;
    this.headers = Object.fromEntries(response.headers);
    this.#exchange = exchange;
    this.#onProgress = onProgress;
    if (response.body === null) exchange.closeBody();
  }

  /** What was asked. */
  get request(): Request {
    return this.#exchange.request;
  }

  /** Where the answer came from, after redirects. */
  get url(): string {
    return this.response.url || this.#exchange.url;
  }

  get status(): number {
    return this.response.status;
  }

  get statusText(): string {
    return this.response.statusText;
  }

  /** True for a status from 200 to 299. */
  get ok(): boolean {
    return this.response.ok;
  }

  get redirected(): boolean {
    return this.response.redirected;
  }

  get type(): ResponseType {
    return this.response.type;
  }

  /** True also while somebody reads it as a stream. */
  get bodyUsed(): boolean {
    return this.response.bodyUsed || this.response.body?.locked === true;
  }

  /** The body, decoded as UTF-8. */
  text(): Promise<string> {
    return this.#read((response) => response.text());
  }

  /** The value that the body says. @throws SyntaxError when it is not JSON. */
  async json<T = unknown>(): Promise<T> {
    const text = await this.text();
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new SyntaxError(`The body of ${this.url} is not JSON: ${(cause as Error).message}`, { cause });
    }
  }

  /** The body as it is; `buffer` and `blob` give the same in other forms. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.buffer());
  }

  buffer(): Promise<ArrayBuffer> {
    return this.#read((response) => response.arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#read((response) => response.blob());
  }

  /**
   * The files in the body by their path, unpacked from a zip, tar or gzipped tar archive. Without `format` the name in the
   * url tells which (`.zip .tar .tar.gz .tgz`).
   *
   * @throws FetchError with the url if the format is unknown, the archive is damaged or names files outside of itself.
   */
  async unpackArchive({ format }: { format?: ArchiveFormat } = {}): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    this.#checkBody();
    const known = archiveFormat(format, this.url, this.#exchange.url);
    return this.#read(async (response) => unpack(new Uint8Array(await response.arrayBuffer()), known, this.url));
  }

  /** The body as it arrives, also in a `for await` loop. Cancelling the stream, or leaving the loop, ends the request. */
  stream(): ReadableStream<Uint8Array> {
    this.#checkBody();
    const reader = this.#source().body?.getReader();
    const exchange = this.#exchange;
    const stream = new ReadableStream<Uint8Array>({
      async pull(sink) {
        const chunk = await exchange.guard(reader?.read() ?? Promise.resolve({ done: true as const, value: undefined }));
        if (!chunk.done) return sink.enqueue(chunk.value);
        exchange.closeBody();
        sink.close();
      },
      async cancel(reason) {
        exchange.closeBody();
        await reader?.cancel(reason);
      },
    });
    return iterable(stream);
  }

  /** A second response with a body of its own. Aborting either one aborts both. */
  clone(): FetchResponse {
    this.#checkBody();
    this.#exchange.openBody();
    return new FetchResponse(this.response.clone(), this.#exchange);
  }

  /**
   * @returns this response, so that a body getter can follow.
   * @throws HttpStatusError for a status from 400 to 599.
   */
  raiseForStatus(): this {
    if (this.status >= 400 && this.status < 600) throw new HttpStatusError(this.status, this.statusText, this.url);
    return this;
  }

  /** Gives the request up: a body read that is under way, and every later one, rejects with AbortError. */
  abort(reason?: unknown): void {
    this.#exchange.abort(reason);
  }

  async #read<T>(body: (response: Response) => Promise<T>): Promise<T> {
    this.#checkBody();
    try {
      return await this.#exchange.guard(body(this.#source()));
    } finally {
      this.#exchange.closeBody();
    }
  }

  #source(): Response {
    return this.#onProgress ? counted(this.response, this.#onProgress) : this.response;
  }

  #checkBody(): void {
    this.#exchange.throwIfAborted();
    if (this.bodyUsed) throw new BodyUsedError(this.url);
  }
}
