import { checkOptions, parameterOf, type Parameterized, valueFromJson, valueToJson } from '../../param/index.ts';
import type { Session } from '../session.ts';
import type { StoreKind } from './stores.ts';

type Values = Readonly<Record<string, unknown>>;

export interface PersistOptions {
  /**
   * `local`: small values, there before anything is drawn. `indexeddb`: large ones; the app is drawn when they are there. `file`:
   * kept nowhere by itself, but the reader may save and open a file.
   */
  in: StoreKind;
  /** Name of what is kept, for one page and app. Default: the name of the object's class. */
  key?: string;
  /** Of the meaning of the values, a whole number from 1. Default 1. */
  version?: number;
  /** Makes values of this version from those (as JSON) that another version has kept; without it they are ignored. */
  migrate?: (values: Values, version: number) => Values;
}

/** What a text of kept values says. */
interface Kept {
  readonly version: number;
  readonly values: Values;
}

/**
 * Parameters whose values outlive the session. What was kept is set when this is made, and every change is kept at the end of the
 * turn. A value that its parameter refuses is reported and ignored; a browser that stores nothing (private mode, no room left) is
 * reported once, and the values live as long as the session.
 */
export class Persisted {
  /** Settles when what was kept has been set, or could not be. Never rejects. */
  readonly ready: Promise<void>;
  readonly #session: Session;
  readonly #obj: Parameterized;
  readonly #params: readonly string[];
  readonly #kind: StoreKind;
  readonly #key: string;
  readonly #version: number;
  readonly #migrate: PersistOptions['migrate'];
  readonly #stopped = new AbortController();
  #scheduled = false;

  constructor(session: Session, obj: Parameterized, names: string | readonly string[], options: PersistOptions) {
    checkOptions('persist', options, ['in', 'key', 'version', 'migrate']);
    const params = [names].flat();
    const { in: kind, version = 1, migrate } = options;
    check(obj, params, kind, version);
    const { key = obj.constructor.name } = options;
    const taken = `${kind}/${key}`;
    if (session.persisted.has(taken)) throw new TypeError(`persist: '${key}' is kept in '${kind}' already; give it another key.`);
    this.#session = session;
    this.#obj = obj;
    this.#params = params;
    this.#kind = kind;
    this.#key = key;
    this.#version = version;
    this.#migrate = migrate;
    session.persisted.add(taken);
    this.#stopped.signal.addEventListener('abort', () => session.persisted.delete(taken), { once: true });
    this.ready = this.#restore();
    const watcher = obj.param.watch(() => this.#changed(), params as never);
    const end = (): void => obj.param.unwatch(watcher);
    this.#stopped.signal.addEventListener('abort', end, { once: true });
    session.signal.addEventListener('abort', end, { once: true, signal: this.#stopped.signal });
  }

  /** The values as text, of whatever length. */
  export(): string {
    const values = this.#params.map((name) => [name, valueToJson(parameterOf(this.#obj, name))]);
    const kept: Kept = { version: this.#version, values: Object.fromEntries(values) as Values };
    return JSON.stringify(kept);
  }

  /** Sets what such a text says. @throws TypeError for a text that is none. */
  import(text: string): void {
    const { version, values } = read(text, this.#key);
    const current = version === this.#version ? values : this.#migrate?.(values, version);
    for (const name of this.#params) if (current && Object.hasOwn(current, name)) this.#set(name, current[name]);
  }

  /** Gives the reader the values as a file, `<key>.json`. */
  save(): void {
    this.#session.stores.write('file', this.#key, this.export());
  }

  /** Asks the reader for such a file and sets what it says. To be called while a click is worked off; settles with whether there was one. */
  async open(): Promise<boolean> {
    const text = await this.#session.stores.read('file', this.#key);
    if (text !== null) this.#try(() => this.import(text));
    return text !== null;
  }

  /** Forgets what is kept; the values stay as they are, and their next change is kept again. */
  clear(): void {
    if (this.#kind !== 'file') this.#session.stores.write(this.#kind, this.#key, null);
  }

  /** Ends it; what is kept stays. */
  stop(): void {
    this.#stopped.abort();
  }

  #restore(): Promise<void> {
    const { stores, document } = this.#session;
    const take = (text: string | null): void => {
      if (text !== null && !this.#stopped.signal.aborted) this.#try(() => this.import(text));
    };
    if (this.#kind === 'indexeddb') return document.hold(() => stores.read('indexeddb', this.#key).then(take));
    if (this.#kind === 'local') take(stores.local(this.#key));
    return Promise.resolve();
  }

  #changed(): void {
    if (this.#kind === 'file' || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#try(() => this.#session.stores.write(this.#kind, this.#key, this.export()));
    });
  }

  #set(name: string, json: unknown): void {
    this.#try(() => this.#obj.param.update({ [name]: valueFromJson(parameterOf(this.#obj, name), json) } as never));
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#session.report(error, `persist '${this.#key}'`);
    }
  }
}

function check(obj: Parameterized, params: readonly string[], kind: unknown, version: unknown): void {
  for (const name of params) parameterOf(obj, name); // there must be one
  if (params.length === 0) throw new TypeError('persist: at least one parameter must be named.');
  if (kind !== 'local' && kind !== 'indexeddb' && kind !== 'file') {
    throw new TypeError(`Option 'in' of persist must be 'local', 'indexeddb' or 'file', not ${JSON.stringify(kind)}.`);
  }
  if (!Number.isInteger(version) || (version as number) < 1) {
    throw new RangeError(`Option 'version' of persist must be a whole number from 1, not ${String(version)}.`);
  }
}

function read(text: string, key: string): Kept {
  let kept: Partial<Kept> | null = null;
  let cause: unknown;
  try {
    kept = JSON.parse(text) as Partial<Kept> | null;
  } catch (error) {
    cause = error;
  }
  if (typeof kept?.version === 'number' && typeof kept.values === 'object' && kept.values !== null) return kept as Kept;
  throw new TypeError(`persist: the text for '${key}' holds no values that were kept.`, { cause });
}
