/** Something about a thread or a task is wrong; the message says what, where and which rule. */
export class ThreadError extends Error {
  override name = 'ThreadError';
}

/** The task was given up: by `cancel()`, by its signal, or because its session ended. An AbortError; `cause` is the reason. */
export class TaskCancelled extends ThreadError {
  override name = 'AbortError';
}

/** The task ran for longer than its `timeout`. */
export class TaskTimeout extends ThreadError {
  override name = 'TaskTimeout';
}

/** The thread that ran the task ended before it: it closed itself, ran out of memory or could not be started. */
export class ThreadCrashed extends ThreadError {
  override name = 'ThreadCrashed';
}

/** `get` without waiting, or in vain: the queue is empty. */
export class Empty extends Error {
  override name = 'Empty';
}

/** `put` without waiting, or in vain: the queue is full. */
export class Full extends Error {
  override name = 'Full';
}

/** The queue was shut down: nothing can be put in, and nothing more comes out. */
export class ShutDown extends Error {
  override name = 'ShutDown';
}

/** The barrier was aborted, reset or timed out while somebody waited at it. */
export class BrokenBarrierError extends Error {
  override name = 'BrokenBarrierError';
}
