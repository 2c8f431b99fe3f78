import { type Model, isModel } from './model.ts';
import { type ChangeEvent, observe, unlink } from '../param/index.ts';
import { Stream } from './stream.ts';
import type { Channel } from '../thread/index.ts';
import { type Batch, type Columns, LINK_VERSION, type ModelId, type Patch, type Root, type Upstream } from './protocol.ts';

/** What the sender knows of a model that views mirror. */
interface Entry {
  readonly id: ModelId;
  readonly model: Model;
  /** The models that the value of each parameter refers to, as last sent. */
  readonly children: Map<string, readonly Model[]>;
  /** How many values and roots refer to this model. */
  refs: number;
  /** Newest edit seen of each parameter that the user has edited. */
  readonly acks: Record<string, number>;
  readonly detach: AbortController;
}

/** What happens between the document and whoever owns it. */
export interface SenderOwner {
  /** Runs what a user's edit or event sets off; its errors are the owner's to report. */
  dispatch(run: () => void, what: string): void;
}

/**
 * The document's end of the wire. It notes which parameters changed and reads their values only when a batch
 * leaves, so a parameter set a million times costs one value. One batch is under way at a time: the next one
 * leaves when the page has drawn the last, and the memory that waits does not grow with the number of sets.
 */
export class Sender {
  readonly #port: Channel<Batch, Upstream>;
  readonly #owner: SenderOwner;
  readonly #entries = new Map<Model, Entry>();
  readonly #byId = new Map<ModelId, Entry>();
  /** Changed parameters whose values have not been read yet. */
  readonly #dirty = new Map<Entry, Set<string>>();
  /** What must leave in order: creations, calls, streams. */
  #log: (Patch | Stream)[] = [];
  #roots: readonly { model: Model; target?: string }[] = [];
  #lastId = 0;
  #lastSeq = 0;
  #underway = false;
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
    const patch: Root[] = roots.map(({ model, target }) => ({ id: this.#retain(model).id, ...(target === undefined ? {} : { target }) }));
    this.#log.push({ op: 'roots', roots: patch });
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

  /** Sends what waits as soon as the page has drawn the last batch, without waiting for the turn's end. */
  flush(): void {
    this.#scheduled = false;
    if (this.#underway || this.#holds > 0) return;
    for (const entry of this.#dirty.keys()) this.#settle(entry);
    const patches = this.#log.map((item) => (item instanceof Stream ? item.patch() : item));
    this.#log = [];
    if (patches.length === 0) return;
    this.#underway = true;
    this.#port.post({ type: 'batch', version: LINK_VERSION, seq: ++this.#lastSeq, patches });
  }

  /** Settles when the page has drawn what has changed so far, or when the document is closed. */
  async drawn(): Promise<void> {
    this.flush();
    const waits = this.#log.length > 0 || this.#dirty.size > 0;
    if (!waits && !this.#underway) return;
    const seq = this.#lastSeq + (waits ? 1 : 0);
    await new Promise<void>((resolve) => this.#awaited.push({ seq, resolve }));
  }

  /** Stops watching every model; what a model refers to no longer reaches it. */
  close(): void {
    for (const { resolve } of this.#awaited.splice(0)) resolve();
    for (const entry of this.#entries.values()) {
      this.#detach(entry);
      unlink(entry.model);
    }
    this.#entries.clear();
    this.#byId.clear();
    this.#dirty.clear();
    this.#log = [];
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.flush());
  }

  // --- from the page ------------------------------------------------------------------------------------------

  #receive(message: Upstream): void {
    if (message.type === 'drawn') {
      this.#underway = false;
      while (this.#awaited[0] && this.#awaited[0].seq <= message.seq) this.#awaited.shift()?.resolve();
      this.flush();
      return;
    }
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
    const entry: Entry = { id: ++this.#lastId, model, children: new Map(), refs: 0, acks: {}, detach: new AbortController() };
    this.#entries.set(model, entry);
    this.#byId.set(entry.id, entry);
    const names = model.viewParams;
    const changed = (...events: ChangeEvent[]): void => {
      for (const event of events) if (!this.#isEcho(entry, event.name, event.new)) this.#mark(entry, event.name);
    };
    observe(model, names, changed, entry.detach.signal);
    const values = Object.fromEntries(names.map((name) => [name, this.#read(entry, name)]));
    this.#log.push({ op: 'create', id: entry.id, type: model.viewType, values });
    model.outlet = {
      append: (name, columns, rollover) => this.#append(entry, name, columns, rollover),
      call: (method, ...args) => {
        this.#settle(entry);
        this.#log.push({ op: 'call', id: entry.id, method, args });
        this.#schedule();
      },
    };
    return entry;
  }

  #append(entry: Entry, name: string, columns: Columns, rollover: number | undefined): void {
    this.#settle(entry);
    const last = this.#log.findLast((item) => item instanceof Stream && item.id === entry.id && item.name === name);
    // Rows may join an earlier append only if nothing else of this model was logged since.
    const joins = last instanceof Stream && this.#log.findLast((item) => 'id' in item && item.id === entry.id) === last;
    if (joins) last.add(columns, rollover);
    else this.#log.push(new Stream(entry.id, name, columns, rollover));
    this.#schedule();
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

  /** Reads what changed in a model and logs it. */
  #settle(entry: Entry): void {
    const names = this.#dirty.get(entry);
    if (!names) return;
    this.#dirty.delete(entry);
    const released: Model[] = [];
    const values: Record<string, unknown> = {};
    const acks: Record<string, number> = {};
    for (const name of names) {
      released.push(...(entry.children.get(name) ?? []));
      values[name] = this.#read(entry, name);
      const ack = entry.acks[name];
      if (ack !== undefined) acks[name] = ack;
    }
    this.#log.push({ op: 'set', id: entry.id, values, acks });
    for (const model of released) this.#release(model);
  }

  #read(entry: Entry, name: string): unknown {
    const children: Model[] = [];
    const wire = this.#encode((entry.model as unknown as Record<string, unknown>)[name], children);
    if (children.length > 0) entry.children.set(name, children);
    else entry.children.delete(name);
    return wire;
  }

  /** Replaces models by references, creating those the page does not have yet. */
  #encode(value: unknown, children: Model[]): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (isModel(value)) {
      children.push(value);
      return { $model: this.#retain(value).id };
    }
    if (Array.isArray(value)) return value.map((item) => this.#encode(item, children));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#encode(item, children)]));
  }

  #release(model: Model): void {
    const entry = this.#entries.get(model);
    if (!entry || --entry.refs > 0) return;
    this.#entries.delete(model);
    this.#byId.delete(entry.id);
    this.#dirty.delete(entry);
    this.#detach(entry);
    this.#log.push({ op: 'remove', id: entry.id });
    for (const children of entry.children.values()) for (const child of children) this.#release(child);
  }

  #detach(entry: Entry): void {
    entry.model.outlet = undefined;
    entry.detach.abort();
  }
}
