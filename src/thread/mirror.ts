import { expose, type Remote, transfer as moving, wrap } from 'comlink';
import { type Cell, createCell, takeAnswer } from './cell.ts';
import { ThreadError } from './errors.ts';
import { decodeThrown } from './failure.ts';
import { Lane } from './lane.ts';
import { Outbox } from './outbox.ts';
import { decode, encode } from './payload.ts';
import { waitFor, waitForSync } from './primitive/wait-for.ts';
import { LATE } from './protocol.ts';
import type {
  Answer,
  Assignment,
  BlockingCall,
  HandleId,
  HandleRef,
  HandleState,
  HostApi,
  MirrorApi,
  Payload,
  TaskKey,
  Update,
  Version,
} from './protocol.ts';

/** How fast assignments go out. */
const ASSIGNMENTS = { interval: 1, burst: 32 };

interface Slot {
  value: unknown;
  version: Version;
  /** This thread's newest assignment, until the session has said which versions are older; then 0. */
  seq: number;
}

interface Mirrored {
  readonly id: HandleId;
  readonly kind: string;
  readonly methods: ReadonlySet<string>;
  readonly settable: boolean;
  readonly slots: Map<string, Slot>;
  /** Names that can't be read, with the reason. */
  readonly hidden: Map<string, string>;
  readonly handle: object;
}

/** What a handle's proxy stands on: its class tells an encoder that it is no plain record. */
class Handle {}

/** Methods that need a function of the caller's, which can't cross: they run here and call the others. */
const LOCAL: Readonly<Record<string, Readonly<Record<string, (handle: never, ...args: never[]) => unknown>>>> = {
  Condition: { waitFor, waitForSync },
};

/** How the blocking form of a method is called: `getSync` of `get`. */
const BLOCKING = /(\w+)Sync$/;

/**
 * The thread's side of live handles of one session. Reading gives the value last known, assigning shows here at once
 * and goes out in order, methods return promises. Calls and assignments are made in the name of the task that runs.
 */
export class Mirror {
  readonly #lane: Lane;
  readonly #host: Remote<HostApi>;
  /** Whoever uses a handle keeps it; nobody else does. */
  readonly #mirrored = new Map<HandleId, WeakRef<Mirrored>>();
  readonly #unused = new FinalizationRegistry<HandleId>((id) => {
    if (!this.#mirrored.get(id)?.deref()) this.#mirrored.delete(id);
  });
  readonly #ids = new WeakMap<object, HandleRef>();
  readonly #callbacks = new WeakMap<object, (...args: readonly unknown[]) => Promise<unknown>>();
  readonly #task: () => TaskKey | null;
  readonly #report: (error: unknown) => void;
  readonly #outbox = new Outbox<string, Assignment>(ASSIGNMENTS, (assignments) => this.#assign(assignments));
  readonly #block: () => void;
  #cell: Cell | undefined;
  #seq = 0;

  /** `block` is called before the thread blocks: what waits behind the running task must not wait with it. */
  constructor(
    post: (data: unknown, transfer: Transferable[]) => void,
    task: () => TaskKey | null,
    report: (error: unknown) => void,
    block: () => void,
  ) {
    this.#lane = new Lane(post);
    this.#block = block;
    this.#host = wrap<HostApi>(this.#lane);
    this.#task = task;
    this.#report = report;
    expose({ update: (updates) => this.#update(updates) } satisfies MirrorApi, this.#lane);
  }

  receive(data: unknown): void {
    this.#lane.receive(data);
  }

  /** Its session has ended: handles change and answer no more. */
  end(): void {
    this.#lane.close();
  }

  /** Sends the assignments that wait: before a call, and before a task's result. */
  flush(): void {
    this.#outbox.flush();
  }

  /** Lets assignments wait until the function that this gives is called. They travel in one message then, and are one change. */
  hold(): () => void {
    return this.#outbox.hold();
  }

  isHandle(value: object): boolean {
    return this.#ids.has(value);
  }

  /** Stands for a handle on its way back. */
  ref(handle: object): HandleRef {
    return this.#ids.get(handle) as HandleRef;
  }

  /** The handle that a payload mentions; the same one as long as it lives. */
  handle(ref: HandleRef): object {
    const mirrored = this.#find(ref.id) ?? this.#create(ref);
    this.refresh(ref.id, ref);
    return mirrored.handle;
  }

  /** A function of the session's, as long as somebody has it: it runs there, so its result is a promise. */
  callback(ref: HandleRef): (...args: readonly unknown[]) => Promise<unknown> {
    const handle = this.handle(ref) as { call(...args: readonly unknown[]): Promise<unknown> };
    let callback = this.#callbacks.get(handle);
    if (!callback) this.#callbacks.set(handle, (callback = (...args) => handle.call(...args)));
    return callback;
  }

  #find(id: HandleId): Mirrored | undefined {
    return this.#mirrored.get(id)?.deref();
  }

  /** Takes values that came with a task or an answer, as they were then. */
  refresh(id: HandleId, state: HandleState): void {
    this.#take(id, state, 0);
  }

  /** Takes what is newer than what is known; `seen` is this thread's newest assignment that is in it. */
  #take(id: HandleId, { values, hidden, version }: HandleState, seen: number): void {
    const mirrored = this.#find(id);
    if (!mirrored) return;
    const { slots } = mirrored;
    hide(mirrored, hidden);
    for (const [name, value] of this.#entries(values)) {
      const slot = slots.get(name);
      if (!slot || (slot.seq <= seen && slot.version < version)) slots.set(name, { value, version, seq: 0 });
    }
  }

  #entries(values: Payload): [string, unknown][] {
    return Object.entries(decode(values, { handle: (ref) => this.handle(ref) }) as Record<string, unknown>);
  }

  #update(updates: readonly Update[]): void {
    for (const update of updates) this.#take(update.handle, update, update.seen);
  }

  #create({ id, kind, methods, settable }: HandleRef): Mirrored {
    const slots = new Map<string, Slot>();
    const calls = new Map<string, unknown>();
    const handle: object = new Proxy(new Handle(), {
      get: (_, name) => (typeof name === 'string' ? this.#get(mirrored, calls, name) : undefined),
      set: (_, name, value) => this.#set(mirrored, String(name), value),
      has: (_, name) => slots.has(String(name)) || mirrored.methods.has(String(name)),
      ownKeys: () => [...slots.keys()],
      getOwnPropertyDescriptor: (_, name) => {
        const slot = slots.get(String(name));
        return slot && { value: slot.value, enumerable: true, configurable: true, writable: true };
      },
    });
    const mirrored: Mirrored = { id, kind, methods: new Set(methods), settable, slots, hidden: new Map(), handle };
    this.#mirrored.set(id, new WeakRef(mirrored));
    this.#unused.register(handle, id);
    this.#ids.set(handle, { id, kind, methods: [], settable, values: { form: 'clone', value: {}, transfer: [] }, hidden: {}, version: 0 });
    return mirrored;
  }

  #get(mirrored: Mirrored, calls: Map<string, unknown>, name: string): unknown {
    const slot = mirrored.slots.get(name);
    if (slot) return slot.value;
    const reason = mirrored.hidden.get(name);
    if (reason !== undefined) throw new ThreadError(`${mirrored.kind}.${name} cannot be read on a thread: ${reason}`);
    if (!mirrored.methods.has(name)) return undefined;
    let call = calls.get(name);
    if (!call) calls.set(name, (call = this.#method(mirrored, name)));
    return call;
  }

  #method(mirrored: Mirrored, name: string): (...args: unknown[]) => unknown {
    const local = LOCAL[mirrored.kind]?.[name];
    if (local) return (...args) => local(mirrored.handle as never, ...(args as never[]));
    const [, blocking] = BLOCKING.exec(name) ?? [];
    if (blocking !== undefined) return (...args) => this.#callBlocking(mirrored, blocking, args);
    return (...args) => this.#call(mirrored, name, args);
  }

  async #call(mirrored: Mirrored, method: string, args: readonly unknown[]): Promise<unknown> {
    const { task, payload } = this.#prepare(mirrored, method, args);
    return this.#answer(mirrored, method, await this.#host.call(task, mirrored.id, method, moving(payload, [...payload.transfer])));
  }

  /** The session answers into shared memory, by which the thread wakes. */
  #callBlocking(mirrored: Mirrored, method: string, args: readonly unknown[]): unknown {
    const cell = (this.#cell ??= createCell());
    if (!cell) throw new ThreadError(`${mirrored.kind}.${method}Sync() ${NEEDS_MEMORY} Or await ${mirrored.kind}.${method}().`);
    const { task, payload } = this.#prepare(mirrored, method, args);
    this.#block();
    const call: BlockingCall = { cell, task, handle: mirrored.id, method, args: payload };
    this.#lane.postMessage(call, [...payload.transfer]);
    return this.#answer(mirrored, method, takeAnswer(cell) as Answer);
  }

  #prepare({ kind }: Mirrored, method: string, args: readonly unknown[]): { readonly task: TaskKey; readonly payload: Payload } {
    const task = this.#task();
    if (task === null) throw new ThreadError(`${kind}.${method}() was called after the task had ended.`);
    const payload = this.#encode(args, { root: 'Argument', numbered: true, of: `${kind}.${method}()`, to: 'to the session' });
    this.flush();
    return { task, payload };
  }

  #answer({ kind }: Mirrored, method: string, { outcome, updates }: Answer): unknown {
    this.#update(updates);
    if (!outcome.ok) throw decodeThrown(outcome.error, `${kind}.${method}()`);
    return decode(outcome.value, { handle: (ref) => this.handle(ref) });
  }

  #set({ id, kind, settable, slots, hidden }: Mirrored, name: string, value: unknown): boolean {
    if (!settable || !(slots.has(name) || hidden.has(name))) throw new ThreadError(`${kind}.${name} cannot be assigned on a thread.`);
    const payload = this.#encode(value, { root: `${kind}.${name}`, of: 'an assignment', to: 'to the session' });
    const seq = ++this.#seq;
    slots.set(name, { value, version: slots.get(name)?.version ?? 0, seq });
    this.#outbox.put(`${id} ${name}`, { handle: id, name, value: payload, seq });
    return true;
  }

  #encode(value: unknown, place: Parameters<typeof encode>[1]['place']): Payload {
    return encode(value, { place, isShared: (one) => this.isHandle(one), share: (one) => this.ref(one) });
  }

  #assign(assignments: readonly Assignment[]): void {
    const task = this.#task();
    if (task === null) return this.#confirm(assignments, LATE);
    const moved = assignments.flatMap(({ value }) => value.transfer);
    this.#host
      .assign(task, moving(assignments, moved))
      .then((version) => this.#confirm(assignments, version))
      .catch(this.#report);
  }

  #confirm(assignments: readonly Assignment[], version: Version): void {
    for (const { handle, name, seq } of assignments) {
      const slot = this.#find(handle)?.slots.get(name);
      if (slot?.seq === seq) Object.assign(slot, { seq: 0, version });
    }
  }
}

const NEEDS_MEMORY =
  "blocks its thread, which needs shared memory: serve the page with the headers 'Cross-Origin-Opener-Policy: same-origin' " +
  "and 'Cross-Origin-Embedder-Policy: require-corp'.";

function hide({ slots, hidden }: Mirrored, reasons: Readonly<Record<string, string>>): void {
  for (const [name, reason] of Object.entries(reasons)) {
    slots.delete(name);
    hidden.set(name, reason);
  }
}
