import { BEHIND, LONG, SHORT, SLOW } from '../pace.ts';
import type { Ran } from '../protocol.ts';
import type { Session, State, Task, Thread } from './state.ts';

/** Short tasks travel together, up to so much expected work in milliseconds and so many. */
const BATCH_TIME = 4;
export const BATCH = 128;
/** What remains of the longest run with each one that follows. */
const FADE = 0.9;

/** Takes a run into account for those of its kind that follow. */
export function learn({ kinds }: State, { definition }: Task, { took, shown }: Ran): void {
  const kind = kinds.get(definition);
  if (!kind) return void kinds.set(definition, { pace: took, longest: took, shown });
  kind.pace = took >= SLOW ? took : kind.pace + (took - kind.pace) / 4;
  kind.longest = Math.max(took, kind.longest * FADE);
  kind.shown ||= shown;
}

/** Adds more tasks of a short one's kind: for them, a message costs more than a task. */
export function batch(state: State, session: Session, kind: Task, tasks: Task[]): Task[] {
  if (!isShort(state, kind)) return tasks;
  const pace = state.kinds.get(kind.definition)?.pace ?? 0;
  const share = (session.queue.size + tasks.length) / state.size;
  return take(state, session, kind, Math.min(BATCH, share, BATCH_TIME / Math.max(pace, 0.01)), tasks);
}

/**
 * Takes what is sent behind a task of a moderate time, else its thread idles for a round trip after it: items of a `map`
 * together, as many as may wait on a thread, of others one. Half of what waits is left for the other threads, and the last
 * ones are for whoever is free first.
 */
export function chunk(state: State, session: Session, { tasks }: Thread): Task[] {
  const last = tasks.at(-1) as Task;
  const { size } = session.queue;
  const share = isBrief(state, last) ? Math.min(BEHIND + 1 - tasks.length, size / state.size / 2) : 1;
  return size > state.size ? take(state, session, last, share, []) : [];
}

/** Adds tasks until there are `most`; a part of one counts as one. */
function take(state: State, { queue }: Session, kind: Task, most: number, tasks: Task[]): Task[] {
  while (tasks.length < most && joins(state, queue.peek(), kind)) tasks.push(queue.next() as Task);
  return tasks;
}

/** Whether a task may travel with another, which may itself. */
function joins(state: State, task: Task | undefined, first: Task): boolean {
  return (
    task !== undefined &&
    task.definition === first.definition &&
    task.priority === first.priority &&
    mayTravel(task) &&
    isBrief(state, task) === isBrief(state, first)
  );
}

export function isShort({ kinds }: State, task: Task): boolean {
  return mayTravel(task) && (kinds.get(task.definition)?.pace ?? SHORT) < SHORT;
}

/** Takes a moderate time, and no run of its kind took long lately: what is behind it will soon have its turn. */
export function isModerate({ kinds }: State, task: Task): boolean {
  const kind = kinds.get(task.definition);
  return mayTravel(task) && kind !== undefined && !kind.shown && kind.pace >= SHORT && kind.longest < LONG;
}

/** Whether it can be taken back. */
function mayTravel({ repeatable, own, suspect }: Task): boolean {
  return repeatable && own === null && !suspect;
}

/**
 * Nobody notices it but by its result, and nobody waits for it to begin: its time has no limit. What is not short is brief
 * only where nobody waits for its result alone.
 */
export function isBrief(state: State, task: Task): boolean {
  if (task.timeout !== null || state.kinds.get(task.definition)?.shown !== false) return false;
  return isShort(state, task) || (task.bulk && isModerate(state, task));
}
