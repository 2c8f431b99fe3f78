import { type Remote, wrap } from 'comlink';
import { Lane } from './lane.ts';
import { packRuns, unpackResults } from './packed.ts';
import type {
  Definition,
  Manner,
  Relay,
  SessionId,
  TaskKey,
  TaskRun,
  ThreadApi,
  ThreadBoot,
  ThreadMessage,
  ThreadReport,
  ValueKey,
} from './protocol.ts';
import { transferOfTasks } from './protocol.ts';

/** What a pool wants to know of a thread. */
export interface RemoteListener {
  /** The thread takes tasks now. */
  up(): void;
  report(report: Exclude<ThreadReport, { type: 'up' | 'closing' }>): void;
  /** A message of the handles' lane, for a session. */
  relay(session: SessionId, data: unknown, transfer: readonly Transferable[]): void;
  /** The thread has ended by itself. Called once, and never after `end`. */
  died(why: string): void;
}

/** The page's end of one thread. Comlink carries the calls; what a thread says of its own accord are plain reports. */
export class RemoteThread {
  readonly #worker: Worker;
  readonly #listener: RemoteListener;
  readonly #api: Remote<ThreadApi>;
  readonly #calls: Lane;
  readonly #lock: string;
  readonly #ended = new AbortController();

  constructor(worker: Worker, { lock }: ThreadBoot, listener: RemoteListener) {
    this.#worker = worker;
    this.#lock = lock;
    this.#listener = listener;
    this.#calls = new Lane((data, transfer) => this.#post({ lane: 'calls', data, transfer }, transfer));
    this.#api = wrap<ThreadApi>(this.#calls);
    const { signal } = this.#ended;
    worker.addEventListener('message', ({ data }: MessageEvent<ThreadMessage>) => this.#receive(data), { signal });
    worker.addEventListener('error', (event) => this.#fatal(event), { signal });
    worker.addEventListener('messageerror', () => this.#died('sent what cannot be read'), { signal });
  }

  define(definition: Definition): void {
    void this.#api.define(definition);
  }

  forget(definition: string): void {
    void this.#api.forget(definition);
  }

  scatter(...args: Parameters<ThreadApi['scatter']>): void {
    void this.#api.scatter(...args);
  }

  drop(key: ValueKey): void {
    void this.#api.drop(key);
  }

  /** Throws what the browser throws for arguments that cannot be sent. */
  execute(tasks: readonly TaskRun[], { hold, ahead, lone }: Manner): void {
    this.#post({ lane: 'tasks', runs: packRuns(tasks), hold, ahead, lone }, transferOfTasks(tasks));
  }

  abort(...args: Parameters<ThreadApi['abort']>): void {
    void this.#api.abort(...args);
  }

  pull(...args: Parameters<ThreadApi['pull']>): void {
    void this.#api.pull(...args);
  }

  recall(tasks: readonly TaskKey[]): void {
    void this.#api.recall(tasks);
  }

  relieve(tasks: readonly TaskKey[]): void {
    void this.#api.relieve(tasks);
  }

  detach(session: SessionId): void {
    void this.#api.detach(session);
  }

  relay(session: SessionId, { data, transfer }: Relay): void {
    this.#post({ lane: 'handles', session, data, transfer }, transfer);
  }

  /** Ends the worker now, whatever it does. */
  end(): void {
    this.#ended.abort();
    this.#calls.close();
    this.#worker.terminate();
  }

  #post(message: ThreadMessage, transfer: readonly Transferable[]): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  #receive(message: ThreadMessage): void {
    switch (message.lane) {
      case 'calls':
        return this.#calls.receive(message.data);
      case 'results':
        return this.#listener.report({ type: 'settled', results: unpackResults(message.results) });
      case 'reports':
        return this.#report(message.data);
      case 'handles':
        return this.#listener.relay(message.session, message.data, message.transfer);
    }
  }

  #report(report: Exclude<ThreadReport, { type: 'settled' }>): void {
    if (report.type === 'closing') return this.#died(report.why);
    if (report.type !== 'up') return this.#listener.report(report);
    if (report.locked) void this.#watch();
    this.#listener.up();
  }

  /** A thread reports its uncaught errors itself, so what comes here has ended it: no memory, no script. */
  #fatal(event: ErrorEvent): void {
    event.preventDefault();
    this.#died(event.message || 'an error without a message');
  }

  /** No engine tells that a worker has ended; but its lock is free then. Where there are no locks, only errors tell. */
  async #watch(): Promise<void> {
    const { signal } = this.#ended;
    try {
      await navigator.locks.request(this.#lock, { signal }, () => this.#died('it closed itself or was ended by the browser'));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #died(why: string): void {
    if (this.#ended.signal.aborted) return;
    this.end();
    this.#listener.died(why);
  }
}
