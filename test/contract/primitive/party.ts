import type * as thread from '../../../src/thread/index.ts';

/** The classes under test, bound to the session that makes the objects. */
export type Primitives = Pick<
  typeof thread,
  'Barrier' | 'BoundedSemaphore' | 'Condition' | 'Event' | 'LifoQueue' | 'Lock' | 'PriorityQueue' | 'Queue' | 'RLock' | 'Semaphore'
>;

/** Locks, events and queues of one case, by name. */
export type Objects = Readonly<Record<string, object>>;

/** A call that has reached the primitive; it may have to wait there. */
export interface Pending {
  readonly settled: boolean;
  readonly result: Promise<unknown>;
}

/** One who uses the objects of a case: the session or a thread. One that blocks makes one call at a time. */
export interface Party {
  /** Calls a method; settles once the call has reached the object. */
  begin(object: string, method: string, ...args: readonly unknown[]): Promise<Pending>;
  read(object: string, property: string): Promise<unknown>;
  /** Ends the thread, as `stop()` does; absent where the party is the session. */
  end?(): void;
}

/** Waits for what a property of another object says, since functions do not travel to parties. */
interface Until {
  readonly object: string;
  readonly property: string;
}

/** Gives the parties of a case in one form, and what they share; ends with `signal`. */
export interface Form {
  readonly title: string;
  /** The parties are of so many owners: one where all of them are the session. */
  readonly owners: 1 | 2;
  open(make: (classes: Primitives) => Objects, signal: AbortSignal): Promise<readonly [Party, Party, Party, Party]>;
}

/** A promise as something to look at. */
export function watched(result: Promise<unknown>): Pending {
  const pending = { settled: false, result };
  const note = (): void => {
    pending.settled = true;
  };
  result.then(note, note);
  return pending;
}

/** Makes a call on the objects themselves, as whoever holds them: the session, or a thread by its handles. */
export function callOn(objects: Objects, object: string, method: string, args: readonly unknown[]): unknown {
  const target = objects[object] as Record<string, (...args: unknown[]) => unknown>;
  const [until, ...rest] = args as [Until, ...unknown[]];
  const isUntil = method.startsWith('waitFor');
  const predicate = (): unknown => (objects[until.object] as Record<string, unknown>)[until.property];
  return target[method]?.(...(isUntil ? [predicate, ...rest] : args));
}

/** The session as a party. */
export function sessionParty(objects: Objects): Party {
  return {
    async begin(object, method, ...args) {
      try {
        return watched(Promise.resolve(callOn(objects, object, method, args)));
      } catch (error) {
        return watched(Promise.reject(error));
      }
    },
    read: async (object, property) => (objects[object] as Record<string, unknown>)[property],
  };
}
