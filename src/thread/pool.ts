import type { Channel } from './channel.ts';
import { errorOf } from './ending.ts';
import { TaskCancelled, ThreadError } from './errors.ts';
import { decodeThrown, encodeThrown } from './failure.ts';
import { Mail } from './mail.ts';
import { lookAt, ownerOf, queuedOf, type PoolObserver, type PoolView, type SeenTask, type SeenThread, Watch } from './observe.ts';
import type {
  ClientMessage,
  Definition,
  DefinitionKey,
  Manner,
  Outcome,
  Payload,
  PoolMessage,
  Ran,
  SessionId,
  Settled,
  TaskKey,
  TaskOrder,
  ThreadBoot,
  ThreadId,
  ThreadReport,
  ValueKey,
  WireThrown,
} from './protocol.ts';
import type { RemoteListener } from './remote.ts';
import { PrivatePools } from './private.ts';
import { createState, type End, type Instruction, type SchedulerEvent, type State, step, storyOf } from './scheduler/index.ts';
import { sizeOf } from './size.ts';
import { spawn as spawnWorker } from './spawn.ts';
import { Timers } from './timers.ts';
import { Slices } from './turn.ts';
import { type Cause, type Supplies, Workers } from './workers.ts';

/** A session's way to the pool. */
export type PoolPort = Channel<ClientMessage, PoolMessage>;

export interface PoolOptions {
  /** Number of threads; 0 is the hardware's concurrency. Default: that, but at most 8, and no more than memory bears. */
  readonly size?: number;
  /** Milliseconds between the abort of a task and the end of its thread. Default 250. */
  readonly grace?: number;
  /** Milliseconds after which a thread that nobody uses may end; it ends within twice that. One stays. Default 30 000. */
  readonly idle?: number;
  /** What the ids of its threads begin with. Default: nothing. */
  readonly prefix?: string;
  /** Files embedded in the page, which `http.fetch` finds on threads too: path → data url. Asked for when a thread starts. */
  readonly assets?: () => Readonly<Record<string, string>>;
  /** Starts a worker and boots it as a thread. Default: `spawn`. */
  readonly spawn?: (name: string, boot: ThreadBoot) => Promise<Worker>;
}

interface Order extends TaskOrder {
  /** How many items its consumer has asked for, and how many its generator gave: it waits when these are equal. */
  demand?: { asked: number; given: number };
}

/** What the page keeps of a session. */
interface Client extends Supplies {
  readonly definitions: Map<DefinitionKey, Definition>;
  readonly values: Map<ValueKey, Payload>;
  readonly mail: Mail;
  readonly pools: PrivatePools;
}

/** What the scheduler need not know of an event. */
interface Detail extends Cause {
  /** Why somebody gave tasks up, or why a thread did not start. */
  readonly reason?: WireThrown;
  /** Who gave the tasks up has settled them. */
  readonly known?: boolean;
}

const PLAIN: Detail = {};

const IDLE = 30_000;

/**
 * The threads of a page, which its sessions share: the shell around the scheduler. It reads headers only; payloads
 * pass through it by reference. Threads start when tasks wait for them and end with the last session.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #state: State;
  readonly #clients = new Map<SessionId, Client>();
  readonly #orders = new Map<TaskKey, Order>();
  readonly #workers: Workers;
  readonly #timers = new Timers();
  readonly #events = new Slices<[SchedulerEvent, Detail]>(([event, detail]) => this.#work(event, detail));
  readonly #observers: Set<PoolObserver>;
  #watch: Watch | undefined;
  #closed = false;
  /** What to do when its last task is over, once it takes no more. */
  #retired: (() => void) | undefined;

  /** `observers` are those of the pool that it is part of. */
  constructor(options: PoolOptions = {}, observers = new Set<PoolObserver>()) {
    this.#options = options;
    this.#observers = observers;
    const { size, grace = 250, idle = IDLE, prefix = '', spawn = spawnWorker, assets = () => ({}) } = options;
    for (const [name, ms] of Object.entries({ grace, idle }))
      if (!(ms >= 0)) throw new RangeError(`Option '${name}' of Pool must be at least 0 ms, not ${ms}.`);
    this.#state = createState({ size: sizeOf(size, 'a pool'), grace, idle, prefix });
    this.#workers = new Workers({
      ...{ spawn, assets },
      listener: (thread) => this.#listener(thread),
      down: (thread, cause) => this.#down(thread, cause),
    });
  }

  /** The most threads it runs at a time, besides those that are somebody's own. */
  get size(): number {
    return this.#state.size;
  }

  /** Number of workers that it has started or is starting. */
  get threads(): number {
    return this.#workers.size;
  }

  /** Number of tasks that it has. */
  get tasks(): number {
    return this.#orders.size;
  }

  /** How much waits for a later turn of the page: messages of sessions, reports of threads. */
  get waiting(): number {
    return this.#events.size;
  }

  /** What happened to a task that is under way, or was one of the last 512 to end. */
  story(task: TaskKey): readonly string[] {
    return storyOf(this.#state, task);
  }

  /** Tells what its threads do, and those of its sessions' own pools, from now until `signal` aborts. */
  observe(observer: PoolObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#observers.add(observer);
    signal.addEventListener('abort', () => this.#observers.delete(observer), { once: true });
  }

  /** What it has at this moment, the pools of its sessions included. */
  look(): PoolView {
    const view = { threads: [] as SeenThread[], queued: new Map<SessionId, number>() };
    for (const pool of this.#all()) lookAt(pool.#state, pool.#see, view);
    return view;
  }

  /** Gives up a task in the name of the page: its session is told `reason`. False for a task that is over. */
  cancel(task: TaskKey, reason: string): boolean {
    for (const pool of this.#all()) {
      if (!pool.#orders.has(task)) continue;
      pool.#step({ type: 'cancel', tasks: [task] }, { reason: encodeThrown(new TaskCancelled(reason)) });
      return true;
    }
    return false;
  }

  /** Gives up what waits of a session in the name of the page, and says how many tasks that were. */
  cancelQueued(session: SessionId, why: string): number {
    const reason = encodeThrown(new TaskCancelled(why));
    let count = 0;
    for (const pool of this.#all()) {
      const tasks = queuedOf(pool.#state, session);
      for (const key of tasks) pool.#events.add([{ type: 'cancel', tasks: [key] }, { reason }]);
      pool.#events.run();
      count += tasks.length;
    }
    return count;
  }

  /**
   * Changes the number of threads; 0 is the hardware's concurrency, null the default. Threads that are too many end when
   * they become idle.
   */
  resize(size: number | null): void {
    this.#step({ type: 'resize', size: sizeOf(size, 'a pool') });
  }

  /** Opens a session's way to the pool. When `signal` aborts, its tasks are dropped and what it held is freed. */
  connect({ id, signal }: { readonly id: SessionId; readonly signal: AbortSignal }): PoolPort {
    if (this.#clients.has(id)) throw new ThreadError(`Session '${id}' is connected to the pool already.`);
    const mail = new Mail();
    if (!this.#closed && !signal.aborted) this.#join(id, mail, signal);
    return {
      post: (message) => {
        if (this.#closed) refuse(message, mail);
        else if (!signal.aborted) this.#receive(id, message);
      },
      listen: (receive) => mail.listen(receive),
    };
  }

  /** Ends all threads when they have let go of what they have, and then calls `over`. Nobody submits more. */
  retire(over: () => void): void {
    this.#retired = over;
    this.#rest();
  }

  /** Ends all threads; every task of every session is rejected, and so is what is submitted later. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#events.finish();
    this.#step({ type: 'cancel', tasks: [...this.#orders.keys()] }, { reason: encodeThrown(closed()) });
    for (const id of this.#clients.keys()) this.#disconnect(id);
    for (const thread of this.#workers.ids()) {
      this.#workers.end(thread);
      this.#down(thread, { why: 'the pool was closed' });
    }
    this.#timers.end();
  }

  #join(id: SessionId, mail: Mail, signal: AbortSignal): void {
    const make = (size: number, prefix: string): Pool => new Pool({ ...this.#options, size, prefix }, this.#observers);
    const pools = new PrivatePools(id, make, (message) => mail.post(message));
    this.#clients.set(id, { definitions: new Map(), values: new Map(), mail, pools });
    this.#step({ type: 'connect', session: id });
    signal.addEventListener('abort', () => this.#disconnect(id), { once: true });
  }

  #disconnect(id: SessionId): void {
    const client = this.#clients.get(id);
    if (!client) return;
    this.#clients.delete(id);
    client.pools.end();
    this.#step({ type: 'disconnect', session: id });
    for (const definition of client.definitions.keys()) this.#state.kinds.delete(definition);
    this.#workers.detached(client);
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
      case 'scatter':
        client.values.set(message.key, message.value);
        return;
      case 'drop':
        client.values.delete(message.key);
        return this.#workers.drop(message.key);
      case 'submit':
        return this.#submit(message.tasks);
      case 'cancel':
        return this.#step({ type: 'cancel', tasks: message.tasks }, { reason: message.reason, known: true });
      case 'pull':
        return this.#pull(message.task, message.count);
      case 'resize':
        return this.resize(message.size);
      case 'open':
      case 'close':
      case 'within':
        return client.pools.receive(message);
      case 'lost':
        return this.#lost(client, message.message, message.error);
      case 'relay':
        this.#workers.get(message.thread)?.relay(session, message);
    }
  }

  /** Whoever waits for what could not be passed on is told; a thread that may be blocked for it is ended. */
  #lost({ mail }: Client, message: ClientMessage | PoolMessage, error: WireThrown): void {
    if (message.type === 'relay') return this.#crash(message.thread, error);
    if (message.type === 'items') return this.#step({ type: 'cancel', tasks: [message.task] }, { reason: error });
    if (message.type !== 'settled') return;
    const { results } = message;
    const single = results.length > 1 ? results : results.map(({ task }): Settled => ({ task, outcome: { end: 'error', error } }));
    for (const one of single) mail.post({ type: 'settled', results: [one] });
  }

  #crash(thread: ThreadId, error: WireThrown): void {
    if (!this.#workers.get(thread)) return;
    this.#workers.end(thread);
    this.#down(thread, { why: `a message could not be passed on, ${String(decodeThrown(error, 'it'))}` });
  }

  #submit(tasks: readonly TaskOrder[]): void {
    for (const order of tasks) this.#orders.set(order.key, order);
    this.#step({ type: 'submit', tasks });
  }

  #forget(client: Client, definition: DefinitionKey): void {
    client.definitions.delete(definition);
    this.#state.kinds.delete(definition);
    this.#workers.forget(definition);
  }

  /** Events that come while one is being worked off wait for their turn. */
  #step(event: SchedulerEvent, detail: Detail = PLAIN): void {
    this.#events.add([event, detail]);
    this.#events.run();
  }

  #work(event: SchedulerEvent, detail: Detail): void {
    const instructions = step(this.#state, event);
    if (this.#observers.size > 0) (this.#watch ??= new Watch(this.#state, this.#see, this.#observers)).stepped(event, instructions);
    else this.#watch = undefined;
    for (const instruction of instructions) this.#obey(instruction, detail);
    this.#rest();
  }

  #rest(): void {
    const over = this.#retired;
    if (!over || this.#orders.size > 0) return;
    this.#retired = undefined;
    this.close();
    over();
  }

  readonly #see = (key: TaskKey): SeenTask | undefined => {
    const order = this.#orders.get(key);
    return order && { key, name: order.name, session: ownerOf(order.session) };
  };

  /** This pool and those of its sessions. */
  *#all(): Generator<Pool> {
    yield this;
    for (const { pools } of this.#clients.values()) for (const pool of pools) yield* pool.#all();
  }

  #obey(instruction: Instruction, detail: Detail): void {
    switch (instruction.do) {
      case 'spawn':
        void this.#workers.start(instruction.thread);
        return;
      case 'terminate':
        return this.#end(instruction.thread);
      case 'execute':
        return this.#execute(instruction);
      case 'recall':
        return this.#workers.get(instruction.thread)?.recall(instruction.tasks);
      case 'relieve':
        return this.#workers.get(instruction.thread)?.relieve(instruction.tasks);
      case 'abort':
        return this.#abort(instruction, detail);
      case 'started':
        return this.#started(instruction);
      case 'again':
        return this.#tell(instruction.task, { type: 'again', task: instruction.task });
      case 'deliver':
        return this.#settle(instruction.task, instruction.outcome);
      case 'settle': {
        const { task, end } = instruction;
        const error = detail.known ? undefined : this.#error(task, end, detail);
        return error && this.#settle(task, { end: end === 'refused' ? 'error' : end, error });
      }
      case 'release':
        this.#orders.delete(instruction.task);
        return;
      case 'wake': {
        const { task, timer, after } = instruction;
        return this.#timers.set(`${timer} ${task}`, after, () => this.#step({ type: 'timer', task, timer }));
      }
      case 'still':
        return this.#timers.clear(`${instruction.timer} ${instruction.task}`);
      case 'look':
        return this.#timers.set('look', instruction.after, () => this.#step({ type: 'looked' }));
      case 'detach':
        return this.#workers.get(instruction.thread)?.detach(instruction.session);
    }
  }

  #listener(thread: ThreadId): Omit<RemoteListener, 'died'> {
    return {
      up: () => this.#step({ type: 'up', thread }),
      report: (report) => this.#report(thread, report),
      relay: (session, data, transfer) => this.#clients.get(session)?.mail.post({ type: 'relay', thread, data, transfer }),
    };
  }

  #report(thread: ThreadId, report: Parameters<RemoteListener['report']>[0]): void {
    switch (report.type) {
      case 'progress':
        return this.#tell(report.task, report);
      case 'items':
        return this.#gave(report);
      case 'settled':
        return this.#step({ type: 'settled', thread, results: report.results });
      case 'began':
      case 'returned':
      case 'blocked':
        return this.#step({ ...report, thread });
      case 'uncaught':
        return this.#clients.get(report.session)?.mail.post({ type: 'uncaught', thread, error: report.error });
    }
  }

  #gave({ task, items, given }: Extract<ThreadReport, { type: 'items' }>): void {
    const order = this.#orders.get(task);
    if (!order) return;
    const demand = (order.demand ??= { asked: order.credit ?? 0, given });
    demand.given = given;
    this.#tell(task, { type: 'items', task, items });
    this.#step({ type: 'waits', task, waits: demand.asked === given });
  }

  #pull(task: TaskKey, count: number): void {
    const demand = this.#orders.get(task)?.demand;
    const thread = this.#state.tasks.get(task)?.thread;
    if (!demand || !thread) return;
    demand.asked += count;
    this.#workers.get(thread)?.pull(task, count);
    this.#step({ type: 'waits', task, waits: false });
  }

  #down(thread: ThreadId, cause: Cause): void {
    this.#step({ type: 'down', thread }, cause);
    this.#gone(thread);
  }

  #end(thread: ThreadId): void {
    this.#workers.end(thread);
    this.#gone(thread);
  }

  #gone(thread: ThreadId): void {
    for (const client of this.#clients.values()) client.mail.post({ type: 'gone', thread });
  }

  #execute(instruction: Extract<Instruction, { do: 'execute' }>): void {
    const { thread, tasks } = instruction;
    const runs: Order[] = [];
    for (const key of tasks) {
      const run = this.#orders.get(key);
      if (!run) continue;
      runs.push(run);
      const supplies = this.#clients.get(run.session);
      if (supplies) this.#workers.equip(thread, run, supplies);
    }
    this.#send(thread, runs, instruction);
  }

  /** Arguments that cannot be sent on fail their own tasks, and neither the thread nor those beside them. */
  #send(thread: ThreadId, orders: readonly Order[], manner: Manner): void {
    try {
      this.#workers.get(thread)?.execute(orders, manner);
    } catch (thrown) {
      if (orders.length > 1) return orders.forEach((order) => this.#send(thread, [order], manner));
      const outcome: Outcome = { end: 'error', error: encodeThrown(thrown) };
      const results = orders.map(({ key }): Ran => ({ task: key, outcome, took: 0, shown: false }));
      this.#step({ type: 'settled', thread, results });
    }
  }

  #abort({ thread, task, end }: Extract<Instruction, { do: 'abort' }>, detail: Detail): void {
    const reason = this.#error(task, end, detail);
    if (reason) this.#workers.get(thread)?.abort(task, reason);
  }

  #settle(task: TaskKey, outcome: Outcome): void {
    this.#mailOf(task)?.settled({ task, outcome });
  }

  #started({ tasks, thread, brief }: Extract<Instruction, { do: 'started' }>): void {
    const mail = this.#mailOf(tasks[0]);
    const message = { type: 'started', tasks, thread } as const;
    if (brief) mail?.postLater(message);
    else mail?.post(message);
  }

  #mailOf(task: TaskKey | undefined): Mail | undefined {
    const order = task === undefined ? undefined : this.#orders.get(task);
    return order && this.#clients.get(order.session)?.mail;
  }

  #tell(task: TaskKey, message: PoolMessage): void {
    this.#mailOf(task)?.post(message);
  }

  #error(task: TaskKey, end: End, cause: Cause): WireThrown | undefined {
    const order = this.#orders.get(task);
    return order && errorOf(end, order, cause, this.story(task));
  }
}

/** Says at once what becomes of tasks that come to a closed pool. */
function refuse(message: ClientMessage, mail: Mail): void {
  if (message.type !== 'submit') return;
  const outcome: Outcome = { end: 'error', error: encodeThrown(closed()) };
  for (const { key } of message.tasks) mail.settled({ task: key, outcome });
}

function closed(): TaskCancelled {
  return new TaskCancelled('The pool was closed.');
}
