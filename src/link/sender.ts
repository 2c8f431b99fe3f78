import { Cells } from './cells.ts';
import { encode, plain, type Read, refersTo, wires } from './encode.ts';
import { Log, type Waiting } from './log.ts';
import type { Model } from './model.ts';
import { type ChangeEvent, observe, unlink } from '../param/index.ts';
import { sendable } from './sendable.ts';
import { Stream } from './stream.ts';
import type { Channel } from '../thread/index.ts';
import { type Batch, LINK_VERSION, type ModelId, type Patch, type Root, type Upstream } from './protocol.ts';

/** What the sender knows of a model that views mirror. */
interface Entry {
  readonly id: ModelId;
  readonly model: Model;
  /** The models that the value of each parameter refers to, as last read. */
  readonly children: Map<string, readonly Model[]>;
  /** How many values and roots refer to this model. */
  refs: number;
  /** Newest edit seen of each parameter that the user has edited. */
  readonly acks: Record<string, number>;
  readonly detach: AbortController;
  /** What its creation will say; undefined once that has been logged. */
  birth: Map<string, Read> | undefined;
  /** Whether its creation has left for the page. */
  sent: boolean;
}

/** What happens between the document and whoever owns it. */
export interface SenderOwner {
  /** Runs what a user's edit or event sets off; its errors are the owner's to report. */
  dispatch(run: () => void, what: string): void;
}

/** Rows or cells that wait, and that more of their kind are joined with. */
type GrowingClass<A extends readonly unknown[]> = new (
  id: ModelId,
  name: string,
  ...rows: A
) => Waiting & {
  readonly name: string;
  add(...rows: A): void;
};

/** How many appends and patches of a model may wait side by side; beyond that, its whole columns are sent instead. */
const PARTS = 16;

/**
 * The document's end of the wire. It notes which parameters changed and reads their values only when a batch leaves, so a
 * parameter set a million times costs one value. One batch is under way at a time: the next one leaves when the page has
 * drawn the last. Only an answer to the user does not wait for that, as the session may block right after it. What waits
 * meanwhile grows with what is shown and not with what happens: a model that comes and goes unseen leaves no trace, one that
 * goes takes along what waited for it, and rows that wait are joined.
 */
export class Sender {
  readonly #port: Channel<Batch, Upstream>;
  readonly #owner: SenderOwner;
  readonly #entries = new Map<Model, Entry>();
  readonly #byId = new Map<ModelId, Entry>();
  /** Changed parameters whose values have not been read yet. */
  readonly #dirty = new Map<Entry, Set<string>>();
  /** Models whose creation has not been logged yet. */
  readonly #fresh = new Set<Entry>();
  /** What must leave in order: creations, values, calls, rows. */
  readonly #log = new Log();
  #roots: readonly { model: Model; target?: string }[] = [];
  #rootsChanged = false;
  #lastId = 0;
  #lastSeq = 0;
  /** The last batch that the page has drawn. */
  #drawnSeq = 0;
  /** Whether the user has done something since the last batch left. */
  #asked = false;
  /** Who waits for a batch to be drawn, by its number. */
  readonly #awaited: { readonly seq: number; resolve(): void }[] = [];
  #scheduled = false;
  #holds = 0;
  /** The edit being received: its own value is not echoed to the page that sent it. */
  #receiving: { entry: Entry; name: string; value: unknown } | undefined;

  constructor(port: Channel<Batch, Upstream>, owner: SenderOwner) {
    this.#port = port;
    this.#owner = owner;
    port.listen((message) => this.#receive(message));
  }

  /** Shows `roots` instead of those shown before. */
  setRoots(roots: readonly { model: Model; target?: string }[]): void {
    const before = this.#roots;
    this.#roots = [...roots]; // the caller may go on changing its list
    this.#rootsChanged = true;
    for (const { model } of roots) this.#retain(model);
    for (const { model } of before) this.#release(model);
    this.#schedule();
  }

  /** Keeps everything back until `release` has been called as often as `hold`. */
  hold(): void {
    this.#holds++;
  }

  release(): void {
    this.#holds--;
    this.#schedule();
  }

  /** Sends what waits, if it may leave, without waiting for the turn's end. */
  flush(): void {
    this.#scheduled = false;
    const underway = this.#lastSeq - this.#drawnSeq;
    if (underway > (this.#asked ? 1 : 0) || this.#holds > 0) return;
    for (const entry of this.#dirty.keys()) this.#settle(entry);
    for (const entry of this.#fresh) this.#create(entry);
    if (this.#rootsChanged) this.#logRoots();
    const { patches, transfer } = this.#log.take();
    if (patches.length === 0) return;
    this.#asked = false;
    for (const patch of patches) this.#markSent(patch);
    this.#post({ type: 'batch', version: LINK_VERSION, seq: ++this.#lastSeq, patches }, transfer);
  }

  /** Settles when the page has drawn what has changed so far, or when the document is closed. */
  async drawn(): Promise<void> {
    this.flush();
    const waits = this.#log.size + this.#dirty.size + this.#fresh.size > 0 || this.#rootsChanged;
    const seq = this.#lastSeq + (waits ? 1 : 0);
    if (seq === this.#drawnSeq) return;
    await new Promise<void>((resolve) => this.#awaited.push({ seq, resolve }));
  }

  /** Stops watching every model; what a model refers to no longer reaches it. */
  close(): void {
    for (const { resolve } of this.#awaited.splice(0)) resolve();
    for (const entry of this.#entries.values()) {
      this.#detach(entry);
      unlink(entry.model);
    }
    for (const kept of [this.#entries, this.#byId, this.#dirty, this.#fresh, this.#log]) kept.clear();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.flush());
  }

  /** A value that cannot cross is the fault of its model alone; the batch leaves without it. */
  #post(batch: Batch, transfer: ArrayBuffer[]): void {
    try {
      this.#port.post(batch, transfer);
    } catch {
      const patches = sendable(batch.patches, (error, what) => {
        this.#owner.dispatch(() => {
          throw error;
        }, what);
      });
      this.#port.post({ ...batch, patches });
    }
  }

  // --- from the page ------------------------------------------------------------------------------------------

  #receive(message: Upstream): void {
    if (message.type === 'drawn') {
      this.#drawnSeq = message.seq;
      while (this.#awaited[0] && this.#awaited[0].seq <= message.seq) this.#awaited.shift()?.resolve();
      this.flush();
      return;
    }
    this.#asked = true;
    const entry = this.#byId.get(message.id);
    if (!entry) return; // the model left while the message was on its way
    if (message.type === 'change') this.#receiveEdit(entry, message);
    else this.#owner.dispatch(() => entry.model.receiveEvent(message.event, message.detail), message.event);
  }

  #receiveEdit(entry: Entry, { name, value, edit, final }: Upstream & { type: 'change' }): void {
    entry.acks[name] = edit;
    this.#receiving = { entry, name, value };
    try {
      this.#owner.dispatch(() => {
        try {
          entry.model.receiveEdit(name, value, final);
        } catch (error) {
          this.#mark(entry, name); // the page shows a value that the model refused: put the model's back
          throw error;
        }
      }, name);
    } finally {
      this.#receiving = undefined;
    }
  }

  // --- from the models ----------------------------------------------------------------------------------------

  #retain(model: Model): Entry {
    const entry = this.#entries.get(model) ?? this.#attach(model);
    entry.refs++;
    return entry;
  }

  #attach(model: Model): Entry {
    const [id, detach, birth] = [++this.#lastId, new AbortController(), new Map<string, Read>()];
    const entry: Entry = { id, model, children: new Map(), refs: 0, acks: {}, detach, birth, sent: false };
    this.#entries.set(model, entry);
    this.#byId.set(id, entry);
    this.#fresh.add(entry);
    const names = model.viewParams;
    const changed = (...events: ChangeEvent[]): void => {
      for (const event of events) if (!this.#isEcho(entry, event.name, event.new)) this.#mark(entry, event.name);
    };
    observe(model, names, changed, detach.signal);
    for (const name of names) birth.set(name, this.#read(entry, name));
    model.outlet = {
      append: (name, columns, rollover) => this.#add(entry, name, Stream, columns, rollover),
      patch: (name, cells) => this.#add(entry, name, Cells, cells),
      call: (method, ...args) => {
        this.#settle(entry);
        this.#create(entry);
        this.#log.push(plain({ op: 'call', id, method, args }));
        this.#schedule();
      },
    };
    return entry;
  }

  /** Logs rows or cells, joined with those before where nothing else of this model was logged since. */
  #add<A extends readonly unknown[]>(entry: Entry, name: string, Kind: GrowingClass<A>, ...rows: A): void {
    this.#schedule();
    if (this.#dirty.get(entry)?.has(name)) return; // the whole value will be read
    if (entry.birth) return this.#mark(entry, name);
    this.#settle(entry);
    const waiting = this.#log.of(entry.id);
    const last = waiting.at(-1);
    if (last instanceof Kind && last.name === name) return last.add(...rows);
    if (waiting.length < PARTS) return this.#log.push(new Kind(entry.id, name, ...rows));
    this.#log.drop(entry.id, (item) => (item instanceof Stream || item instanceof Cells) && item.name === name);
    this.#mark(entry, name);
  }

  #isEcho(entry: Entry, name: string, value: unknown): boolean {
    const receiving = this.#receiving;
    return receiving?.entry === entry && receiving.name === name && Object.is(receiving.value, value);
  }

  #mark(entry: Entry, name: string): void {
    let names = this.#dirty.get(entry);
    if (!names) this.#dirty.set(entry, (names = new Set()));
    names.add(name);
    this.#schedule();
  }

  /** Reads what changed in a model and logs it, after the creation of what it refers to; where its own is still to come, it will say so. */
  #settle(entry: Entry): void {
    const names = this.#dirty.get(entry);
    if (!names) return;
    this.#dirty.delete(entry);
    const released = [...names].flatMap((name) => entry.children.get(name) ?? []);
    const read = new Map([...names].map((name) => [name, this.#read(entry, name)]));
    if (entry.birth) for (const [name, value] of read) entry.birth.set(name, value);
    else this.#logValues(entry, read);
    for (const model of released) this.#release(model);
  }

  #logValues(entry: Entry, read: ReadonlyMap<string, Read>): void {
    for (const name of read.keys()) for (const child of entry.children.get(name) ?? []) this.#create(this.#entries.get(child));
    const acks = Object.fromEntries([...read.keys()].flatMap((name) => (name in entry.acks ? [[name, entry.acks[name] as number]] : [])));
    this.#log.push(plain({ op: 'set', id: entry.id, values: wires(read), acks }, read));
  }

  /** Logs the creation of a model, after that of what it refers to, unless it has been logged. */
  #create(entry: Entry | undefined): void {
    const birth = entry?.birth;
    if (!entry || !birth) return;
    entry.birth = undefined;
    this.#fresh.delete(entry);
    for (const children of entry.children.values()) for (const child of children) this.#create(this.#entries.get(child));
    this.#log.push(plain({ op: 'create', id: entry.id, type: entry.model.viewType, values: wires(birth) }, birth));
  }

  #logRoots(): void {
    this.#rootsChanged = false;
    const roots = this.#roots.map(({ model, target }): Root => {
      const id = this.#entries.get(model)?.id as ModelId;
      return target === undefined ? { id } : { id, target };
    });
    this.#log.push({ patch: () => ({ op: 'roots', roots }) });
  }

  #markSent(patch: Patch): void {
    const entry = patch.op === 'create' ? this.#byId.get(patch.id) : undefined;
    if (entry) entry.sent = true;
  }

  #read(entry: Entry, name: string): Read {
    const read = encode((entry.model as unknown as Record<string, unknown>)[name], (model) => this.#retain(model).id);
    if (read.children.length > 0) entry.children.set(name, read.children);
    else entry.children.delete(name);
    return read;
  }

  #release(model: Model): void {
    const entry = this.#entries.get(model);
    if (!entry || --entry.refs > 0) return;
    this.#entries.delete(model);
    this.#byId.delete(entry.id);
    this.#dirty.delete(entry);
    this.#fresh.delete(entry);
    this.#detach(entry);
    this.#log.drop(entry.id);
    if (entry.sent) this.#log.push({ patch: () => ({ op: 'remove', id: entry.id }) });
    else if (!entry.birth) this.#forget(entry.id);
    for (const children of entry.children.values()) for (const child of children) this.#release(child);
  }

  /** What waits may still refer to a model that the page will never see. No current value does, so those are sent instead. */
  #forget(id: ModelId): void {
    for (const { values, id: owner } of this.#waitingValues()) {
      for (const name of Object.keys(values)) {
        if (!refersTo(values[name], id)) continue;
        delete values[name];
        const entry = this.#byId.get(owner);
        if (entry) this.#mark(entry, name);
      }
    }
  }

  *#waitingValues(): Generator<{ readonly id: ModelId; readonly values: Record<string, unknown> }> {
    for (const item of this.#log) {
      if (item.id === undefined || item instanceof Stream || item instanceof Cells) continue;
      const patch = item.patch();
      if ('values' in patch) yield { id: item.id, values: patch.values };
    }
  }

  #detach(entry: Entry): void {
    entry.model.outlet = undefined;
    entry.detach.abort();
  }
}
