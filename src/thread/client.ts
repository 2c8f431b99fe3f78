import { checkOptions } from '../param/index.ts';
import { createShipment, type Locate, type Shipment, threadedOf } from './definition.ts';
import { TaskCancelled, ThreadError } from './errors.ts';
import { decodeThrown, encodeThrown, joinStacks } from './failure.ts';
import { type Executor, type ShutdownOptions, ThreadPool } from './executor.ts';
import { cancelled, Future, type FutureControl, FutureList, type FutureOwner } from './future.ts';
import { Host } from './host.ts';
import { Orders } from './orders.ts';
import { decode } from './payload.ts';
import type { PoolPort } from './pool.ts';
import type { Outcome, Payload, PoolMessage, PoolName, SessionId, TaskKey, TaskOrder, ThreadId } from './protocol.ts';
import { transferOf, transferOfTasks } from './protocol.ts';
import type { Scattered } from './scattered.ts';
import type { Caller } from './share.ts';
import { settingsOf, type TaskSettings } from './settings.ts';
import { Signals } from './signals.ts';
import { type Feed, type Given, Intake, TaskStream, WINDOW } from './stream.ts';
import { TaskKeys } from './task-keys.ts';
import { nextTurn } from './turn.ts';

export interface ClientOptions {
  readonly id: SessionId;
  /** Those of the session, which the clients of its own pools share. Default: new ones. */
  readonly keys?: TaskKeys;
  /** Ends with the session: what is pending then is rejected. */
  readonly signal: AbortSignal;
  /** Files that the session embeds, where these are others than the page's: its tasks find them. */
  readonly assets?: () => Readonly<Record<string, string>> | undefined;
  /** Reports what nobody awaits: a refused assignment of a thread, an uncaught error on one. */
  report(error: unknown, what: string): void;
  /** It was shut down, and its last task is over. */
  drained?(): void;
}

/** So many tasks travel in one message: what one message costs the page stays short. */
const CHUNK = 128;

/** So many calls go at once, more than there are threads; those that follow before the pool has said anything go together. */
const AT_ONCE = 16;

interface Pending {
  readonly name: string;
  /** Kept while it is needed: once nobody has it, the pool forgets its definition. */
  readonly shipment: Shipment;
  future: Future<unknown>;
  control: FutureControl<unknown>;
  /** Where the task was asked for; null while it is being asked for, since its order need not wait for this. */
  trace: { readonly stack?: string | undefined } | null;
  /** It is a Thread's. */
  readonly own: boolean;
  /** Gives it up when it aborts. */
  readonly signal: AbortSignal | undefined;
  /** What the author calls its computation. */
  readonly alias: string | undefined;
  /** Where the items of its generator go, if it is one. */
  intake: Intake | undefined;
  /** Scattered values in its arguments. */
  readonly needs: readonly Scattered[];
}

/** A session's side of the pool. Its table of pending tasks is what makes every future settle. */
export class PoolClient implements Executor {
  readonly #port: PoolPort;
  readonly #options: ClientOptions;
  readonly #host: Host;
  readonly #orders: Orders;
  readonly #shipments = new WeakMap<object, Shipment>();
  readonly #pending = new Map<TaskKey, Pending>();
  /** Goes with the next message, or with the end of the turn. */
  #outgoing: TaskOrder[] = [];
  #sending = false;
  /** Calls since the pool has said something. */
  #calls = 0;
  /** Tasks that were given up for one reason in this turn. */
  #cancelling: { readonly tasks: TaskKey[]; readonly reason: TaskCancelled } | null = null;
  /** Why tasks were given up last. */
  #reason: TaskCancelled | null = null;
  /** Pending tasks that have a key of the author's. */
  readonly #keyed = new WeakMap<Shipment, Map<string, Future<unknown>>>();
  /** Pools of this session's own that are open: who gets their messages. */
  readonly #within = new Map<PoolName, (message: PoolMessage) => void>();
  readonly #keys: TaskKeys;
  readonly #owner: FutureOwner = { giveUp: (reason, key) => this.#giveUp(reason, key), report: (error, what) => this.report(error, what) };
  readonly #signals = new Signals((keys, reason) => this.#abandon(keys, reason));
  #pools = 0;
  #closed: string | null = null;
  #locate: Locate | undefined;

  constructor(port: PoolPort, options: ClientOptions) {
    this.#port = port;
    this.#options = options;
    this.#keys = options.keys ?? new TaskKeys(options.id);
    this.#host = new Host({
      post: (thread, data, transfer) => this.#post({ type: 'relay', thread, data, transfer }),
      report: (error, what) => this.report(error, what),
    });
    this.#orders = new Orders({ session: options.id, host: this.#host, post: (message) => this.#post(message), assets: options.assets });
    options.signal.addEventListener('abort', () => this.#end(), { once: true });
    if (options.signal.aborted) this.#end();
    port.listen((message) => this.#receive(message));
  }

  /** The session as one who calls locks and queues. */
  get caller(): Caller {
    const { id, signal } = this.#options;
    return { id, signal };
  }

  /** Reports an error that nobody awaits. */
  report(error: unknown, what: string): void {
    this.#options.report(error, what);
  }

  submit<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Future<Given<R>> {
    return this.run<Given<R>>(this.#shipment(fn), args, settingsOf(fn));
  }

  map<T, R>(fn: (item: T) => R, items: Iterable<T>): FutureList<Given<R>> {
    return this.runAll<Given<R>>(this.#shipment(fn), items, settingsOf(fn));
  }

  async scatter<T>(value: T): Promise<T> {
    return this.#orders.scatter(value) as T;
  }

  /**
   * Ends the use that this session makes of the pool, for good: other sessions do not notice, and the session's own
   * `Thread`s and pools go on. What is submitted later is rejected with a ThreadError.
   */
  async shutdown(options: ShutdownOptions = {}): Promise<void> {
    checkOptions('shutdown()', options, ['wait', 'cancelFutures'], ThreadError);
    const { wait = true, cancelFutures = false } = options;
    this.#closed ??= 'the executor was shut down';
    const reason = new TaskCancelled('The task was cancelled: the executor was shut down.');
    if (cancelFutures) for (const future of this.#futures()) future.cancel(reason);
    const over = this.#idle().then(() => this.#options.drained?.());
    if (wait) await over;
  }

  /** What is pending, but for what has a worker of its own. */
  #futures(): Future<unknown>[] {
    return [...this.#pending.values()].filter(({ own }) => !own).map(({ future }) => future);
  }

  /** A task that turned out to give a stream goes on when its first future has settled. */
  async #idle(): Promise<void> {
    for (let left = this.#futures(); left.length > 0; left = this.#futures()) await Promise.allSettled(left);
  }

  /** Sets how functions of this session are found in its code, so that stacks tell the author's lines. */
  set locate(locate: Locate) {
    this.#locate = locate;
    this.#orders.locate = locate;
  }

  /** Changes the size of the pool; 0 is the hardware's concurrency, null the default. */
  resize(size: number | null): void {
    this.#post({ type: 'resize', size });
  }

  /** Opens a pool of this session's own. It ends when it was shut down and its last task is over, or with the session. */
  open(size: number): PoolClient {
    const { id, signal, report, assets } = this.#options;
    const pool = `pool-${++this.#pools}`;
    const closed = new AbortController();
    const drained = (): void => {
      this.#post({ type: 'close', pool });
      this.#within.delete(pool);
      closed.abort();
    };
    this.#post({ type: 'open', pool, size });
    const port: PoolPort = {
      post: (message) => this.#post({ type: 'within', pool, message }),
      listen: (receive) => this.#within.set(pool, receive),
    };
    const life = AbortSignal.any([signal, closed.signal]);
    const client = new PoolClient(port, {
      id: `${id}/${pool}`,
      keys: this.#keys,
      signal: life,
      ...(assets && { assets }),
      report,
      drained,
    });
    if (this.#locate) client.locate = this.#locate;
    return client;
  }

  /** Sends one task, at once unless many are sent in one turn. Never throws: what is wrong with it rejects its future. */
  run<T>(shipment: Shipment, args: readonly unknown[], settings: TaskSettings): Future<T> {
    if (settings.pool) return ThreadPool.clientOf(settings.pool).run(shipment, args, { ...settings, pool: undefined });
    const known = settings.key === undefined ? undefined : this.#keyed.get(shipment)?.get(settings.key);
    if (known) return known as Future<T>;
    const future = this.#order<T>(shipment, args, settings, null);
    if (++this.#calls > AT_ONCE && this.#outgoing.length < CHUNK) this.#sendSoon();
    else this.#sendOutgoing();
    const pending = this.#pending.get(Future.taskOf(future));
    // The frames of who takes from a stream hold the stream, and their text does not.
    if (pending) pending.trace = settings.intake ? { stack: new Error().stack } : new Error();
    return future;
  }

  /** The items that a generator gives. Its task is sent when the first one is asked for. */
  stream<T, R>(shipment: Shipment, args: readonly unknown[], settings: TaskSettings): TaskStream<T, R> {
    if (settings.pool) return ThreadPool.clientOf(settings.pool).stream(shipment, args, { ...settings, pool: undefined });
    if (settings.key !== undefined) {
      throw new RangeError(`Option 'key' is not for a generator: each call has a stream of its own (task '${shipment.name}').`);
    }
    const intake: Intake<T, R> = new Intake(() => {
      const future = this.run<R>(shipment, args, { ...settings, intake: intake as Intake });
      intake.follow(future);
      return this.#feed(Future.taskOf(future));
    });
    return new TaskStream(settings.name ?? shipment.name, intake);
  }

  #feed(key: TaskKey): Feed {
    return {
      pull: (count) => this.#post({ type: 'pull', task: key, count }),
      cancel: (reason) => this.#giveUp(reason, key),
    };
  }

  /** Sends one task for each item. The first ones run while others are made. */
  runAll<T>(shipment: Shipment, items: Iterable<unknown>, settings: TaskSettings): FutureList<T> {
    if (settings.pool) return ThreadPool.clientOf(settings.pool).runAll(shipment, items, { ...settings, pool: undefined });
    if (typeof (items as Partial<typeof items> | null)?.[Symbol.iterator] !== 'function')
      throw new TypeError(`map() takes an iterable, not ${Object.prototype.toString.call(items).slice(8, -1)} (task '${shipment.name}').`);
    if (settings.key !== undefined)
      throw new RangeError(`Option 'key' is not for map(): each item is a task of its own (task '${shipment.name}').`);
    const trace = new Error();
    const futures = [...items].map((item) => {
      const future = this.#order<T>(shipment, [item], settings, trace);
      if (this.#outgoing.length >= CHUNK) this.#sendOutgoing();
      return future;
    });
    this.#sendOutgoing();
    const of = `${this.#options.id}/${shipment.name}-map`;
    return new FutureList({ of, task: this.#keys.next(), owner: this.#owner }, futures);
  }

  #shipment(fn: (...args: never[]) => unknown): Shipment {
    const known = threadedOf(fn) ?? this.#shipments.get(fn);
    if (known) return known;
    const shipment = createShipment(fn, {}, undefined);
    this.#shipments.set(fn, shipment);
    return shipment;
  }

  #order<T>(shipment: Shipment, args: readonly unknown[], settings: TaskSettings, trace: Error | null): Future<T> {
    const name = settings.name ?? shipment.name;
    const key = this.#keys.next();
    const future = new Future<T>({ of: `${this.#options.id}/${name}`, task: key, owner: this.#owner });
    const control = Future.control(future) as FutureControl<unknown>;
    const { signal, onProgress } = settings;
    if (onProgress) future.onProgress(onProgress);
    if (this.#closed !== null && !(settings.own && !this.#options.signal.aborted)) {
      const refused = new ThreadError(`Task '${name}' cannot run: ${this.#closed}.`);
      // In a later turn: a loop of an ended session that catches its errors would hold the page's one for ever.
      nextTurn(() => control.reject(refused));
    } else if (signal?.aborted) control.reject(cancelled(name, signal.reason));
    else {
      try {
        const { order, needs } = this.#orders.make({ key, name, shipment, args, settings, bulk: trace !== null });
        this.#outgoing.push(order);
        this.#pending.set(key, {
          name,
          shipment,
          future,
          control,
          trace,
          own: settings.own !== null,
          signal,
          alias: settings.key,
          intake: settings.intake,
          needs,
        });
        if (settings.key !== undefined) this.#keep(shipment, settings.key, future);
        if (signal) this.#signals.add(signal, key);
      } catch (error) {
        control.reject(error);
      }
    }
    return future;
  }

  #keep(shipment: Shipment, alias: string, future: Future<unknown>): void {
    const keyed = this.#keyed.get(shipment) ?? new Map<string, Future<unknown>>();
    this.#keyed.set(shipment, keyed.set(alias, future));
  }

  #sendSoon(): void {
    if (this.#sending) return;
    this.#sending = true;
    queueMicrotask(() => {
      this.#sending = false;
      this.#sendOutgoing();
    });
  }

  #sendOutgoing(): void {
    const tasks = this.#outgoing;
    if (tasks.length === 0) return;
    this.#outgoing = [];
    this.#send(tasks);
  }

  /** What cannot be sent fails by itself, and not with those beside it. */
  #send(tasks: readonly TaskOrder[]): void {
    try {
      this.#port.post({ type: 'submit', tasks }, transferOfTasks(tasks));
    } catch (error) {
      if (tasks.length > 1) return tasks.forEach((task) => this.#send([task]));
      for (const { key } of tasks) this.#settle(key, { end: 'error', error: encodeThrown(error) });
    }
  }

  #post(message: Parameters<PoolPort['post']>[0]): void {
    if (this.#options.signal.aborted) return;
    this.#sendOutgoing();
    this.#port.post(message, transferOf(message));
  }

  #receive(message: PoolMessage): void {
    this.#calls = 0;
    switch (message.type) {
      case 'started':
        for (const task of message.tasks) this.#started(task, message.thread);
        return;
      case 'again':
        return this.#host.again(message.task);
      case 'progress':
        return this.#pending.get(message.task)?.control.progressed(message.fraction, message.text);
      case 'items':
        return this.#items(message.task, message.items);
      case 'settled':
        for (const { task, outcome } of message.results) this.#settle(task, outcome);
        return;
      case 'uncaught':
        return this.#options.report(decodeThrown(message.error, message.thread), `outside of a task on ${message.thread}`);
      case 'gone':
        return this.#host.gone(message.thread);
      case 'within':
        return this.#within.get(message.pool)?.(message.message);
      case 'relay':
        return this.#host.receive(message.thread, message.data);
    }
  }

  #started(key: TaskKey, thread: ThreadId): void {
    this.#host.started(key, thread);
    this.#pending.get(key)?.control.started();
  }

  #items(key: TaskKey, items: readonly Payload[]): void {
    const pending = this.#pending.get(key);
    if (!pending) return;
    const intake = (pending.intake ??= this.#open(key, pending));
    try {
      intake.put(items.map((item) => decode(item, { handle: (ref) => this.#host.subject(ref) })));
    } catch (error) {
      intake.fail(error);
      this.#giveUp(cancelled(pending.name, error), key);
    }
  }

  /** The function turned out to be a generator: the result is a stream, and what is pending is its end. */
  #open(key: TaskKey, pending: Pending): Intake {
    const feed = this.#feed(key);
    const start = (): Feed => {
      feed.pull(WINDOW);
      return feed;
    };
    const intake = new Intake(start, feed);
    pending.control.resolve(new TaskStream(pending.name, intake));
    pending.future = new Future<unknown>({ of: `${this.#options.id}/${pending.name}`, task: key, owner: this.#owner });
    pending.control = Future.control(pending.future);
    intake.follow(pending.future);
    return intake;
  }

  #settle(key: TaskKey, outcome: Outcome): void {
    const pending = this.#pending.get(key);
    if (!pending) return;
    const { name, control } = pending;
    try {
      if (outcome.end !== 'finished') throw joinStacks(decodeThrown(outcome.error, `Task '${name}'`), stackOf(pending));
      control.resolve(decode(outcome.value, { handle: (ref) => this.#host.subject(ref) }));
    } catch (error) {
      control.reject(error);
    }
    this.#over(key, pending);
  }

  /** Gives up tasks: those of one name for one reason. */
  #abandon(keys: Iterable<TaskKey>, why: unknown): void {
    const reasons = new Map<string, TaskCancelled>();
    for (const key of keys) {
      const { name = '' } = this.#pending.get(key) ?? {};
      const reason = reasons.get(name) ?? cancelled(name, why);
      reasons.set(name, reason);
      this.#giveUp(reason, key);
    }
  }

  #giveUp(reason: TaskCancelled, key: TaskKey): void {
    const pending = this.#pending.get(key);
    if (!pending) return;
    this.#over(key, pending);
    // What is given up together has one reason, which says once where it was asked for.
    if (reason !== this.#reason) joinStacks(reason, stackOf(pending));
    this.#reason = reason;
    pending.control.reject(reason);
    this.#cancel(key, reason);
  }

  /** Tasks that are given up together are told together. */
  #cancel(key: TaskKey, reason: TaskCancelled): void {
    if (this.#cancelling?.reason === reason && this.#cancelling.tasks.length < CHUNK) return void this.#cancelling.tasks.push(key);
    this.#tellCancelled();
    this.#cancelling = { tasks: [key], reason };
    queueMicrotask(() => this.#tellCancelled());
  }

  #tellCancelled(): void {
    const cancelling = this.#cancelling;
    this.#cancelling = null;
    if (cancelling) this.#post({ type: 'cancel', tasks: cancelling.tasks, reason: encodeThrown(cancelling.reason) });
  }

  #over(key: TaskKey, { signal, alias, shipment }: Pending): void {
    this.#pending.delete(key);
    if (alias !== undefined) this.#keyed.get(shipment)?.delete(alias);
    this.#host.end(key);
    if (signal) this.#signals.delete(signal, key);
  }

  /** The pool forgets this session by itself; what it still had will never answer. */
  #end(): void {
    this.#closed ??= 'its session has ended';
    this.#outgoing = [];
    this.#abandon(this.#pending.keys(), 'its session has ended');
    this.#host.close();
  }
}

/** Where a task was asked for, or is just being asked for. */
function stackOf({ trace }: Pending): string | undefined {
  return (trace ?? new Error()).stack;
}
