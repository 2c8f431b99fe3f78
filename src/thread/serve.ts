import { expose } from 'comlink';
import { setAssets, setBase } from '../http/index.ts';
import { Backlog } from './backlog.ts';
import { setRelayed } from './cell.ts';
import { TaskCancelled } from './errors.ts';
import { labelConsole } from './console.ts';
import { encodeThrown } from './failure.ts';
import { Functions } from './functions.ts';
import { Lane } from './lane.ts';
import { Mirror } from './mirror.ts';
import { packResults, unpackRuns } from './packed.ts';
import { isLate, load } from './payload.ts';
import { type AnyGenerator, isGenerator, Producer } from './producer.ts';
import type {
  HandleId,
  HandleState,
  Outcome,
  Payload,
  Ran,
  SessionId,
  TaskKey,
  TaskRun,
  ThreadApi,
  ThreadBoot,
  ThreadMessage,
  ThreadReport,
} from './protocol.ts';
import { transferOfReport } from './protocol.ts';
import { Running } from './running.ts';
import { uncaughtIn } from './uncaught.ts';

/** What a worker's global and the tests' ports have in common. */
export interface ThreadScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void;
}

let namespace: () => object = () => ({});

/** Sets what code on threads sees as `heddle`. */
export function setThreadNamespace(get: () => object): void {
  namespace = get;
}

/** Makes this worker a thread, for good. Has to be called while the first message is handled: the next one may follow at once. */
export function serveThread(boot: ThreadBoot, scope: ThreadScope = globalThis as unknown as ThreadScope): void {
  if (boot.base !== undefined) setBase(boot.base);
  setRelayed(boot.isolated);
  const thread = new Thread(scope, boot.assets);
  if (scope === (globalThis as unknown)) labelConsole(console, () => thread.describe(boot.thread));
  thread.announceClose();
  thread.start(boot.lock);
}

type Fresh = [HandleId, HandleState][];

/** What Firefox throws past every `catch` and `finally` when a worker's memory is full: the task never goes on. */
const OUT_OF_MEMORY = 'out of memory';

class Thread implements Omit<ThreadApi, 'define' | 'forget' | 'scatter' | 'drop' | 'recall' | 'relieve'> {
  readonly #scope: ThreadScope;
  readonly #calls = new Lane((data, transfer) => this.#post({ lane: 'calls', data, transfer }, transfer));
  readonly #functions: Functions;
  readonly #mirrors = new Map<SessionId, Mirror>();
  readonly #backlog = new Backlog({ run: (task) => this.#run(task), report: (report) => this.#report(report) });
  readonly #assets: ThreadBoot['assets'];
  #session: SessionId = '';

  /** `assets` are the page's. */
  constructor(scope: ThreadScope, assets: ThreadBoot['assets']) {
    this.#scope = scope;
    this.#assets = assets;
    this.#functions = new Functions(
      Object.create(namespace(), {
        task: { get: () => this.#backlog.running?.context },
        batch: { value: <R>(fn: () => R): R => this.#batch(fn) },
      }) as Readonly<Record<string, unknown>>,
    );
    expose(
      {
        define: (definition) => this.#functions.define(definition),
        forget: (definition) => this.#functions.forget(definition),
        scatter: (session, key, value) => this.#functions.values.add(session, key, value),
        drop: (key) => this.#functions.values.drop(key),
        abort: (task, reason) => this.abort(task, reason),
        pull: (task, count) => this.pull(task, count),
        recall: (tasks) => this.#backlog.recall(tasks),
        relieve: (tasks) => this.#backlog.relieve(tasks),
        detach: (session) => this.detach(session),
      } satisfies ThreadApi,
      this.#calls,
    );
    scope.addEventListener('message', ({ data }: MessageEvent<ThreadMessage>) => this.#receive(data));
    scope.addEventListener('error', (event: ErrorEvent) => this.#uncaught(event, uncaughtIn(event)));
    scope.addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => this.#uncaught(event, event.reason));
  }

  /** A task may close its thread. The page is told first, so that it sends no other task to a thread that ends. */
  announceClose(): void {
    if (this.#scope !== (globalThis as unknown)) return;
    const own = globalThis as { close(): void };
    const { close } = own;
    own.close = () => {
      this.#report({ type: 'closing', why: 'it closed itself' });
      close.call(own);
    };
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

  /** Who prints: the running task, this thread and the task's session. */
  describe(thread: string): string {
    const run = this.#backlog.running?.run;
    return run ? `${run.name} · ${thread} · ${run.session}` : thread;
  }

  abort(...args: Parameters<ThreadApi['abort']>): void {
    this.#backlog.abort(...args);
  }

  pull(task: TaskKey, count: number): void {
    const { running } = this.#backlog;
    if (running?.run.key === task) running.pull(count);
  }

  detach(session: SessionId): void {
    this.#mirrors.get(session)?.end();
    this.#mirrors.delete(session);
    this.#functions.detach(session);
  }

  #receive(message: ThreadMessage): void {
    if (message.lane === 'calls') this.#calls.receive(message.data);
    else if (message.lane === 'tasks') this.#backlog.add(unpackRuns(message.runs), message);
    else if (message.lane === 'handles') this.#mirrors.get(message.session)?.receive(message.data);
  }

  async #run(run: TaskRun): Promise<Ran> {
    const began = performance.now();
    const running = this.#begin(run);
    let outcome: Outcome;
    try {
      outcome = await this.#settle(running);
    } catch (thrown) {
      // What it threw, or told last, was too odd for all that handles such things.
      outcome = { end: 'error', error: encodeThrown(thrown) };
    }
    this.#backlog.end();
    return { task: run.key, outcome, took: performance.now() - began, shown: running.shown };
  }

  #begin(run: TaskRun): Running {
    this.#session = run.session;
    return this.#backlog.begin(
      new Running(run, (reports) => {
        this.#backlog.show();
        for (const report of reports) this.#report(report);
      }),
    );
  }

  async #settle(running: Running): Promise<Outcome> {
    const { run } = running;
    const mirror = this.#mirror(run.session);
    const functions = this.#functions;
    try {
      const found = functions.of(run, mirror);
      const fn = isThenable(found) ? await found : found;
      if (run.needs) await functions.values.prepare(run.needs);
      setAssets(run.assets === undefined ? this.#assets : (functions.values.of(run.assets) as ThreadBoot['assets']));
      const args = isLate(run.args) ? await load(run.args) : run.args;
      if (run.fresh) for (const [id, values] of functions.decode(run.fresh, mirror) as Fresh) mirror.refresh(id, values);
      const result = fn(...(functions.decode(args, mirror) as unknown[]));
      let value = isThenable(result) ? await this.#backlog.later(result) : result;
      if (isGenerator(value)) value = await this.#backlog.later(this.#produce(value, running, mirror));
      return { end: 'finished', value: functions.encodeResult(value, run.name, mirror) };
    } catch (thrown) {
      return {
        end: running.aborted && thrown instanceof TaskCancelled ? 'cancelled' : 'error',
        error: encodeThrown(functions.explain(thrown), functions.file(run)),
      };
    } finally {
      mirror.flush();
      running.flush();
    }
  }

  /** Gives what a generator returns; what it yields is sent on the way. */
  #produce(generator: AnyGenerator, running: Running, mirror: Mirror): Promise<unknown> {
    const { key, name, credit = 0 } = running.run;
    const producer = new Producer<Payload>({
      generator,
      credit,
      encode: (value, index) => this.#functions.encodeItem(value, index, name, mirror),
      send: (items, given) => {
        mirror.flush();
        this.#report({ type: 'items', task: key, items, given });
      },
    });
    running.pull = (count) => producer.pull(count);
    return producer.run(running.signal);
  }

  #mirror(session: SessionId): Mirror {
    let mirror = this.#mirrors.get(session);
    if (!mirror) {
      mirror = new Mirror(
        (data, transfer) => {
          this.#backlog.show();
          this.#post({ lane: 'handles', session, data, transfer }, transfer);
        },
        () => {
          const run = this.#backlog.running?.run;
          return run?.session === session ? run.key : null;
        },
        (error) => this.#reportUncaught(error),
        () => this.#backlog.block(),
      );
      this.#mirrors.set(session, mirror);
    }
    return mirror;
  }

  /** Here, `heddle.batch` is for what a task assigns to handles. */
  #batch<R>(fn: () => R): R {
    const release = this.#mirror(this.#session).hold();
    let result: R | undefined;
    try {
      result = fn();
    } finally {
      if (isThenable(result)) void Promise.resolve(result).then(release, release);
      else release();
    }
    return result;
  }

  /** What fails outside of a task would be lost: the page sees neither the value of an error nor any rejection. */
  #uncaught(event: Event, thrown: unknown): void {
    event.preventDefault();
    if (thrown === OUT_OF_MEMORY) return this.#report({ type: 'closing', why: 'it ran out of memory' });
    this.#reportUncaught(this.#functions.explain(thrown));
  }

  #reportUncaught(thrown: unknown): void {
    this.#report({ type: 'uncaught', session: this.#session, error: encodeThrown(thrown) });
  }

  #report(data: ThreadReport): void {
    const transfer = transferOfReport(data);
    if (data.type === 'settled') this.#reportResults(data.results, transfer);
    else this.#post({ lane: 'reports', data, transfer }, transfer);
  }

  #reportResults(results: readonly Ran[], transfer: readonly Transferable[]): void {
    try {
      this.#post({ lane: 'results', results: packResults(results) }, transfer);
    } catch (error) {
      const single = results.length > 1 ? results : results.map((one) => unmoved(one, error));
      for (const one of single) this.#report({ type: 'settled', results: [one] });
    }
  }

  #post(message: ThreadMessage, transfer: readonly Transferable[]): void {
    this.#scope.postMessage(message, [...transfer]);
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

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
