import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import type { FromSession, StoreKind, ToSession } from '../session/index.ts';
import type { Channel } from '../thread/index.ts';

type Request = FromSession & { type: 'store' | 'load' };

/** Keeps texts for the app of one page, under the page's path and the app's name in its address. */
export class Store {
  readonly #prefix: string;
  readonly #control: Channel<ToSession, FromSession>;
  /** Kinds that have refused, until they do not any more: one report is enough. */
  readonly #refusing = new Set<StoreKind>();
  #database: UseStore | undefined;

  constructor(inAddress: string, control: Channel<ToSession, FromSession>) {
    this.#prefix = prefixOf(inAddress);
    this.#control = control;
  }

  async serve(request: Request): Promise<void> {
    const { type, kind, key } = request;
    let text: string | null = null;
    try {
      if (type === 'store') await this.#write(kind, key, request.text);
      else text = await this.#read(kind, key);
      this.#refusing.delete(kind);
    } catch (error) {
      this.#refuse(kind, key, error);
    }
    if (type === 'load') this.#control.post({ type: 'stored', ask: request.ask, text });
  }

  #refuse(kind: StoreKind, key: string, error: unknown): void {
    if (this.#refusing.has(kind)) return;
    this.#refusing.add(kind);
    const message = `The browser keeps nothing in '${kind}', so that the values live as long as the session: ${String(error)}`;
    this.#control.post({ type: 'refused', what: `persist '${key}'`, message });
  }

  async #write(kind: StoreKind, key: string, text: string | null): Promise<void> {
    const name = this.#prefix + key;
    if (kind === 'file') return download(`${key}.json`, text ?? '');
    if (kind === 'indexeddb') return text === null ? del(name, this.#texts) : set(name, text, this.#texts);
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  }

  async #read(kind: StoreKind, key: string): Promise<string | null> {
    if (kind === 'file') return chooseFile();
    return (await get<string>(this.#prefix + key, this.#texts)) ?? null;
  }

  get #texts(): UseStore {
    return (this.#database ??= createStore('heddle-persist', 'texts'));
  }
}

/** What local storage holds for an app, by key; nothing where the browser has none. */
export function localTexts(inAddress: string): Record<string, string> {
  const prefix = prefixOf(inAddress);
  try {
    const own = Object.entries(localStorage).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(own.map(([name, text]) => [name.slice(prefix.length), text as string]));
  } catch {
    return {}; // refused, as the first attempt to write will tell
  }
}

function prefixOf(inAddress: string): string {
  return `heddle.persist ${location.pathname} ${encodeURIComponent(inAddress)} `;
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it later
}

/** Null if the reader chooses none. */
function chooseFile(): Promise<string | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  return new Promise((resolve, reject) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) file.text().then(resolve, reject);
      else resolve(null);
    });
    input.click();
  });
}
