import type { Channel } from './channel.ts';
import type { ClientMessage, PoolMessage, ThreadBoot, ThreadMessage } from './protocol.ts';

export type { Channel } from './channel.ts';
export { EXPORT, isShareable, SHARE, type Caller, type Share, type Shareable } from './share.ts';
export { transferOf, type ClientMessage, type PoolMessage, type ThreadBoot } from './protocol.ts';

/** A session's way to the pool. In worker mode the page relays: `port.listen(m => worker.post(m, transferOf(m)))` and back. */
export type PoolPort = Channel<ClientMessage, PoolMessage>;

export interface PoolOptions {
  /** Number of threads; 0 is the hardware's concurrency. Default: min(hardwareConcurrency, 8). */
  size?: number;
  /** Milliseconds between a task's abort and the end of its thread. Default 250. */
  grace?: number;
  /** Starts a worker and boots it as a thread. Default: `spawn`. */
  spawn?: (boot: ThreadBoot) => Promise<Worker>;
}
export declare class Pool {
  constructor(options?: PoolOptions);
  readonly size: number;
  resize(size: number): void;
  /** `signal` ends the connection and frees everything of the session. */
  connect(session: { id: string; signal: AbortSignal }): PoolPort;
  close(): void;
}

export interface ClientOptions {
  readonly id: string;
  /** Ends with the session: what is pending then is rejected. */
  readonly signal: AbortSignal;
  /** Reports what nobody awaits: a failed assignment of a thread, an uncaught error on one. */
  report(error: unknown, what: string): void;
}
export interface Executor {
  submit<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Future<Awaited<R>>;
  map<T, R>(fn: (item: T) => R, items: Iterable<T>): FutureList<Awaited<R>>;
  scatter<T>(value: T): Promise<T>;
  shutdown(options?: { wait?: boolean; cancelFutures?: boolean }): Promise<void>;
}
export declare class PoolClient implements Executor {
  constructor(port: PoolPort, options: ClientOptions);
  submit<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): Future<Awaited<R>>;
  map<T, R>(fn: (item: T) => R, items: Iterable<T>): FutureList<Awaited<R>>;
  scatter<T>(value: T): Promise<T>;
  shutdown(options?: { wait?: boolean; cancelFutures?: boolean }): Promise<void>;
  resize(size: number): void;
}

export type FutureState = 'pending' | 'running' | 'finished' | 'cancelled' | 'error';
export declare class Future<T> extends Promise<T> {
  readonly key: string;
  readonly state: FutureState;
  cancel(reason?: unknown): void;
  onProgress(fn: (fraction: number, text?: string) => void): this;
}
export declare class FutureList<T> extends Future<T[]> {
  readonly futures: readonly Future<T>[];
}

export interface TaskOptions {
  signal?: AbortSignal;
  timeout?: number;
  priority?: number;
  retries?: number;
  transfer?: readonly Transferable[];
  onProgress?: (fraction: number, text?: string) => void;
  name?: string;
}
export interface ThreadFunction<A extends readonly unknown[], R> {
  (...args: A): Future<Awaited<R>>;
  map(items: Iterable<A[0]>): FutureList<Awaited<R>>;
  with(options: TaskOptions): ThreadFunction<A, R>;
}

/** Everything of this room that an app uses, bound to its session. */
export declare function bindThreads(client: PoolClient): {
  thread<A extends readonly unknown[], R>(fn: (...args: A) => R, options?: { uses?: Readonly<Record<string, unknown>>; name?: string }): ThreadFunction<A, R>;
  Thread: unknown;
  threads: Executor;
  Lock: unknown;
  RLock: unknown;
  Event: unknown;
  Condition: unknown;
  Semaphore: unknown;
  BoundedSemaphore: unknown;
  Queue: unknown;
  LifoQueue: unknown;
  PriorityQueue: unknown;
  Barrier: unknown;
};

export declare function setWorkerSource(source: () => string | Promise<string>): void;
export declare function setWorkerUrl(url: string | undefined): void;
export declare function spawn(name: string, boot: unknown): Promise<Worker>;
/** Makes this worker a thread. `channel` is the worker's own: `scope.postMessage` and its `message` events. */
export declare function serveThread(boot: ThreadBoot, channel?: Channel<ThreadMessage, ThreadMessage>): void;
export declare function setThreadNamespace(namespace: () => object): void;
export declare function wait<T>(futures: Iterable<Promise<T>>, options?: { until?: 'first' | 'firstError' | 'all'; timeout?: number }): Promise<{ done: Promise<T>[]; pending: Promise<T>[] }>;
export declare function asCompleted<T>(futures: Iterable<Promise<T>>): AsyncIterable<Promise<T>>;
