import type { Channel } from '../../thread/index.ts';
import type { FromSession, Stored, ToSession } from '../protocol.ts';

/** Where a text is kept: in the page's local storage, in its database, or in a file of the reader's. */
export type StoreKind = 'local' | 'indexeddb' | 'file';

/**
 * The session's way to what outlives it. The page does the storing: workers have no local storage, and some have a database
 * other than the page's. What local storage holds comes with the session's first message, so that it is there at once.
 */
export class Stores {
  readonly #control: Channel<FromSession, ToSession>;
  readonly #local: Map<string, string>;
  readonly #asked = new Map<number, (text: string | null) => void>();
  #lastAsk = 0;

  /** When `signal` aborts, whoever still waits gets nothing. */
  constructor(control: Channel<FromSession, ToSession>, local: Readonly<Record<string, string>>, signal: AbortSignal) {
    this.#control = control;
    this.#local = new Map(Object.entries(local));
    signal.addEventListener('abort', () => this.#asked.forEach((resolve) => resolve(null)), { once: true });
  }

  /** What local storage holds. */
  local(key: string): string | null {
    return this.#local.get(key) ?? null;
  }

  /** Keeps a text in place of the one before; null takes it away. A page that refuses says so, and the session reports it. */
  write(kind: StoreKind, key: string, text: string | null): void {
    if (kind === 'local' && text === null) this.#local.delete(key);
    else if (kind === 'local') this.#local.set(key, text as string);
    this.#control.post({ type: 'store', kind, key, text });
  }

  /** The text that is kept; for a file, the one that the reader chooses. Null where there is none. */
  read(kind: StoreKind, key: string): Promise<string | null> {
    if (kind === 'local') return Promise.resolve(this.local(key));
    const ask = ++this.#lastAsk;
    this.#control.post({ type: 'load', kind, key, ask });
    return new Promise((resolve) => this.#asked.set(ask, resolve));
  }

  receive({ ask, text }: Stored): void {
    this.#asked.get(ask)?.(text);
    this.#asked.delete(ask);
  }
}
