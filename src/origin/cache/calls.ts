import type { Leader } from '../leader.ts';
import type { CacheMessage } from '../protocol.ts';
import { isData, keyOf } from './content.ts';
import { Disk, type Found, type Result, type Uses } from './disk.ts';
import type { Database } from './database.ts';
import { Memory } from './memory.ts';
import { type Mark, newMark, type Rule, stamp } from './policy.ts';

/** How results are shared with other sessions. */
export interface Line {
  readonly db: Database;
  readonly leader: Leader;
  /** Aborts when this session ends. */
  readonly signal: AbortSignal;
  post(message: CacheMessage): void;
  /** The store refused something: this session goes on with what it keeps itself. */
  onRefusal(error: unknown): void;
}

/** One call of the function. */
export interface Call {
  readonly args: readonly unknown[];
  readonly compute: () => unknown;
  /** How long its result counts, in ms; null for ever. */
  readonly ttl: number | null;
}

export interface CallsOptions {
  /** Names the function in all sessions. */
  readonly id: string;
  readonly rule: Rule;
  /** undefined where this session shares nothing. */
  readonly line: Promise<Line | undefined>;
}

/**
 * The results of one function, by the content of its arguments. Of all sessions that miss a result, one computes it
 * while the others wait for it. It is theirs, too, if a copy is as good as the original and its arguments mean the same
 * everywhere; else each session has its own. Errors are not kept: those who waited in the same session get it, the
 * next session computes itself.
 *
 * The database says what is valid; each session keeps what it used in memory, and hears what has become invalid.
 */
export class Calls {
  readonly #options: CallsOptions;
  readonly #memory: Memory;
  /** What is being computed or looked up. Replaced when results are cleared: what was begun before is not kept then. */
  #pending = new Map<string, Promise<unknown>>();
  /** Uses that the policy has not been told of. */
  #uses = new Map<string, Pick<Mark, 'hits' | 'used'>>();
  #telling = false;

  constructor(options: CallsOptions) {
    this.#options = options;
    this.#memory = new Memory(options.rule);
  }

  async call(call: Call): Promise<unknown> {
    const { key, own } = await keyOf(call.args);
    const line = own ? undefined : await this.#options.line;
    const now = stamp();
    const kept = this.#memory.use(key, now);
    if (!kept) return this.#pending.get(key) ?? this.#begin(key, line, call);
    if (line) this.#note(line, key, now);
    return kept.value;
  }

  /** Forgets all results in every session; settles when none can be found any more. */
  async clear(): Promise<void> {
    const line = await this.#options.line;
    try {
      if (line) await new Disk(line.db, this.#options.id).clear();
    } catch (error) {
      line?.onRefusal(error);
    }
    this.#forget();
    line?.post({ type: 'gone', id: this.#options.id, keys: null });
  }

  /** What other sessions cleared or had to drop. */
  hear({ keys }: CacheMessage & { type: 'gone' }): void {
    if (keys) this.#memory.drop(keys);
    else this.#forget();
  }

  /** Messages may have been missed: the database knows better than this session. */
  async doubt(): Promise<void> {
    if (await this.#options.line) this.#memory.clear();
  }

  #forget(): void {
    this.#memory.clear();
    this.#pending = new Map();
  }

  #begin(key: string, line: Line | undefined, call: Call): Promise<unknown> {
    const round = this.#pending;
    const work = line ? this.#share(key, line, call) : this.#compute(key, call);
    const done = (): void => void round.delete(key);
    round.set(key, work);
    work.then(done, done);
    return work;
  }

  async #compute(key: string, { compute, ttl }: Call, round = this.#pending): Promise<unknown> {
    const value = await compute();
    return this.#keep(key, value, newMark(stamp(), ttl), round);
  }

  async #share(key: string, line: Line, call: Call): Promise<unknown> {
    const round = this.#pending;
    const { leader, signal } = line;
    const disk = new Disk(line.db, this.#options.id);
    const found = await this.#find(disk, key, line);
    if (!found) return this.#compute(key, call, round);
    if (found.hit) return this.#keep(key, found.hit.value, found.hit.mark, round);

    let work: Promise<unknown> | undefined;
    const name = `${this.#options.id}/${found.epoch}/${key}`;
    return new Promise((resolve, reject) => {
      const lead = async (): Promise<void> => {
        const again = work ? undefined : await this.#find(disk, key, line); // another may have been first
        if (again?.hit) return resolve(this.#keep(key, again.hit.value, again.hit.mark, round));
        work ??= (async () => call.compute())(); // stays what it is if the page is frozen and leads once more
        const value = await work;
        await this.#publish({ key, value, mark: newMark(stamp(), call.ttl), epoch: found.epoch }, disk, line, round);
        resolve(value);
      };
      leader.lead(name, lead, { signal }).then(() => reject(signal.reason as Error), reject);
    });
  }

  /** undefined where the store is out of reach. */
  async #find(disk: Disk, key: string, line: Line): Promise<Found | undefined> {
    try {
      return await disk.find(key);
    } catch (error) {
      line.signal.throwIfAborted();
      line.onRefusal(error);
      return undefined;
    }
  }

  async #publish(result: Result, disk: Disk, line: Line, round: Map<string, unknown>): Promise<void> {
    const { id, rule } = this.#options;
    const { key, value, mark } = result;
    try {
      const gone = isData(value) ? await disk.put(result, rule, this.#takeUses()) : [];
      if (!gone) return;
      this.#memory.drop(gone);
      if (gone.length > 0) line.post({ type: 'gone', id, keys: gone });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'DataCloneError')) line.onRefusal(error);
    }
    this.#keep(key, value, mark, round);
  }

  #keep(key: string, value: unknown, mark: Mark, round: Map<string, unknown>): unknown {
    if (round === this.#pending) this.#memory.put(key, value, mark, stamp());
    return value;
  }

  /** Lets the policy know of a use, if it asks. Uses that come while it is being told travel together. */
  #note(line: Line, key: string, used: number): void {
    const { policy, maxItems } = this.#options.rule;
    if (maxItems === null || policy === 'FIFO') return;
    this.#uses.set(key, { hits: (this.#uses.get(key)?.hits ?? 0) + 1, used });
    if (!this.#telling) void this.#tell(line);
  }

  async #tell(line: Line): Promise<void> {
    const disk = new Disk(line.db, this.#options.id);
    this.#telling = true;
    try {
      while (this.#uses.size > 0) await disk.touch(this.#takeUses());
    } catch (error) {
      line.onRefusal(error);
    } finally {
      this.#telling = false;
    }
  }

  #takeUses(): Uses {
    const uses = this.#uses;
    this.#uses = new Map();
    return uses;
  }
}
