import type { Executor, PoolClient } from './client.ts';
import { createThreadFunction, type ThreadFunction, type ThreadOptions } from './function.ts';
import * as primitives from './primitive/index.ts';
import { Thread } from './thread.ts';

const { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, RLock, Semaphore } = primitives;
const shared = { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, RLock, Semaphore };

/** What an app uses of threads, bound to its session. */
export interface Threads extends Readonly<typeof shared> {
  thread<A extends readonly unknown[], R>(fn: (...args: A) => R, options?: ThreadOptions): ThreadFunction<A, R>;
  readonly Thread: typeof Thread;
  /** The page's pool, which all its sessions share. */
  readonly threads: Executor;
}

export function bindThreads(client: PoolClient): Threads {
  const home = client.caller;
  const classes = Object.entries(shared).map(([name, Base]) => [name, derive(Base, name, { home })]);
  return {
    ...(Object.fromEntries(classes) as typeof shared),
    thread: (fn, options) => createThreadFunction(client, fn, options),
    Thread: derive(Thread, 'Thread', { client }),
    threads: client,
  };
}

/** A class of the same name that knows its session. */
function derive<C>(Base: C, name: string, statics: Readonly<Record<string, unknown>>): C {
  const bound = class extends (Base as unknown as new (...args: unknown[]) => object) {};
  Object.defineProperty(bound, 'name', { value: name });
  return Object.assign(bound, statics) as unknown as C;
}
