import type { SessionId } from '../protocol.ts';
import { TaskQueue } from './queue.ts';
import type { Step, Thread } from './state.ts';
import { release, still } from './task.ts';
import { abort, terminate } from './thread.ts';

export function connect({ state }: Step, id: SessionId): void {
  state.sessions.set(id, { id, queue: new TaskQueue(), served: 0 });
}

/** What a session runs ends with it; a thread of its own that is no daemon has the grace period to clean up. */
export function disconnect(step: Step, id: SessionId): void {
  if (!step.state.sessions.delete(id)) return;
  drop(step, id);
  for (const thread of step.state.threads.values()) {
    const [head] = thread.tasks;
    if (head?.session !== id) detach(step, thread, id);
    else if (head.own && !head.own.daemon && thread.up) abort(step, head, 'cancelled');
    else terminate(step, thread);
  }
}

/** Nobody hears of the session's tasks any more; those that a thread has are there until it lets go. */
function drop(step: Step, id: SessionId): void {
  for (const task of step.state.tasks.values()) {
    if (task.session !== id || task.status === 'dropped') continue;
    still(step, task);
    if (task.thread === null) release(step, task, 'dropped with its session');
    else task.status = 'dropped';
  }
}

/** With the last session, threads that have nothing to do end. */
function detach(step: Step, thread: Thread, session: SessionId): void {
  if (step.state.sessions.size === 0 && thread.tasks.length === 0) terminate(step, thread);
  else if (thread.up) step.out.push({ do: 'detach', thread: thread.id, session });
}
