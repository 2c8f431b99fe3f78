import type { DefinitionKey, Manner, Outcome, Ran, SessionId, TaskKey, ThreadId } from '../protocol.ts';

/** What the scheduler knows of a task. */
export interface TaskHeader {
  readonly key: TaskKey;
  readonly session: SessionId;
  readonly definition: DefinitionKey;
  /** Higher runs first. */
  readonly priority: number;
  /** How often it may run again after an error or a crash. */
  readonly retries: number;
  /** Milliseconds of one run. */
  readonly timeout: number | null;
  /** Whether the shell can send it a second time. */
  readonly repeatable: boolean;
  /** One of many, such as the items of a `map`: nobody waits for its result alone. */
  readonly bulk: boolean;
  /** Set when it has a worker of its own, outside the pool's size. */
  readonly own: { readonly daemon: boolean } | null;
}

export type SchedulerEvent =
  | { readonly type: 'connect'; readonly session: SessionId }
  | { readonly type: 'disconnect'; readonly session: SessionId }
  | { readonly type: 'submit'; readonly tasks: readonly TaskHeader[] }
  | { readonly type: 'cancel'; readonly tasks: readonly TaskKey[] }
  /** A worker has started. */
  | { readonly type: 'up'; readonly thread: ThreadId }
  /** A worker has ended by itself, or never started. */
  | { readonly type: 'down'; readonly thread: ThreadId }
  /** Tasks have ended, in the order in which they ran. */
  | { readonly type: 'settled'; readonly thread: ThreadId; readonly results: readonly Ran[] }
  /** A thread says what it runs now: all before it is told, and it may have been noticed outside. */
  | { readonly type: 'began'; readonly thread: ThreadId; readonly task: TaskKey }
  /** A thread gives back what it has not begun, because the one before takes longer than it should or because of a `recall`. */
  | { readonly type: 'returned'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  /** The first task of a thread blocks it: what is behind it runs elsewhere. */
  | { readonly type: 'blocked'; readonly thread: ThreadId }
  /** The generator of a task waits for its consumer, or goes on. What it gave can't be given again. */
  | { readonly type: 'waits'; readonly task: TaskKey; readonly waits: boolean }
  | { readonly type: 'timer'; readonly task: TaskKey; readonly timer: Timer }
  /** The time of a `look` has come: to end threads that nobody used since the one before. */
  | { readonly type: 'looked' }
  | { readonly type: 'resize'; readonly size: number };

export type Timer = 'timeout' | 'grace';
/** Why a task ends without a report of its thread. */
export type End = 'cancelled' | 'timeout' | 'crashed' | 'refused';

export type Instruction =
  | { readonly do: 'spawn'; readonly thread: ThreadId; readonly own: boolean }
  | { readonly do: 'terminate'; readonly thread: ThreadId }
  /** Send tasks to a thread, all of one session and definition. */
  | ({ readonly do: 'execute'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] } & Manner)
  /** Have a thread give back tasks that it has not begun; it keeps those that it has. */
  | { readonly do: 'recall'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  /** Answer a thread that is blocked: it forgets these tasks, which may still be on their way to it. */
  | { readonly do: 'relieve'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  /** Abort the signal of a task on its thread. */
  | { readonly do: 'abort'; readonly thread: ThreadId; readonly task: TaskKey; readonly end: End }
  /** Tell their session that tasks have begun; of short ones that travel together, all at once. Of `brief` ones it need not know soon. */
  | { readonly do: 'started'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[]; readonly brief: boolean }
  /** Tell its session that the task runs again: what its run before has is not this one's. */
  | { readonly do: 'again'; readonly task: TaskKey }
  /** Hand over how the task ended, as its thread has told. */
  | { readonly do: 'deliver'; readonly task: TaskKey; readonly outcome: Outcome }
  /** Settle the task for its session, whatever its thread still does. */
  | { readonly do: 'settle'; readonly task: TaskKey; readonly end: End }
  /** The task is over, and so is what the shell keeps of it. */
  | { readonly do: 'release'; readonly task: TaskKey }
  | { readonly do: 'wake'; readonly task: TaskKey; readonly timer: Timer; readonly after: number }
  | { readonly do: 'still'; readonly task: TaskKey; readonly timer: Timer }
  /** Say `looked` after so many milliseconds. At most one is under way. */
  | { readonly do: 'look'; readonly after: number }
  /** Forget a session on a thread that lives on. */
  | { readonly do: 'detach'; readonly thread: ThreadId; readonly session: SessionId };
