import { Channel } from '../channel.ts';
import { Leader } from '../leader.ts';
import { whyAlone } from '../probe.ts';
import { type CacheMessage, originName } from '../protocol.ts';
import { Calls, type Line } from './calls.ts';
import { type Cells, OwnCells, StoredCells } from './cells.ts';
import { Database } from './database.ts';
import { SharedMap } from './map.ts';
import type { Rule } from './policy.ts';
import { isPresent, Presence } from './presence.ts';

/** The part of `state.cache`. */
const VALUES = 'values';

/** Who finds a result: this session, all sessions while one of them lives, or all sessions also later. */
export type Reach = 'session' | 'origin' | 'disk';

export interface CachesOptions {
  /** Aborts when the session ends: it leaves nothing open then. */
  readonly signal: AbortSignal;
  /** Sessions cannot share anything here, for this reason. Called at most once. */
  readonly onAlone: (why: string) => void;
  /** What is shared could not be stored, so that this session keeps it for itself; or a message could not be read. */
  readonly onError: (error: Error) => void;
  /** Runs a listener of the author's, and reports its error. */
  readonly run: (listener: () => unknown) => void;
}

/**
 * What one session shares of values and results with all sessions of its app id. IndexedDB says what is so,
 * BroadcastChannel says when to look again, Web Locks say who computes: a message that is lost delays what a session
 * sees, and never makes it wrong. Opened when it is first used.
 */
export class Caches {
  readonly #app: string;
  readonly #options: CachesOptions;
  readonly #leader: Leader;
  readonly #calls = new Map<string, Calls>();
  readonly #lines = new Map<Reach, Promise<Line | undefined>>();
  readonly #presences: Presence[] = [];
  #channel: Channel<CacheMessage> | undefined;
  #map: SharedMap | undefined;
  #together: Promise<boolean> | undefined;
  #refused = false;

  constructor(app: string, options: CachesOptions) {
    this.#app = app;
    this.#options = options;
    this.#leader = new Leader(app);
  }

  get map(): SharedMap {
    return (this.#map ??= new SharedMap(this.#cells(), {
      post: (keys) => this.#post({ type: 'set', keys }),
      run: this.#options.run,
      onRefusal: this.#onRefusal,
    }));
  }

  /** Settles when this session sees what others have set. Where there are none it opens nothing. */
  async join(): Promise<void> {
    if (await isPresent(this.#app, VALUES)) await this.map.ready;
  }

  /** The results of the function that all sessions call `id`. */
  calls(id: string, { reach, rule }: { readonly reach: Reach; readonly rule: Rule }): Calls {
    const name = `${reach}/${id}`;
    let calls = this.#calls.get(name);
    if (!calls) this.#calls.set(name, (calls = new Calls({ id: name, rule, line: this.#line(reach) })));
    return calls;
  }

  /** The page is about to be frozen or left: holds nobody up. */
  resign(): void {
    this.#leader.resign();
    for (const presence of this.#presences) presence.leave();
  }

  /** The page is back, and has missed what happened meanwhile. */
  async rejoin(): Promise<void> {
    // Whoever was there meanwhile has cleared what this session knew; if nobody was, it is all as it was left.
    const entered = this.#presences.map((presence) => presence.enter(async () => {}));
    await Promise.allSettled(entered);
    await Promise.all([...this.#calls.values()].map((calls) => calls.doubt()));
    this.#leader.rejoin();
    await this.#map?.reload();
  }

  #line(reach: Reach): Promise<Line | undefined> {
    let line = this.#lines.get(reach);
    if (!line) this.#lines.set(reach, (line = reach === 'session' ? Promise.resolve(undefined) : this.#connect(reach)));
    return line;
  }

  async #connect(reach: 'origin' | 'disk'): Promise<Line | undefined> {
    const db = await this.#database(reach === 'disk' ? 'kept' : 'results', reach === 'origin');
    if (!db) return undefined;
    return { db, leader: this.#leader, signal: this.#options.signal, post: (message) => this.#post(message), onRefusal: this.#onRefusal };
  }

  async #cells(): Promise<Cells> {
    const db = await this.#database(VALUES, true);
    return db ? new StoredCells(db) : new OwnCells();
  }

  /** undefined where nothing can be shared. `shortLived` clears what sessions left that are no more. */
  async #database(part: string, shortLived: boolean): Promise<Database | undefined> {
    if (!(await (this.#together ??= this.#meet()))) return undefined;
    const { signal } = this.#options;
    const db = new Database(originName(this.#app, part), signal);
    try {
      if (shortLived) await this.#enter(part, () => db.clear());
      await db.transact('readonly', async () => {}); // refused in some private windows
      return db;
    } catch (error) {
      this.#onRefusal(error);
      return undefined;
    }
  }

  async #enter(part: string, onFirst: () => Promise<void>): Promise<void> {
    const presence = new Presence(this.#app, part, this.#options.signal);
    await presence.enter(onFirst);
    this.#presences.push(presence);
  }

  /** Whether there is a way to other sessions. */
  async #meet(): Promise<boolean> {
    const why = globalThis.indexedDB ? await whyAlone() : 'there is no IndexedDB here';
    const { signal, onError, onAlone } = this.#options;
    if (why === undefined) this.#channel = new Channel(this.#app, 'cache', (message) => this.#hear(message), { signal, onError });
    else onAlone(why);
    return why === undefined;
  }

  #post(message: CacheMessage): void {
    this.#channel?.post(message);
  }

  #hear(message: CacheMessage): void {
    if (message.type === 'set') void this.#map?.refresh(message.keys);
    else this.#calls.get(message.id)?.hear(message);
  }

  readonly #onRefusal = (cause: unknown): void => {
    if (this.#refused || this.#options.signal.aborted) return;
    this.#refused = true;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    this.#options.onError(new Error(`What tabs share cannot be stored, so this session keeps it for itself: ${why}`, { cause }));
  };
}
