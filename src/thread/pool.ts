import { getBase } from '../http/index.ts';
import type { Channel } from './channel.ts';
import { TaskCancelled, TaskTimeout, ThreadCrashed, ThreadError } from './errors.ts';
import { encodeThrown } from './failure.ts';
import { Mail } from './mail.ts';
import type {
  ClientMessage,
  Definition,
  DefinitionKey,
  Outcome,
  PoolMessage,
  Ran,
  SessionId,
  TaskKey,
  TaskOrder,
  ThreadBoot,
  ThreadId,
  WireThrown,
} from './protocol.ts';
import { THREAD_VERSION } from './protocol.ts';
import { type RemoteListener, RemoteThread } from './remote.ts';
import { createState, type End, type Instruction, type SchedulerEvent, type State, step, type Timer } from './scheduler.ts';
import { spawn as spawnWorker } from './spawn.ts';
import { nextTurn, SLICE } from './turn.ts';

/** A session's way to the pool. */
export type PoolPort = Channel<ClientMessage, PoolMessage>;

export interface PoolOptions {
  /** Number of threads; 0 is the hardware's concurrency. Default: the smaller of that and 8. */
  readonly size?: number;
  /** Milliseconds between the abort of a task and the end of its thread. Default 250. */
  readonly grace?: number;
  /** Files embedded in the page, which `http.fetch` finds on threads too: path → data url. Asked for when a thread starts. */
  readonly assets?: () => Readonly<Record<string, string>>;
  /** Starts a worker and boots it as a thread. Default: `spawn`. */
  readonly spawn?: (name: string, boot: ThreadBoot) => Promise<Worker>;
}

type Order = TaskOrder & { readonly session: SessionId };

/** What the page keeps of a session. */
interface Client {
  readonly definitions: Map<DefinitionKey, Definition>;
  readonly mail: Mail;
}

/** A worker, from the decision to start it until its end. */
interface Place {
  remote: RemoteThread | null;
  /** Definitions that it has. */
  readonly defined: Set<DefinitionKey>;
}

/** What the scheduler need not know of an event. */
interface Detail {
  readonly outcomes?: ReadonlyMap<TaskKey, Outcome>;
  /** Why somebody gave tasks up, or why a thread did not start. */
  readonly reason?: WireThrown;
  /** What ended a thread. */
  readonly why?: string;
}

/**
 * The threads of a page, which its sessions share: the shell around the scheduler. It reads headers only; payloads
 * pass through it by reference. Threads start when tasks wait for them and end with the last session.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #state: State;
  readonly #clients = new Map<SessionId, Client>();
  readonly #orders = new Map<TaskKey, Order>();
  readonly #places = new Map<ThreadId, Place>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #events: [SchedulerEvent, Detail][] = [];
  readonly #name = uniqueName();
  /** Set while an event is worked off. */
  #detail: Detail | null = null;
  /** The rest of the events waits for the page's next turn. */
  #paused = false;
  #slice = SLICE;

  constructor(options: PoolOptions = {}) {
    this.#options = options;
    const { size = Math.min(concurrency(), 8), grace = 250 } = options;
    if (!(grace >= 0)) throw new RangeError(`Option 'grace' of Pool must be at least 0 ms, not ${grace}.`);
    this.#state = createState({ size: countOf(size), grace });
  }

  /** The most threads it runs at a time, besides those that are somebody's own. */
  get size(): number {
    return this.#state.size;
  }

  /** Number of workers that it has started or is starting. */
  get threads(): number {
    return this.#places.size;
  }

  /** What happened to the newest tasks, by key. */
  get stories(): ReadonlyMap<TaskKey, readonly string[]> {
    return this.#state.stories;
  }

  /** Changes the number of threads; 0 is the hardware's concurrency. Threads that are too many end when they become idle. */
  resize(size: number): void {
    this.#step({ type: 'resize', size: countOf(size) });
  }

  /** Opens a session's way to the pool. When `signal` aborts, its tasks are dropped and what it held is freed. */
  connect({ id, signal }: { readonly id: SessionId; readonly signal: AbortSignal }): PoolPort {
    if (this.#clients.has(id)) throw new ThreadError(`Session '${id}' is connected to the pool already.`);
    const mail = new Mail();
    this.#clients.set(id, { definitions: new Map(), mail });
    this.#step({ type: 'connect', session: id });
    signal.addEventListener('abort', () => this.#disconnect(id), { once: true });
    if (signal.aborted) this.#disconnect(id);
    return {
      post: (message) => {
        if (!signal.aborted) this.#receive(id, message);
      },
      listen: (receive) => mail.listen(receive),
    };
  }

  /** Ends all threads; every task of every session is rejected. */
  close(): void {
    this.#slice = Infinity;
    if (this.#paused) this.#work();
    const reason = encodeThrown(new TaskCancelled('The pool was closed.'));
    this.#step({ type: 'cancel', tasks: [...this.#orders.keys()] }, { reason });
    for (const id of this.#clients.keys()) this.#disconnect(id);
    for (const [thread, { remote }] of this.#places) {
      remote?.end();
      this.#down(thread, { why: 'the pool was closed' });
    }
  }

  #disconnect(id: SessionId): void {
    const client = this.#clients.get(id);
    if (!client) return;
    this.#clients.delete(id);
    this.#step({ type: 'disconnect', session: id });
    for (const definition of client.definitions.keys()) {
      this.#state.kinds.delete(definition);
      for (const { defined } of this.#places.values()) defined.delete(definition);
    }
  }

  #receive(session: SessionId, message: ClientMessage): void {
    const client = this.#clients.get(session);
    if (!client) return;
    switch (message.type) {
      case 'define':
        client.definitions.set(message.definition.key, message.definition);
        return;
      case 'forget':
        return this.#forget(client, message.definition);
      case 'submit':
        return this.#submit(session, message.tasks);
      case 'cancel':
        return this.#step({ type: 'cancel', tasks: message.tasks }, { reason: message.reason });
      case 'resize':
        return this.resize(message.size);
      case 'relay':
        this.#places.get(message.thread)?.remote?.relay(session, message);
    }
  }

  #submit(session: SessionId, orders: readonly TaskOrder[]): void {
    const own = orders.map((order) => ({ ...order, session }));
    for (const order of own) this.#orders.set(order.key, order);
    this.#step({ type: 'submit', tasks: own });
  }

  #forget(client: Client, definition: DefinitionKey): void {
    client.definitions.delete(definition);
    this.#state.kinds.delete(definition);
    for (const place of this.#places.values()) {
      if (place.defined.delete(definition)) place.remote?.forget(definition);
    }
  }

  /** Events that come while one is being worked off wait for their turn, and those that are too many for the page's next ones. */
  #step(event: SchedulerEvent, detail: Detail = {}): void {
    this.#events.push([event, detail]);
    if (!this.#detail && !this.#paused) this.#work();
  }

  #work(): void {
    const end = performance.now() + this.#slice;
    this.#paused = false;
    try {
      while (this.#events.length > 0 && !this.#paused) {
        const [event, detail] = this.#events.shift() as [SchedulerEvent, Detail];
        this.#detail = detail;
        for (const instruction of step(this.#state, event)) this.#obey(instruction, detail);
        this.#paused = performance.now() >= end;
      }
    } finally {
      this.#detail = null;
    }
    this.#paused &&= this.#events.length > 0;
    if (this.#paused) nextTurn(() => this.#work());
  }

  #obey(instruction: Instruction, detail: Detail): void {
    switch (instruction.do) {
      case 'spawn':
        void this.#spawn(instruction.thread);
        return;
      case 'terminate':
        return this.#end(instruction.thread);
      case 'execute':
        return this.#execute(instruction.thread, instruction.tasks, instruction.brief);
      case 'abort':
        return this.#remoteOf(instruction.thread)?.abort(instruction.task, this.#error(instruction.task, instruction.end, detail));
      case 'started':
        return this.#tell(instruction.tasks[0], { type: 'started', tasks: instruction.tasks, thread: instruction.thread });
      case 'deliver': {
        const outcome = detail.outcomes?.get(instruction.task);
        return outcome && this.#settle(instruction.task, outcome);
      }
      case 'settle': {
        const { task, end } = instruction;
        return this.#settle(task, { end: end === 'refused' ? 'error' : end, error: this.#error(task, end, detail) });
      }
      case 'release':
        this.#orders.delete(instruction.task);
        return;
      case 'wake':
        return this.#wake(instruction.task, instruction.timer, instruction.after);
      case 'still':
        return this.#still(instruction.task, instruction.timer);
      case 'detach':
        return this.#remoteOf(instruction.thread)?.detach(instruction.session);
    }
  }

  async #spawn(thread: ThreadId): Promise<void> {
    const { spawn = spawnWorker, assets = () => ({}) } = this.#options;
    const lock = `heddle/thread/${this.#name}/${thread}`;
    const boot: ThreadBoot = { boot: 'thread', version: THREAD_VERSION, thread, base: getBase(), assets: assets(), lock };
    const place: Place = { remote: null, defined: new Set() };
    this.#places.set(thread, place);
    try {
      const worker = await spawn(`heddle ${thread}`, boot);
      if (this.#places.get(thread) !== place) return worker.terminate();
      place.remote = new RemoteThread(worker, boot, this.#listener(thread));
    } catch (error) {
      if (this.#places.get(thread) === place) this.#down(thread, { reason: encodeThrown(error) });
    }
  }

  #listener(thread: ThreadId): RemoteListener {
    return {
      up: () => this.#step({ type: 'up', thread }),
      report: (report) => this.#report(thread, report),
      relay: (session, data, transfer) => this.#clients.get(session)?.mail.post({ type: 'relay', thread, data, transfer }),
      died: (why) => this.#down(thread, { why: `the thread '${thread}' has ended: ${why}` }),
    };
  }

  #report(thread: ThreadId, report: Parameters<RemoteListener['report']>[0]): void {
    switch (report.type) {
      case 'progress':
        return this.#tell(report.task, report);
      case 'settled':
        return this.#ran(thread, report.results);
      case 'began':
      case 'returned':
        return this.#step({ ...report, thread });
      case 'uncaught':
        return this.#clients.get(report.session)?.mail.post({ type: 'uncaught', thread, error: report.error });
    }
  }

  #ran(thread: ThreadId, results: readonly Ran[]): void {
    const outcomes = new Map(results.map(({ task, outcome }) => [task, outcome]));
    const ends = results.map(({ task, outcome, took, shown }) => ({ task, failed: outcome.end !== 'finished', took, shown }));
    this.#step({ type: 'settled', thread, results: ends }, { outcomes });
  }

  #down(thread: ThreadId, detail: Detail): void {
    this.#places.delete(thread);
    this.#step({ type: 'down', thread }, detail);
    this.#gone(thread);
  }

  #end(thread: ThreadId): void {
    this.#remoteOf(thread)?.end();
    this.#places.delete(thread);
    this.#gone(thread);
  }

  #gone(thread: ThreadId): void {
    for (const client of this.#clients.values()) client.mail.post({ type: 'gone', thread });
  }

  #execute(thread: ThreadId, keys: readonly TaskKey[], brief: boolean): void {
    const place = this.#places.get(thread);
    if (!place?.remote) return;
    const runs = keys.flatMap((key) => this.#orders.get(key) ?? []);
    for (const { definition, session } of runs) {
      const full = this.#clients.get(session)?.definitions.get(definition);
      if (!full || place.defined.has(definition)) continue;
      place.defined.add(definition);
      place.remote.define(full);
    }
    this.#send(thread, place.remote, runs, brief);
  }

  /** Arguments that cannot be sent on fail their own tasks, and neither the thread nor those beside them. */
  #send(thread: ThreadId, remote: RemoteThread, orders: readonly Order[], brief: boolean): void {
    const runs = orders.map(({ key, session, name, definition, args, fresh }) => ({ key, session, name, definition, args, fresh }));
    try {
      remote.execute(runs, brief);
    } catch (thrown) {
      if (orders.length > 1) return orders.forEach((order) => this.#send(thread, remote, [order], brief));
      const outcome: Outcome = { end: 'error', error: encodeThrown(thrown) };
      this.#ran(
        thread,
        orders.map(({ key }) => ({ task: key, outcome, took: 0, shown: false })),
      );
    }
  }

  #settle(task: TaskKey, outcome: Outcome): void {
    const order = this.#orders.get(task);
    if (order) this.#clients.get(order.session)?.mail.settled({ task, outcome });
  }

  #tell(task: TaskKey | undefined, message: PoolMessage): void {
    const order = task === undefined ? undefined : this.#orders.get(task);
    if (order) this.#clients.get(order.session)?.mail.post(message);
  }

  #error(task: TaskKey, end: End, { reason, why }: Detail): WireThrown {
    const order = this.#orders.get(task);
    const name = order?.name ?? task;
    switch (end) {
      case 'cancelled':
        return reason ?? encodeThrown(new TaskCancelled(`Task '${name}' was cancelled: its session has ended.`));
      case 'timeout':
        return encodeThrown(new TaskTimeout(`Task '${name}' ran for longer than its timeout of ${order?.timeout} ms.`));
      case 'crashed':
        return encodeThrown(new ThreadCrashed(`Task '${name}' is lost: ${why}.`));
      case 'refused':
        return reason ?? encodeThrown(new ThreadCrashed(`Task '${name}' cannot run: ${why}.`));
    }
  }

  #wake(task: TaskKey, timer: Timer, after: number): void {
    this.#still(task, timer);
    this.#timers.set(
      `${timer} ${task}`,
      setTimeout(() => this.#step({ type: 'timer', task, timer }), after),
    );
  }

  #still(task: TaskKey, timer: Timer): void {
    const name = `${timer} ${task}`;
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #remoteOf(thread: ThreadId): RemoteThread | null | undefined {
    return this.#places.get(thread)?.remote;
  }
}

function concurrency(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 4;
}

function countOf(size: number): number {
  if (!Number.isInteger(size) || size < 0) throw new RangeError(`The size of a pool must be a whole number from 0, not ${size}.`);
  return size === 0 ? concurrency() : size;
}

/** Names of locks are shared by all tabs of an origin, and by all local files in some browsers. */
function uniqueName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
