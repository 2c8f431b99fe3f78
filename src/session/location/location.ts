import { editConstant, param, Parameterized, parameterOf, type Watcher } from '../../param/index.ts';
import { entriesOf, withEntries } from './fragment.ts';
import { reset, setFromText, type Sync, syncOf, textOf } from './sync.ts';

/** Where a session stands: the page's address, and the app's name in its fragment. */
export interface Place {
  readonly href: string;
  readonly app: string;
}

/** What a location asks of its session. */
export interface LocationOwner {
  readonly signal: AbortSignal;
  /** Has the page change entries of its address; null takes one away. `push`: as a step that the reader can go back from. */
  writeEntries(entries: Readonly<Record<string, string | null>>, push: boolean): void;
  report(error: unknown, what: string): void;
}

const text = (doc: string) => param.string({ default: '', constant: true, doc });
const PARTS = ['protocol', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;

/**
 * The page's address, as one app sees it (Panel's `Location`). The query is the page's own, so an app keeps its state in the
 * fragment: `#key=value`, or `#name.key=value` for an app that has a name or is not the first on its page. What else stands
 * there, an anchor or another app's entries, is left alone.
 */
export class Location extends Parameterized.with({
  href: text('The whole address.'),
  protocol: text('With its colon, e.g. `https:`.'),
  hostname: text('Without the port.'),
  port: text('Empty where it is the usual one.'),
  pathname: text('From the first slash on.'),
  search: text('The page’s query, with its question mark.'),
  hash: text('The fragment, with its `#`.'),
  queryParams: param.dict<Readonly<Record<string, string>>>({ default: {}, constant: true, doc: 'The app’s own entries of the fragment.' }),
}) {
  readonly #owner: LocationOwner;
  readonly #app: string;
  readonly #syncs = new Map<string, Sync>();
  readonly #watchers = new Map<Parameterized, Watcher>();

  constructor({ href, app }: Place, owner: LocationOwner) {
    super();
    this.#app = app;
    this.#owner = owner;
    this.#show(href);
    owner.signal.addEventListener('abort', () => this.#watchers.forEach((watcher, obj) => obj.param.unwatch(watcher)), { once: true });
  }

  /**
   * Sets entries of the app: numbers and the like as JSON, texts as they are; null takes an entry away. With `push` the reader's
   * Back button undoes it. Parameters that are synced with a changed entry follow.
   */
  update(entries: Readonly<Record<string, unknown>>, { push = false }: { push?: boolean } = {}): void {
    this.#write(Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, entryOf(value)])), push);
    this.#follow();
  }

  /**
   * Keeps parameters of `obj` and entries of the address the same, both ways: a value in the address is set at once, so that it
   * is there before anything is drawn, and the reader's Back and Forward set it later. An entry stands in the address while its
   * value is not what it was before `sync`. A value that the parameter refuses is reported and ignored.
   *
   * @param params Names of parameters, or `{ parameter: key }` where entries are called otherwise.
   * @throws UnknownParameterError for a parameter that is not there, TypeError for a key that is taken; then nothing is synced.
   */
  sync(obj: Parameterized, params: readonly string[] | Readonly<Record<string, string>>): void {
    const pairs = Array.isArray(params) ? (params as readonly string[]).map((name) => [name, name] as const) : Object.entries(params);
    for (const [name, key] of pairs) {
      parameterOf(obj, name); // there must be one
      if (this.#syncs.has(key)) throw new TypeError(`state.location.sync: '${key}' is synced already; give it another key.`);
    }
    const added = pairs.map(([name, key]) => syncOf(obj, name, key));
    for (const sync of added) this.#syncs.set(sync.key, sync);
    for (const sync of added) this.#read(sync, this.queryParams[sync.key]);
    this.#watch(obj);
  }

  /** Ends what `sync` began, for some parameters or all, and takes their entries away. */
  unsync(obj: Parameterized, params?: readonly string[]): void {
    const ended = this.#syncsOf(obj).filter(({ name }) => params?.includes(name) ?? true);
    for (const { key } of ended) this.#syncs.delete(key);
    this.#watch(obj);
    this.#write(Object.fromEntries(ended.map(({ key }) => [key, null])), false);
  }

  /** The page has another address: the reader went back or forward, or changed it. */
  receive(href: string): void {
    this.#show(href);
    this.#follow();
  }

  #follow(): void {
    for (const sync of this.#syncs.values()) this.#read(sync, this.queryParams[sync.key]);
  }

  #read(sync: Sync, entry: string | undefined): void {
    try {
      if ((entry ?? sync.initialText) === textOf(sync.obj, sync.name)) return;
      if (entry === undefined) reset(sync);
      else setFromText(sync, entry);
    } catch (error) {
      this.#owner.report(error, `'${sync.key}' in the address`);
    }
  }

  /** One watcher an object, so that what is set together is written together. */
  #watch(obj: Parameterized): void {
    const before = this.#watchers.get(obj);
    if (before) obj.param.unwatch(before);
    this.#watchers.delete(obj);
    const syncs = this.#syncsOf(obj);
    if (syncs.length === 0 || this.#owner.signal.aborted) return;
    const changed = (): void => this.#write(Object.fromEntries(syncs.map((sync) => [sync.key, writtenOf(sync)])), false);
    this.#watchers.set(
      obj,
      obj.param.watch(
        changed,
        syncs.map(({ name }) => name as never),
      ),
    );
  }

  #syncsOf(obj: Parameterized): Sync[] {
    return [...this.#syncs.values()].filter((sync) => sync.obj === obj);
  }

  #write(entries: Readonly<Record<string, string | null>>, push: boolean): void {
    const news = Object.entries(entries).filter(([key, value]) => (this.queryParams[key] ?? null) !== value);
    if (news.length === 0) return;
    const changes = Object.fromEntries(news);
    const url = new URL(this.href);
    url.hash = withEntries(url.hash, this.#app, changes);
    this.#show(url.href);
    this.#owner.writeEntries(changes, push);
  }

  #show(href: string): void {
    const url = new URL(href);
    const parts = Object.fromEntries(PARTS.map((part) => [part, url[part]]));
    editConstant(this, () => this.param.update({ href, ...parts, queryParams: entriesOf(url.hash, this.#app) }));
  }
}

function writtenOf(sync: Sync): string | null {
  const now = textOf(sync.obj, sync.name);
  return now === sync.initialText ? null : now;
}

function entryOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
