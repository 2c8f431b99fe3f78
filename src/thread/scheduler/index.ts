import type { TaskKey } from '../protocol.ts';
import type { Instruction, SchedulerEvent } from './events.ts';
import { fill } from './fill.ts';
import { connect, disconnect } from './sessions.ts';
import { poolThreads, type State, type Step } from './state.ts';
import { cancel, graceOver, submit, timeOver } from './tasks.ts';
import { blocked, down, look, resize, retire, returned, settled, up } from './threads.ts';

export type { End, Instruction, SchedulerEvent, TaskHeader } from './events.ts';
export { createState, type State } from './state.ts';
export { storyOf } from './story.ts';

/**
 * Who runs next, as a pure state machine: `step(state, event)` changes the state and returns what the shell has to
 * do. It knows tasks by their headers, has no clock and does no I/O.
 *
 * Sessions share the threads fairly: a thread that becomes free goes to the session that occupies fewest, among those
 * to the one served longest ago; within a session to the highest priority, then to the oldest task. So a session
 * with a thousand queued tasks delays another's next task by at most one running task.
 */
export function step(state: State, event: SchedulerEvent): Instruction[] {
  const transition: Step = { state, out: [] };
  take(transition, event);
  fill(transition);
  look(transition);
  return transition.out;
}

function take(transition: Step, event: SchedulerEvent): void {
  const { state } = transition;
  switch (event.type) {
    case 'connect':
      return connect(transition, event.session);
    case 'disconnect':
      return disconnect(transition, event.session);
    case 'submit':
      state.startFailed &&= poolThreads(state).some((thread) => !thread.up);
      return event.tasks.forEach((task) => submit(transition, task));
    case 'cancel':
      return event.tasks.forEach((task) => cancel(transition, task));
    case 'up':
      return up(transition, event.thread);
    case 'down':
      return down(transition, event.thread);
    case 'settled':
      return settled(transition, event.thread, event.results);
    case 'began':
      return began(state, event.task);
    case 'returned':
      return returned(transition, event.thread, event.tasks);
    case 'blocked':
      return blocked(transition, event.thread);
    case 'waits':
      return waits(state, event.task, event.waits);
    case 'timer':
      return event.timer === 'grace' ? graceOver(transition, event.task) : timeOver(transition, event.task);
    case 'looked':
      return retire(transition);
    case 'resize':
      return resize(transition, event.size);
  }
}

function began({ tasks }: State, key: TaskKey): void {
  const task = tasks.get(key);
  if (task) task.began = true;
}

function waits({ tasks }: State, key: TaskKey, waiting: boolean): void {
  const task = tasks.get(key);
  if (!task) return;
  task.waits = waiting;
  task.retriesLeft = 0;
}
