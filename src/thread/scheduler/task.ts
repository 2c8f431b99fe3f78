import type { Timer } from './events.ts';
import type { Session, Step, Task, Thread } from './state.ts';
import { tell } from './story.ts';

export function enqueue(task: Task, { queue }: Session): void {
  task.status = 'queued';
  task.thread = null;
  task.began = false;
  queue.push(task);
}

export function unqueue(step: Step, task: Task): void {
  step.state.sessions.get(task.session)?.queue.delete(task);
  release(step, task, 'left the queue');
}

/** The first task of a thread begins. */
export function begin(step: Step, task: Task, thread: Thread): void {
  if (task.status === 'dropped') return wake(step, task, 'grace', step.state.options.grace);
  task.status = 'running';
  tell(task, `began on ${thread.id}`);
  if (!task.told) step.out.push({ do: 'started', thread: thread.id, tasks: [task.key], brief: false });
  task.told = true;
  if (task.timeout !== null) wake(step, task, 'timeout', task.timeout);
}

/** Takes tasks from a thread that has ended before it began them, or that cannot tell. */
export function handBack(step: Step, tasks: readonly Task[]): void {
  for (const task of tasks) {
    still(step, task);
    const session = step.state.sessions.get(task.session);
    if (task.status === 'dropped' || !session) release(step, task, 'gone with its thread');
    else enqueue(task, session);
  }
}

export function release(step: Step, task: Task, why: string): void {
  tell(task, why);
  step.state.tasks.delete(task.key);
  step.state.stories.add(task.key, task.story);
  step.out.push({ do: 'release', task: task.key });
}

export function wake({ out }: Step, task: Task, timer: Timer, after: number): void {
  task.ticking = timer;
  out.push({ do: 'wake', task: task.key, timer, after });
}

export function still({ out }: Step, task: Task): void {
  if (task.ticking) out.push({ do: 'still', task: task.key, timer: task.ticking });
  task.ticking = null;
}
