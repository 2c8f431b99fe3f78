import { expose } from 'comlink';
import { setAssets, setBase } from '../http/index.ts';
import { type Callable, compile, explain } from './compile.ts';
import { TaskCancelled, ThreadError } from './errors.ts';
import { decodeThrown, encodeThrown } from './failure.ts';
import { Lane } from './lane.ts';
import { Mirror } from './mirror.ts';
import { Outbox } from './outbox.ts';
import { decode, encode, isLate, load } from './payload.ts';
import type {
  Definition,
  DefinitionKey,
  HandleId,
  HandleRef,
  Outcome,
  Payload,
  Ran,
  SessionId,
  TaskKey,
  TaskRun,
  TasksMessage,
  ThreadApi,
  ThreadBoot,
  ThreadMessage,
  ThreadReport,
  WireThrown,
} from './protocol.ts';
import { transferOfResults } from './protocol.ts';
import { BULK } from './survey.ts';

/** What a worker's global and the tests' ports have in common. */
export interface ThreadScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}

/** `heddle.task` while a task runs. */
export interface TaskContext {
  /** Aborts when the task is cancelled or has run for too long: heed it within the grace period. */
  readonly signal: AbortSignal;
  readonly name: string;
  /** Reports how much is done, from 0 to 1, and what is being done. As often as you like: it is sent 60 times a second. */
  progress(fraction: number, text?: string): void;
}

/** So many results travel together, and for so long the first of them may wait for others, in milliseconds. */
const TOGETHER = 64;
const RECENT = 1;
/** A brief task that takes so many milliseconds is none. */
const SLOW = 4;

/** How fast reports of progress go out. */
const PROGRESS = { interval: 16, burst: 4 };

let namespace: () => object = () => ({});

/** Sets what code on threads sees as `heddle`. */
export function setThreadNamespace(get: () => object): void {
  namespace = get;
}

/** Makes this worker a thread, for good. Has to be called while the first message is handled: the next one may follow at once. */
export function serveThread(boot: ThreadBoot, scope: ThreadScope = globalThis as unknown as ThreadScope): void {
  if (boot.base !== undefined) setBase(boot.base);
  setAssets(boot.assets);
  new Thread(scope).start(boot.lock);
}

type Fresh = [HandleId, Pick<HandleRef, 'values' | 'hidden'>][];

type ProgressReport = Extract<ThreadReport, { type: 'progress' }>;

/** A task while it runs. Most are over before anybody asks for what is made here when it is asked for. */
class Running {
  readonly run: TaskRun;
  /** Somebody outside may know that it runs. */
  shown = false;
  /** It has blocked its thread, and may do so again. */
  blocks = false;
  readonly #send: (reports: readonly ProgressReport[]) => void;
  #abort: AbortController | undefined;
  #progress: Outbox<'progress', ProgressReport> | undefined;
  #context: TaskContext | undefined;

  constructor(run: TaskRun, send: (reports: readonly ProgressReport[]) => void) {
    this.run = run;
    this.#send = send;
  }

  get context(): TaskContext {
    return (this.#context ??= this.#makeContext());
  }

  get aborted(): boolean {
    return this.#abort?.signal.aborted ?? false;
  }

  abort(reason: unknown): void {
    this.#aborting().abort(reason);
  }

  /** Sends what it told last. */
  flush(): void {
    this.#progress?.flush();
  }

  #aborting(): AbortController {
    return (this.#abort ??= new AbortController());
  }

  #makeContext(): TaskContext {
    const { key, name } = this.run;
    const progress = (this.#progress = new Outbox<'progress', ProgressReport>(PROGRESS, this.#send));
    return {
      signal: this.#aborting().signal,
      name,
      progress: (fraction, text) => progress.put('progress', { type: 'progress', task: key, fraction: fractionOf(fraction), text }),
    };
  }
}

class Thread implements ThreadApi {
  readonly #scope: ThreadScope;
  readonly #calls = new Lane((data, transfer) => this.#post({ lane: 'calls', data, transfer }));
  readonly #heddle: Readonly<Record<string, unknown>>;
  readonly #definitions = new Map<DefinitionKey, Definition>();
  readonly #compiled = new Map<DefinitionKey, Callable>();
  readonly #mirrors = new Map<SessionId, Mirror>();
  readonly #queue: TaskRun[] = [];
  readonly #aborted = new Map<TaskKey, WireThrown>();
  /** Buffers that definitions keep: a task may return them, but not move them away. */
  readonly #kept = new WeakSet<ArrayBufferLike>();
  #running: Running | null = null;
  #session: SessionId = '';
  #draining = false;
  #brief = false;
  /** The running task goes on after its turn. */
  #waits = false;
  #late: ReturnType<typeof setTimeout> | undefined;
  /** Not reported yet. */
  #results: Ran[] = [];
  /** When the first of them came. */
  #since = 0;

  constructor(scope: ThreadScope) {
    this.#scope = scope;
    this.#heddle = Object.create(namespace(), { task: { get: () => this.#running?.context } }) as Readonly<Record<string, unknown>>;
    expose(
      {
        define: (definition) => this.define(definition),
        forget: (definition) => this.forget(definition),
        abort: (task, reason) => this.abort(task, reason),
        detach: (session) => this.detach(session),
      } satisfies ThreadApi,
      this.#calls,
    );
    scope.addEventListener('message', ({ data }: MessageEvent<ThreadMessage>) => this.#receive(data));
    scope.addEventListener('error', (event: ErrorEvent) => this.#uncaught(event, event.error ?? new Error(event.message)));
    scope.addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => this.#uncaught(event, event.reason));
  }

  /** Says that it is up once it holds this lock. The page queues for it then: when it gets it, this thread is no more. */
  start(lock: string): void {
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    if (!locks) return this.#report({ type: 'up', locked: false });
    const hold = (): Promise<never> => {
      this.#report({ type: 'up', locked: true });
      return new Promise(() => {});
    };
    // Documents without an origin have locks that refuse.
    locks.request(lock, hold).catch(() => this.#report({ type: 'up', locked: false }));
  }

  define(definition: Definition): void {
    this.#definitions.set(definition.key, definition);
  }

  forget(definition: DefinitionKey): void {
    this.#definitions.delete(definition);
    this.#compiled.delete(definition);
  }

  abort(task: TaskKey, reason: WireThrown): void {
    const running = this.#running;
    if (running?.run.key === task) running.abort(decodeThrown(reason, running.run.name));
    else if (this.#queue.some(({ key }) => key === task)) this.#aborted.set(task, reason);
  }

  detach(session: SessionId): void {
    this.#mirrors.delete(session);
    for (const definition of this.#definitions.values()) if (definition.session === session) this.forget(definition.key);
  }

  #receive(message: ThreadMessage): void {
    if (message.lane === 'calls') this.#calls.receive(message.data);
    else if (message.lane === 'tasks') this.#execute(message);
    else if (message.lane === 'handles') this.#mirrors.get(message.session)?.receive(message.data);
  }

  #execute({ tasks, brief }: TasksMessage): void {
    this.#queue.push(...tasks);
    this.#brief = brief;
    if (this.#waits) this.#hurry();
    void this.#drain();
  }

  /** One task after the other: a thread never runs two at a time. */
  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (let run = this.#queue.shift(); run; run = this.#queue.shift()) this.#ran(await this.#settle(run));
    this.#draining = false;
  }

  async #settle(run: TaskRun): Promise<Ran> {
    const began = performance.now();
    const reason = this.#aborted.get(run.key);
    this.#aborted.delete(run.key);
    if (reason) return { task: run.key, outcome: { end: 'cancelled', error: reason }, took: 0, shown: false };
    const running = this.#begin(run);
    const outcome = await this.#run(running);
    return { task: run.key, outcome, took: performance.now() - began, shown: running.shown };
  }

  /** Reports a result; with others, while brief tasks follow that nobody can notice before. */
  #ran(result: Ran): void {
    const now = performance.now();
    if (this.#results.push(result) === 1) this.#since = now;
    const waits = this.#brief && !result.shown && this.#queue.length > 0 && this.#results.length < TOGETHER && now - this.#since < RECENT;
    if (!waits) this.#tellResults();
    if (result.took >= SLOW) this.#giveBack();
  }

  #tellResults(): void {
    if (this.#results.length === 0) return;
    const results = this.#results;
    this.#results = [];
    this.#report({ type: 'settled', results }, transferOfResults(results));
  }

  /** The running task is about to be noticed outside: what ran before it is told first, and then that it runs. */
  #show(): void {
    const running = this.#running;
    if (!running || running.shown) return;
    running.shown = true;
    if (!this.#brief) return;
    this.#tellResults();
    this.#report({ type: 'began', task: running.run.key });
  }

  /** What waits behind a slow task can run elsewhere. */
  #giveBack(): void {
    const tasks = this.#queue.splice(0).map(({ key }) => key);
    if (tasks.length === 0) return;
    for (const task of tasks) this.#aborted.delete(task);
    this.#tellResults();
    this.#report({ type: 'returned', tasks });
  }

  /** The running task blocks the thread: what is behind it runs elsewhere, and nothing more is sent behind it. */
  #block(): void {
    this.#show();
    if (this.#queue.length > 0) this.#giveBack();
    else if (this.#running?.blocks === false) this.#report({ type: 'returned', tasks: [] });
    if (this.#running) this.#running.blocks = true;
  }

  /** Waits for a task that goes on after its turn. */
  async #later<T>(value: PromiseLike<T>): Promise<T> {
    this.#show();
    this.#waits = true;
    this.#hurry();
    try {
      return await value;
    } finally {
      this.#waits = false;
      clearTimeout(this.#late);
      this.#late = undefined;
    }
  }

  /** What came behind the waiting task does not wait for long. */
  #hurry(): void {
    if (this.#queue.length === 0 || this.#late !== undefined) return;
    this.#late = setTimeout(() => {
      this.#late = undefined;
      this.#giveBack();
    }, SLOW);
  }

  async #run(running: Running): Promise<Outcome> {
    const { run } = running;
    const mirror = this.#mirror(run.session);
    try {
      const fn = this.#compiled.get(run.definition) ?? (await this.#compile(run));
      const args = isLate(run.args) ? await load(run.args) : run.args;
      if (run.fresh) for (const [id, values] of this.#decode(run.fresh, mirror) as Fresh) mirror.refresh(id, values);
      const value = fn(...(this.#decode(args, mirror) as unknown[]));
      return { end: 'finished', value: this.#encode(isThenable(value) ? await this.#later(value) : value, run, mirror) };
    } catch (thrown) {
      return {
        end: running.aborted && thrown instanceof TaskCancelled ? 'cancelled' : 'error',
        error: encodeThrown(explain(thrown)),
      };
    } finally {
      mirror.flush();
      running.flush();
      this.#running = null;
    }
  }

  #begin(run: TaskRun): Running {
    this.#session = run.session;
    return (this.#running = new Running(run, (reports) => {
      this.#show();
      for (const report of reports) this.#report(report);
    }));
  }

  async #compile({ definition: key, session, name }: TaskRun): Promise<Callable> {
    const definition = this.#definitions.get(key);
    if (!definition) throw new ThreadError(`The function of task '${name}' did not reach the thread.`);
    const mirror = this.#mirror(session);
    const compiled = await compile(definition, {
      heddle: this.#heddle,
      handle: (ref) => mirror.handle(ref),
      keep: (value) => buffersIn(value, this.#kept),
    });
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #decode(payload: Payload, mirror: Mirror): unknown {
    return decode(payload, { handle: (ref) => mirror.handle(ref), fn: (ref) => 'exported' in ref && this.#heddle[ref.exported] });
  }

  #encode(value: unknown, { name }: TaskRun, mirror: Mirror): Payload {
    return encode(value, {
      place: { root: 'Result', of: `task '${name}'`, to: 'to the session' },
      moves: (buffer) => buffer.byteLength >= BULK && !this.#kept.has(buffer),
      isShared: (one) => mirror.isHandle(one),
      share: (one) => mirror.ref(one),
    });
  }

  #mirror(session: SessionId): Mirror {
    let mirror = this.#mirrors.get(session);
    if (!mirror) {
      mirror = new Mirror(
        (data, transfer) => {
          this.#show();
          this.#post({ lane: 'handles', session, data, transfer });
        },
        () => (this.#running?.run.session === session ? this.#running.run.key : null),
        (error) => this.#reportUncaught(error),
        () => this.#block(),
      );
      this.#mirrors.set(session, mirror);
    }
    return mirror;
  }

  /** What fails outside of a task would be lost: the page sees neither the value of an error nor any rejection. */
  #uncaught(event: Event, thrown: unknown): void {
    event.preventDefault();
    this.#reportUncaught(explain(thrown));
  }

  #reportUncaught(thrown: unknown): void {
    this.#report({ type: 'uncaught', session: this.#session, error: encodeThrown(thrown) });
  }

  #report(data: ThreadReport, transfer: readonly Transferable[] = []): void {
    try {
      this.#post({ lane: 'reports', data, transfer });
    } catch (error) {
      if (data.type !== 'settled') throw error;
      if (data.results.length > 1)
        for (const one of data.results) this.#report({ type: 'settled', results: [one] }, transferOfResults([one]));
      else for (const one of data.results) this.#report({ type: 'settled', results: [unmoved(one, error)] });
    }
  }

  #post(message: ThreadMessage): void {
    this.#scope.postMessage(message, [...message.transfer]);
  }
}

/** A buffer that cannot be moved, such as the memory of a WebAssembly instance, is copied by whoever passes it on. */
function unmoved(result: Ran, error: unknown): Ran {
  const { outcome } = result;
  if (outcome.end !== 'finished' || outcome.value.transfer.length === 0) {
    return { ...result, outcome: { end: 'error', error: encodeThrown(error) } };
  }
  return { ...result, outcome: { end: 'finished', value: { ...outcome.value, transfer: [] } } };
}

function fractionOf(fraction: number): number {
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`progress() takes a fraction from 0 to 1, not ${fraction}.`);
  }
  return fraction;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

function buffersIn(value: unknown, found: WeakSet<ArrayBufferLike>, seen = new Set<object>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value instanceof Map) for (const pair of value) buffersIn(pair, found, seen);
  else if (Array.isArray(value) || value instanceof Set) for (const item of value) buffersIn(item, found, seen);
  else if (Object.getPrototypeOf(value) === Object.prototype) for (const item of Object.values(value)) buffersIn(item, found, seen);
}
