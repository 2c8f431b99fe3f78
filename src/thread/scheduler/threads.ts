import type { Ran, TaskKey, ThreadId } from '../protocol.ts';
import { countOf, isUnsure, poolThreads, type Step, type Task, type Thread } from './state.ts';
import { begin, handBack } from './task.ts';
import { ended, lost, refuseQueued } from './tasks.ts';
import { execute, terminate } from './thread.ts';

/** So many threads that nobody uses stay, so that the next task does not wait for one to start. */
const WARM = 1;

export function up(step: Step, id: ThreadId): void {
  const thread = step.state.threads.get(id);
  if (!thread || thread.up) return;
  thread.up = true;
  step.state.startFailed = false;
  if (thread.tasks.length > 0) execute(step, thread, thread.tasks, false);
  shrink(step);
}

export function settled(step: Step, id: ThreadId, results: readonly Ran[]): void {
  const thread = step.state.threads.get(id);
  if (!thread) return;
  const [head] = thread.tasks;
  take(step, thread, results);
  if (thread.tasks[0] === head) return;
  thread.stuck = false;
  if (thread.own) terminate(step, thread);
  else advance(step, thread);
}

/** Takes what has ended off a thread: as a rule its first tasks, in order. */
function take(step: Step, thread: Thread, results: readonly Ran[]): void {
  let first = 0;
  for (const result of results) {
    const task = step.state.tasks.get(result.task);
    if (task?.thread !== thread.id) continue;
    if (thread.tasks[first] === task) first++;
    else thread.tasks = thread.tasks.filter((other) => other !== task);
    ended(step, task, result);
  }
  thread.tasks = thread.tasks.slice(first);
}

function advance(step: Step, thread: Thread): void {
  const [head] = thread.tasks;
  if (head) begin(step, head, thread);
  else shrink(step);
}

/** What a thread has not begun runs elsewhere. */
export function returned(step: Step, id: ThreadId, keys: readonly TaskKey[]): void {
  const thread = step.state.threads.get(id);
  if (!thread) return;
  const back = new Set(keys);
  const [head] = thread.tasks;
  const tasks = thread.tasks.filter(({ key }) => back.has(key));
  if (tasks.length === 0) return; // they were taken back meanwhile
  thread.tasks = thread.tasks.filter(({ key }) => !back.has(key));
  thread.stuck = thread.tasks.length > 0 && thread.tasks[0] === head;
  handBack(step, tasks);
  if (!thread.stuck) advance(step, thread);
}

/** What a thread has behind a task that blocks it runs elsewhere, also what it has not received: it cannot give that back. */
export function blocked(step: Step, id: ThreadId): void {
  const thread = step.state.threads.get(id);
  if (!thread) return;
  const behind = thread.tasks.splice(1);
  thread.stuck = thread.tasks.length > 0;
  step.out.push({ do: 'relieve', thread: id, tasks: behind.map(({ key }) => key) });
  handBack(step, behind);
}

/** What ran on a thread that died has crashed; what waited behind it runs elsewhere. */
export function down(step: Step, id: ThreadId): void {
  const thread = step.state.threads.get(id);
  if (!thread) return;
  step.state.threads.delete(id);
  if (isUnsure(thread)) return suspect(step, thread.tasks);
  const [head, ...rest] = thread.tasks;
  if (head) lost(step, head, thread.up ? 'crashed' : 'refused');
  handBack(step, rest);
  if (!thread.up && !thread.own) startFailed(step);
}

/** Nobody knows which one ended the thread: each one runs again by itself, and the one that does it again is known. */
function suspect(step: Step, tasks: readonly Task[]): void {
  for (const task of tasks) task.suspect = true;
  handBack(step, tasks);
}

/** Without a single thread, nothing queued would ever run; with one, it will. */
function startFailed(step: Step): void {
  step.state.startFailed = countOf(poolThreads(step.state)) > 0;
  if (!step.state.startFailed) refuseQueued(step);
}

export function resize(step: Step, size: number): void {
  step.state.size = size;
  shrink(step);
}

function shrink(step: Step): void {
  const pool = poolThreads(step.state);
  for (const thread of pool.filter(isIdle).slice(0, Math.max(0, countOf(pool) - step.state.size))) terminate(step, thread);
}

/** Ends threads that nobody has used since the last look, the newest first, but for one that stays warm. */
export function retire(step: Step): void {
  step.state.looking = false;
  const pool = poolThreads(step.state);
  const idle = pool.filter(isIdle);
  const rested = idle.filter((thread) => thread.rested).toReversed();
  for (const thread of rested.slice(0, pool.length - WARM)) terminate(step, thread);
  for (const thread of idle) thread.rested = true;
}

/** As long as there may be threads to retire, somebody looks after them. */
export function look({ state, out }: Step): void {
  if (state.looking || state.threads.size <= WARM) return;
  const pool = poolThreads(state);
  if (pool.length <= WARM || !pool.some(isIdle)) return;
  state.looking = true;
  out.push({ do: 'look', after: state.options.idle });
}

function isIdle({ up, tasks }: Thread): boolean {
  return up && tasks.length === 0;
}
