import type { PoolClient } from './client.ts';
import { type Executor, ThreadPool } from './executor.ts';
import { createThreadModule, type ThreadModule } from './exports.ts';
import { createThreadFunction, type ThreadFunction, type ThreadOptions } from './function.ts';
import { bindLifted, type LiftedThread } from './lifted.ts';
import * as primitives from './primitive/index.ts';
import { LOCAL } from './primitive/shared.ts';
import type { Caller } from './share.ts';
import { Thread } from './thread.ts';

const { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, RLock, Semaphore } = primitives;
const shared = { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, RLock, Semaphore };

/** What an app uses of threads, bound to its session. */
export interface Threads extends Readonly<typeof shared> {
  thread<A extends readonly unknown[], R>(fn: (...args: A) => R, options?: ThreadOptions): ThreadFunction<A, R>;
  threadModule<M>(url: string | URL): ThreadModule<M>;
  /** What the compiler makes of 'use thread'; no author calls it. */
  readonly $thread: LiftedThread;
  readonly Thread: typeof Thread;
  readonly ThreadPool: typeof ThreadPool;
  /** The page's pool, which all its sessions share. */
  readonly threads: Executor;
}

export function bindThreads(client: PoolClient): Threads {
  const classes = Object.entries(shared).map(([name, Base]) => [name, derive(Base, name, 'home', () => homeOf(client))]);
  return {
    ...(Object.fromEntries(classes) as typeof shared),
    thread: (fn, options) => createThreadFunction(client, fn, options),
    threadModule: (url) => createThreadModule(client, url),
    $thread: bindLifted(client),
    Thread: derive(Thread, 'Thread', 'client', () => client),
    ThreadPool: derive(ThreadPool, 'ThreadPool', 'client', () => client),
    threads: client,
  };
}

/** The session, or on a thread, which has none, the thread itself: what is made there is for its own use. */
function homeOf(client: PoolClient): Caller {
  try {
    return client.caller;
  } catch {
    return LOCAL;
  }
}

/** A class of the same name that knows its session, which may not exist before the first instance does. */
function derive<C>(Base: C, name: string, key: 'home' | 'client', get: () => unknown): C {
  const bound = class extends (Base as unknown as new (...args: unknown[]) => object) {};
  Object.defineProperties(bound, { name: { value: name }, [key]: { get } });
  return bound as unknown as C;
}
