import { getBase } from '../http/index.ts';
import { type ChangeEvent, editConstant, endOf } from '../param/index.ts';
import type { Batch, Upstream } from '../link/index.ts';
import { type Channel, PoolClient, type PoolPort } from '../thread/index.ts';
import { Config } from './config.ts';
import { Document } from './document.ts';
import { DESTROYED, Hooks } from './hooks.ts';
import { SessionLock } from './lock.ts';
import type { Place } from './location/index.ts';
import { measure } from './measure.ts';
import { Stores } from './persist/index.ts';
import type { ErrorWeight, FromSession, ToSession } from './protocol.ts';
import { describeError, type ErrorReport, type Origin } from './report.ts';
import { joinOthers } from './shared.ts';
import { sleep } from './sleep.ts';
import { State } from './state.ts';

/**
 * How long the start of an app waits at most for what other tabs have set, in ms. Ten times what it usually takes; what is late is
 * merged when it comes.
 */
const JOIN = 250;

/** What a session is made of: its wires and who it is. */
export interface SessionOptions {
  readonly id: string;
  readonly name: string;
  /** Name of the app's code in stacks. */
  readonly file: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly link: Channel<Batch, Upstream>;
  readonly control: Channel<FromSession, ToSession>;
  readonly pool: PoolPort;
  /** The page's address and the app's name in it. Default: the page's base, and no name. */
  readonly place?: Place;
  /** What local storage holds for the app. */
  readonly stored?: Readonly<Record<string, string>>;
  /** Lets `state` hear of the sessions that start later: for the page's own session only. */
  readonly onSessionCreated?: (fn: (info: SessionInfo) => void) => void;
}

/** Who a session is. */
export interface SessionInfo {
  /** Unlike that of any other session of the page. */
  readonly id: string;
  readonly name: string;
  readonly started: Date;
}

/**
 * One running copy of an app. It owns its document, state, lock, timers and tasks; all of them end with
 * `signal`. An error in one of its callbacks is reported, shown and goes no further.
 */
export class Session {
  readonly id: string;
  readonly name: string;
  readonly started = new Date();
  readonly config: Config;
  readonly state: State;
  readonly document: Document;
  readonly lock: SessionLock;
  readonly hooks: Hooks;
  readonly pool: PoolClient;
  readonly stores: Stores;
  /** What `persist` keeps already: `kind/key`. */
  readonly persisted = new Set<string>();
  readonly onSessionCreated: SessionOptions['onSessionCreated'];
  /** Where in the author's text something stands, by its place in what was made of it. */
  origin: Origin = (place) => place;
  readonly #file: string;
  readonly #control: Channel<FromSession, ToSession>;
  readonly #ended = new AbortController();
  readonly #sharing = new Set<(shared: boolean) => void>();
  readonly #joined: Promise<void>;
  #running = 0;

  constructor({ id, name, file, config, link, control, pool, place, stored = {}, onSessionCreated }: SessionOptions) {
    this.id = id;
    this.name = name;
    this.#file = file;
    this.onSessionCreated = onSessionCreated;
    this.stores = new Stores(control, stored, this.signal);
    this.lock = new SessionLock(this.signal);
    this.#control = control;
    this.config = new Config();
    this.state = new State(this, place ?? { href: getBase() ?? 'about:blank', app: '' });
    this.hooks = new Hooks((hook, what) => this.dispatch(hook, what));
    this.document = new Document(link, this, this.signal);
    this.pool = new PoolClient(pool, {
      id,
      signal: this.signal,
      assets: () => (this.config.assets === inherited ? undefined : this.config.assets),
      report: (error, what) => this.report(error, what),
    });
    this.config.param.watch((...events) => control.post({ type: 'look', look: news(events) }), ['theme', 'design']);
    this.config.param.watch(({ new: nthreads }) => this.pool.resize(nthreads), 'nthreads');
    this.config.param.update(config);
    const inherited = this.config.assets;
    this.#joined = joinOthers(this);
    control.listen((message) => this.#receive(message));
  }

  /** Aborts when the session ends: the owner of every listener, timer, lock and task of the session. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * Runs the app's code, which finds in `state.cache` what other sessions have set, then, when the page has drawn what it made,
   * the load callbacks, then says that the session is ready. An error in the code ends the start.
   */
  async start(app: () => unknown): Promise<void> {
    await Promise.race([this.#joined, sleep(JOIN, { signal: this.signal }).catch(() => {})]);
    if (this.signal.aborted) return;
    try {
      await this.track(async () => app());
    } catch (error) {
      this.#send(error, 'loading the app', 'fatal');
      return;
    }
    await this.document.drawn();
    if (this.signal.aborted) return;
    await this.hooks.load();
    if (this.signal.aborted) return;
    editConstant(this.state, () => {
      this.state.loaded = true;
    });
    this.#control.post({ type: 'ready' });
  }

  /**
   * Runs a callback of this session, a generator to its end. Its error is reported here and never reaches the caller. Gives a
   * promise that settles with an asynchronous callback, and undefined for a synchronous one.
   */
  dispatch(fn: () => unknown, what: string): Promise<void> | undefined {
    let result: unknown;
    try {
      result = fn();
    } catch (error) {
      this.report(error, what);
      return undefined;
    }
    const end = endOf(result);
    return end && this.watchOver(end, what);
  }

  /** Counts asynchronous work as busy until it settles, and reports its error. */
  async watchOver(work: PromiseLike<unknown>, what: string): Promise<void> {
    try {
      await this.track(() => work);
    } catch (error) {
      this.report(error, what);
    }
  }

  /**
   * Tells the author's handler, else the page, which shows the error in the app unless a component has `shown` it in its
   * place. What ends because the session ends is no error; what a destroy callback comes to later may be one.
   */
  report(error: unknown, what: string, { shown = false }: { shown?: boolean } = {}): void {
    if (this.signal.aborted && (what !== DESTROYED || (error as Error | null)?.name === 'AbortError')) return;
    const { exceptionHandler } = this.config;
    if (!exceptionHandler) return this.#send(error, what, shown ? 'shown' : 'callback');
    try {
      exceptionHandler(error, what);
    } catch (failure) {
      this.#send(failure, 'exceptionHandler', 'callback');
    }
  }

  /** Calls `fn(false)` when the page is frozen or left, `fn(true)` when it is back: what tabs share must be given up. */
  onSharing(fn: (shared: boolean) => void, signal: AbortSignal): void {
    this.#sharing.add(fn);
    signal.addEventListener('abort', () => this.#sharing.delete(fn), { once: true });
  }

  /** Has the page change entries of the app in its address; see `state.location`. */
  writeEntries(entries: Readonly<Record<string, string | null>>, push: boolean): void {
    this.#control.post({ type: 'location', entries, push });
  }

  /** Ends the session: hooks first, then everything that listens to `signal`. Says so when async hooks have ended, too. Idempotent. */
  destroy(): void {
    if (this.signal.aborted) return;
    const running = this.hooks.destroy();
    this.#ended.abort(new DOMException(`Session '${this.name}' has ended.`, 'AbortError'));
    const tell = (): void => this.#control.post({ type: 'destroyed' });
    if (running.length > 0) void Promise.all(running).then(tell);
    else tell();
  }

  async track<T>(work: () => PromiseLike<T>): Promise<T> {
    this.#setBusy(this.#running++ === 0);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#setBusy(this.#running === 0);
    }
  }

  /** `changed` says that `#running` went from or to zero. */
  #setBusy(changed: boolean): void {
    if (!changed || this.signal.aborted) return;
    const busy = this.#running > 0;
    editConstant(this.state, () => {
      this.state.busy = busy;
    });
    this.#control.post({ type: 'busy', busy });
  }

  /** What is told of an error. */
  describe(error: unknown, what: string): ErrorReport {
    return describeError(error, what, this.#file, this.origin);
  }

  #send(error: unknown, what: string, weight: ErrorWeight): void {
    this.#control.post({ type: 'error', report: this.describe(error, what), weight });
  }

  #receive(message: ToSession): void {
    if (message.type === 'destroy') this.destroy();
    else if (message.type === 'location') this.state.location.receive(message.href);
    else if (message.type === 'measure') this.#control.post({ type: 'measured', measures: measure() });
    else if (message.type === 'stored') this.stores.receive(message);
    else if (message.type === 'refused') this.report(new Error(message.message), message.what);
    else for (const fn of this.#sharing) fn(message.type === 'thaw');
  }
}

function news(events: readonly ChangeEvent[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(events.map(({ name, new: value }) => [name, value]));
}
