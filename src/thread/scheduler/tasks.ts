import type { Ran, TaskKey } from '../protocol.ts';
import type { End, TaskHeader } from './events.ts';
import { learn } from './kinds.ts';
import { type Session, type Step, type Task, threadOf } from './state.ts';
import { tell } from './story.ts';
import { enqueue, release, still, unqueue } from './task.ts';
import { abort, mayRun, spawn, terminate } from './thread.ts';

/** What has no session any more is not taken. */
export function submit(step: Step, { key, session: id, definition, priority, retries, timeout, repeatable, bulk, own }: TaskHeader): void {
  const { state } = step;
  const session = state.sessions.get(id);
  if (!session) return;
  const task: Task = {
    key,
    session: id,
    definition,
    priority,
    retries,
    timeout,
    repeatable,
    bulk,
    own,
    order: state.orders++,
    status: 'queued',
    retriesLeft: retries,
    thread: null,
    ticking: null,
    began: false,
    told: false,
    suspect: false,
    waits: false,
    story: ['submitted'],
  };
  state.tasks.set(key, task);
  start(step, task, session);
}

function start(step: Step, task: Task, session: Session): void {
  if (task.own) startOwn(step, task);
  else enqueue(task, session);
}

function startOwn(step: Step, task: Task): void {
  const thread = spawn(step, true);
  task.status = 'sent';
  task.thread = thread.id;
  thread.tasks.push(task);
}

export function cancel(step: Step, key: TaskKey): void {
  const task = step.state.tasks.get(key);
  if (task && task.status !== 'dropped') giveUp(step, task, 'cancelled');
}

/** Settles a task for its session; if a thread has it, that thread has the grace period to let go of it. */
function giveUp(step: Step, task: Task, end: End): void {
  const { status } = task;
  still(step, task);
  step.out.push({ do: 'settle', task: task.key, end });
  tell(task, end);
  if (status === 'queued') return unqueue(step, task);
  task.status = 'dropped';
  const thread = threadOf(step.state, task);
  if (thread && !thread.up) terminate(step, thread);
  else abort(step, task, end);
}

export function timeOver(step: Step, key: TaskKey): void {
  const task = step.state.tasks.get(key);
  if (task?.status === 'running') giveUp(step, task, 'timeout');
}

export function graceOver(step: Step, key: TaskKey): void {
  const task = step.state.tasks.get(key);
  const thread = task && threadOf(step.state, task);
  if (task?.status !== 'dropped' || !thread || !mayRun(task, thread)) return;
  tell(task, 'its thread was ended');
  terminate(step, thread);
}

/** A thread has told how a task ended. */
export function ended(step: Step, task: Task, result: Ran): void {
  const { outcome } = result;
  still(step, task);
  // It may never have begun; and with its session, its kind is forgotten.
  if (outcome.end !== 'cancelled' && step.state.sessions.has(task.session)) learn(step.state, task, result);
  if (task.status === 'dropped') return release(step, task, 'let go by its thread');
  const failed = outcome.end !== 'finished';
  if (failed && retry(step, task)) return;
  step.out.push({ do: 'deliver', task: task.key, outcome });
  release(step, task, failed ? 'failed' : 'finished');
}

/** The task that a thread ran, or was to run first, is lost with it. */
export function lost(step: Step, task: Task, end: End): void {
  still(step, task);
  if (task.status === 'dropped') return release(step, task, 'gone with its thread');
  if (end === 'crashed' && retry(step, task)) return;
  step.out.push({ do: 'settle', task: task.key, end });
  release(step, task, end);
}

function retry(step: Step, task: Task): boolean {
  const session = step.state.sessions.get(task.session);
  if (task.retriesLeft <= 0 || !task.repeatable || !session) return false;
  task.retriesLeft--;
  tell(task, 'to run again');
  step.out.push({ do: 'again', task: task.key });
  start(step, task, session);
  return true;
}

/** Nothing queued can run: not a single thread starts. */
export function refuseQueued(step: Step): void {
  for (const task of step.state.tasks.values()) {
    if (task.status !== 'queued') continue;
    step.out.push({ do: 'settle', task: task.key, end: 'refused' });
    unqueue(step, task);
  }
}
