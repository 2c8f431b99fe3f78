import type { End } from './events.ts';
import { isShort } from './kinds.ts';
import { isUnsure, type State, type Step, type Task, type Thread, threadOf } from './state.ts';
import { begin, handBack, wake } from './task.ts';

/** So long results of brief tasks may wait for others, in milliseconds: of short ones, and of others, which are shown a frame later at most. */
const RECENT = 1;
const FRAME = 16;

export function spawn({ state, out }: Step, own: boolean): Thread {
  const id = `${state.options.prefix}thread-${++state.spawned}`;
  const thread: Thread = { id, own, up: false, tasks: [], brief: false, stuck: false, rested: false };
  state.threads.set(id, thread);
  out.push({ do: 'spawn', thread: id, own });
  return thread;
}

/** Gives tasks to a thread that has none: the first one begins. */
export function execute(step: Step, thread: Thread, tasks: readonly Task[], brief: boolean): void {
  thread.tasks = [];
  thread.brief = brief;
  send(step, thread, tasks);
  begin(step, thread.tasks[0] as Task, thread);
}

/** Gives tasks to a thread, behind those that it has. */
export function send({ state, out }: Step, thread: Thread, tasks: readonly Task[]): void {
  const lone = tasks.length === 1 && isLone(state, thread);
  state.latest = thread.id;
  thread.rested = false;
  for (const task of tasks) {
    if (task.status !== 'dropped') task.status = 'sent';
    task.thread = thread.id;
    thread.tasks.push(task);
  }
  const { id, brief } = thread;
  const hold = !brief ? 0 : isShort(state, tasks[0] as Task) ? RECENT : FRAME;
  const ahead = thread.tasks.length > tasks.length && hold !== RECENT;
  const keys = tasks.map(({ key }) => key);
  out.push({ do: 'execute', thread: id, tasks: keys, hold, ahead, lone });
  if (!ahead) out.push({ do: 'started', thread: id, tasks: keys, brief });
  for (const task of tasks) task.told = !ahead;
}

/** Whether no thread has anything, and this one had the last: somebody asks for a task, waits for it, and asks for the next. */
function isLone({ threads, latest }: State, { id }: Thread): boolean {
  if (latest !== id) return false;
  for (const { tasks } of threads.values()) if (tasks.length > 0) return false;
  return true;
}

/** Asks for what the running task of a thread is followed by; meanwhile the thread gets no more. */
export function recall({ out }: Step, thread: Thread): void {
  thread.stuck = true;
  out.push({ do: 'recall', thread: thread.id, tasks: thread.tasks.slice(1).map(({ key }) => key) });
}

export function terminate(step: Step, thread: Thread): void {
  step.state.threads.delete(thread.id);
  step.out.push({ do: 'terminate', thread: thread.id });
  handBack(step, thread.tasks);
}

/** A task behind another one on its thread has no grace period yet: only the running one can hang. */
export function abort(step: Step, task: Task, end: End): void {
  const thread = threadOf(step.state, task);
  if (!thread) return;
  step.out.push({ do: 'abort', thread: thread.id, task: task.key, end });
  if (mayRun(task, thread)) wake(step, task, 'grace', step.state.options.grace);
}

export function mayRun(task: Task, thread: Thread): boolean {
  return thread.tasks[0] === task || isUnsure(thread);
}
