import { expose, type Remote, transfer as moving, wrap } from 'comlink';
import { batch } from '../param/index.ts';
import { type Cell, putAnswer } from './cell.ts';
import { TaskCancelled, ThreadError } from './errors.ts';
import { encodeThrown } from './failure.ts';
import { encodeRecord, NOTHING, type Shown, transferOfUpdates } from './handle-values.ts';
import { Lane } from './lane.ts';
import { decode, encode } from './payload.ts';
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
  ThreadId,
  Update,
  Version,
} from './protocol.ts';
import { LATE } from './protocol.ts';
import { type Caller, isShareable, type Share, shareOf } from './share.ts';

type Values = Record<string, unknown>;

/** A shared object while a task or a definition holds it. */
interface Entry {
  readonly id: HandleId;
  readonly subject: object;
  readonly share: Share;
  holders: number;
  /** Of its newest change. */
  version: Version;
  ended: AbortController;
}

/** A task of this session, as the owner of what it takes and as a holder of handles. */
interface Task {
  readonly name: string;
  caller: Caller;
  end: AbortController;
  /** Handles it holds, with the version that it was sent. */
  readonly held: Map<HandleId, number>;
  thread: ThreadId | null;
}

/** One thread that runs tasks of this session. */
interface Connection {
  readonly lane: Lane;
  readonly mirror: Remote<MirrorApi>;
  readonly dirty: Map<HandleId, Values>;
  seen: number;
  flushing: boolean;
  /** It reads no messages now: what changes goes with the answer for which it is blocked. */
  blocked: boolean;
}

export interface HostOptions {
  post(thread: ThreadId, data: unknown, transfer: Transferable[]): void;
  report(error: unknown, what: string): void;
}

/**
 * The session's side of live handles: shared objects stay here, and threads read, assign and call them. A handle lives as
 * long as a task or a definition holds it; when a task ends, what it owned is free.
 */
export class Host {
  readonly #options: HostOptions;
  readonly #ids = new WeakMap<object, HandleId>();
  readonly #entries = new Map<HandleId, Entry>();
  readonly #tasks = new Map<TaskKey, Task>();
  readonly #connections = new Map<ThreadId, Connection>();
  /** Handles whose values are being encoded: where they contain each other, the inner mention is bare. */
  readonly #encoding = new Set<HandleId>();
  #count = 0;
  /** Of the newest state that was taken of anything, or of the newest change. */
  #version: Version = 0;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Stands for a shared object in a payload; `held` collects what the payload needs. */
  ref(value: object, held: Set<HandleId>): HandleRef {
    const { id, share } = this.#entry(value);
    held.add(id);
    const known = this.#encoding.has(id);
    const values = known ? NOTHING : this.#snapshot(id, share, held);
    return { id, kind: share.kind, methods: share.methods, settable: share.set !== undefined, version: ++this.#version, ...values };
  }

  /** The object that a thread's handle stands for. */
  subject({ id, kind }: HandleRef): object {
    const entry = this.#entries.get(id);
    if (!entry) throw new ThreadError(`A handle of ${kind} was used after the task that it was given to had ended.`);
    return entry.subject;
  }

  /** Values now of handles that a thread may have older ones of. */
  fresh(ids: Iterable<HandleId>, held: Set<HandleId>): [HandleId, HandleState][] {
    return [...ids].flatMap((id) => {
      const entry = this.#entries.get(id);
      return entry ? [[id, { version: ++this.#version, ...this.#snapshot(id, entry.share, held) }]] : [];
    });
  }

  hold(ids: Iterable<HandleId>): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry && entry.holders++ === 0) this.#subscribe(entry);
    }
  }

  drop(ids: Iterable<HandleId>): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!entry || --entry.holders > 0) continue;
      entry.ended.abort();
      this.#entries.delete(id);
    }
  }

  /** Forgets what was collected for a payload that came to nothing. */
  discard(ids: Iterable<HandleId>): void {
    for (const id of ids) if (this.#entries.get(id)?.holders === 0) this.#entries.delete(id);
  }

  /** A task is about to be sent. */
  begin(key: TaskKey, name: string, held: ReadonlySet<HandleId>): void {
    if (held.size === 0) return;
    const ids = [...held];
    this.hold(ids);
    const versions = new Map(ids.map((id) => [id, this.#entries.get(id)?.version ?? 0]));
    this.#tasks.set(key, { name, ...newCaller(key), held: versions, thread: null });
  }

  /** A task has come to a thread: what changed since it was sent follows it. */
  started(key: TaskKey, thread: ThreadId): void {
    const task = this.#tasks.get(key);
    if (!task || task.held.size === 0) return;
    task.thread = thread;
    const connection = this.#connect(thread);
    for (const [id, version] of task.held) {
      const entry = this.#entries.get(id);
      if (entry && entry.version !== version) this.#mark(connection, entry, entry.share.values());
    }
  }

  /** A task runs again, perhaps elsewhere: what its run before owned or waited for is not this one's. */
  again(key: TaskKey): void {
    const task = this.#tasks.get(key);
    if (!task) return;
    task.end.abort(new TaskCancelled(`Task '${task.name}' runs again.`));
    Object.assign(task, newCaller(key), { thread: null });
  }

  /** A task is over: it owns and holds nothing more, and what it still says is not heard. */
  end(key: TaskKey): void {
    const task = this.#tasks.get(key);
    if (!task) return;
    this.#tasks.delete(key);
    task.end.abort(new TaskCancelled(`Task '${task.name}' has ended.`));
    this.drop(task.held.keys());
  }

  receive(thread: ThreadId, data: unknown): void {
    const connection = this.#connections.get(thread);
    if (!connection) return;
    if (isBlockingCall(data)) void this.#answer(connection, data);
    else connection.lane.receive(data);
  }

  gone(thread: ThreadId): void {
    this.#connections.get(thread)?.lane.close();
    this.#connections.delete(thread);
  }

  /** Nothing is shared with threads any more. */
  close(): void {
    for (const thread of this.#connections.keys()) this.gone(thread);
  }

  #entry(subject: object): Entry {
    const id = this.#ids.get(subject) ?? ++this.#count;
    this.#ids.set(subject, id);
    let entry = this.#entries.get(id);
    if (!entry) {
      const share = shareOf(subject);
      entry = { id, subject, share, holders: 0, version: ++this.#version, ended: new AbortController() };
      this.#entries.set(id, entry);
    }
    return entry;
  }

  #snapshot(id: HandleId, share: Share, held: Set<HandleId>): Shown {
    return this.#encodeValues(id, share.kind, share.values(), held);
  }

  #encodeValues(id: HandleId, kind: string, values: Readonly<Values>, held: Set<HandleId>): Shown {
    this.#encoding.add(id);
    try {
      return encodeRecord(values, kind, (value) => this.ref(value, held));
    } finally {
      this.#encoding.delete(id);
    }
  }

  #subscribe(entry: Entry): void {
    entry.share.subscribe((values) => {
      entry.version = ++this.#version;
      for (const thread of this.#threadsWith(entry.id)) this.#mark(this.#connect(thread), entry, values);
    }, entry.ended.signal);
  }

  #threadsWith(id: HandleId): Set<ThreadId> {
    const threads = new Set<ThreadId>();
    for (const { thread, held } of this.#tasks.values()) if (thread !== null && held.has(id)) threads.add(thread);
    return threads;
  }

  #connect(thread: ThreadId): Connection {
    let connection = this.#connections.get(thread);
    if (!connection) {
      const lane = new Lane((data, transfer) => this.#options.post(thread, data, transfer));
      connection = { lane, mirror: wrap<MirrorApi>(lane), dirty: new Map(), seen: 0, flushing: false, blocked: false };
      this.#connections.set(thread, connection);
      expose(this.#api(connection), lane);
    }
    return connection;
  }

  #api(connection: Connection): HostApi {
    return {
      assign: (key, assignments) => this.#assign(connection, key, assignments),
      call: (key, handle, method, args) => this.#call(connection, key, handle, method, args),
    };
  }

  #assign(connection: Connection, key: TaskKey, assignments: readonly Assignment[]): Version {
    const task = this.#tasks.get(key);
    const before = task ? this.#version : LATE;
    const assign = (): void => {
      for (const { handle, name, value, seq } of assignments) {
        connection.seen = seq;
        const entry = this.#entries.get(handle);
        if (task && entry) this.#set(connection, entry, task, name, value);
      }
    };
    // What comes together is one change: no watcher sees half of it.
    if (assignments.length === 1) assign();
    else this.#report(() => batch(assign), `assigning in task '${task?.name ?? key}'`);
    return before;
  }

  #report(fn: () => void, what: string): void {
    try {
      fn();
    } catch (error) {
      this.#options.report(error, what);
    }
  }

  /** The thread believes its assignment; if it is refused, the thread has to know the true value again. */
  #set(connection: Connection, entry: Entry, task: Task, name: string, value: Payload): void {
    try {
      entry.share.set?.(name, decode(value, { handle: (ref) => this.subject(ref) }));
    } catch (error) {
      this.#mark(connection, entry, { [name]: entry.share.values()[name] });
      this.#options.report(error, `assigning ${entry.share.kind}.${name} in task '${task.name}'`);
    }
  }

  async #call(connection: Connection, key: TaskKey, handle: HandleId, method: string, payload: Payload): Promise<Answer> {
    const task = this.#tasks.get(key);
    const entry = this.#entries.get(handle);
    let outcome: Answer['outcome'];
    try {
      if (!task || !entry) throw new TaskCancelled(`The task that called '${method}' has ended.`);
      outcome = { ok: true, value: await this.#result(entry, task, method, payload) };
    } catch (error) {
      outcome = { ok: false, error: encodeThrown(error) };
    }
    if (task && entry) this.#mark(connection, entry, entry.share.values());
    if (task) this.#markChanged(connection, task);
    const updates = this.#takeUpdates(connection);
    const moved = [...(outcome.ok ? outcome.value.transfer : []), ...transferOfUpdates(updates)];
    return moving({ outcome, updates }, moved);
  }

  /** The thread is blocked until it is answered, so every way ends with an answer. */
  async #answer(connection: Connection, { cell, task, handle, method, args }: BlockingCall): Promise<void> {
    connection.blocked = true;
    const answer = await this.#call(connection, task, handle, method, args);
    connection.blocked = false;
    try {
      putAnswer(cell, answer);
    } catch {
      this.#answerOnly(connection, cell, answer);
    }
  }

  /** What changed cannot be handed over in this way: it follows by itself, as the call has taken effect. */
  #answerOnly(connection: Connection, cell: Cell, { outcome, updates }: Answer): void {
    for (const { handle } of updates) {
      const entry = this.#entries.get(handle);
      if (entry) this.#mark(connection, entry, entry.share.values());
    }
    try {
      putAnswer(cell, { outcome, updates: [] });
    } catch (error) {
      putAnswer(cell, { outcome: { ok: false, error: encodeThrown(error) }, updates: [] });
    }
  }

  async #result({ share }: Entry, task: Task, method: string, payload: Payload): Promise<Payload> {
    if (!share.methods.includes(method)) throw new ThreadError(`A ${share.kind} has no method '${method}' that a thread can call.`);
    const args = decode(payload, { handle: (ref) => this.subject(ref) }) as unknown[];
    const value = await share.call(method, args, task.caller);
    const held = new Set<HandleId>();
    const place = { root: 'Result', of: `${share.kind}.${method}()`, to: 'to a thread' };
    try {
      const encoded = encode(value, { place, isShared: isShareable, share: (shared) => this.ref(shared, held) });
      this.#alsoHold(task, held);
      return encoded;
    } catch (error) {
      this.discard(held);
      throw error;
    }
  }

  #alsoHold(task: Task, held: Iterable<HandleId>): void {
    for (const id of held) {
      if (task.held.has(id) || task.caller.signal.aborted) continue;
      this.hold([id]);
      task.held.set(id, 0);
    }
  }

  #mark(connection: Connection, { id }: Entry, values: Readonly<Values>): void {
    connection.dirty.set(id, { ...connection.dirty.get(id), ...values });
    if (connection.flushing) return;
    connection.flushing = true;
    queueMicrotask(() => this.#flush(connection));
  }

  /** What changed since the thread knew it for sure: it may not have been told where it runs, or be blocked and have read nothing. */
  #markChanged(connection: Connection, { held }: Task): void {
    for (const [id, version] of held) {
      const entry = this.#entries.get(id);
      if (!entry || entry.version === version) continue;
      held.set(id, entry.version);
      this.#mark(connection, entry, entry.share.values());
    }
  }

  #flush(connection: Connection): void {
    connection.flushing = false;
    if (connection.blocked) return;
    const updates = this.#takeUpdates(connection);
    if (updates.length === 0) return;
    connection.mirror
      .update(moving(updates, transferOfUpdates(updates)))
      .catch((error: unknown) => this.#options.report(error, 'telling a thread new values'));
  }

  #takeUpdates(connection: Connection): Update[] {
    const updates: Update[] = [];
    for (const [handle, values] of connection.dirty) {
      const entry = this.#entries.get(handle);
      if (!entry) continue;
      const held = new Set<HandleId>();
      const encoded = this.#encodeValues(handle, entry.share.kind, values, held);
      for (const task of this.#tasks.values()) if (task.held.has(handle)) this.#alsoHold(task, held);
      updates.push({ handle, ...encoded, version: ++this.#version, seen: connection.seen });
    }
    connection.dirty.clear();
    return updates;
  }
}

/** Who calls in the name of one run of a task. */
function newCaller(id: TaskKey): Pick<Task, 'caller' | 'end'> {
  const end = new AbortController();
  return { caller: { id, signal: end.signal }, end };
}

function isBlockingCall(data: unknown): data is BlockingCall {
  return typeof data === 'object' && data !== null && 'cell' in data;
}
