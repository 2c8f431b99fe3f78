import type { Ran } from '../protocol.ts';
import type { Session, State, Task } from './state.ts';

/** Tasks expected to be shorter than this travel together, up to so much expected work and so many. */
const SHORT = 1;
const BATCH_TIME = 4;
export const BATCH = 128;
/** One run as long as this, and its kind travels alone until it is short again. */
const SLOW = 4;
/** Of what is longer than short but not than this, one is sent ahead: else its thread idles for a round trip after each. */
const MODERATE = 20;
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
export function batch(state: State, { queue }: Session, kind: Task, tasks: Task[]): Task[] {
  if (!isShort(state, kind)) return tasks;
  const pace = state.kinds.get(kind.definition)?.pace ?? 0;
  const share = Math.ceil((queue.size + tasks.length) / Math.max(1, state.size));
  const most = Math.min(BATCH, share, Math.floor(BATCH_TIME / Math.max(pace, 0.01)));
  while (tasks.length < most && joins(state, queue.peek(), kind)) tasks.push(queue.next() as Task);
  return tasks;
}

/** Whether a task may travel with another. */
export function joins(state: State, task: Task | undefined, first: Task): boolean {
  return (
    task !== undefined &&
    task.definition === first.definition &&
    task.priority === first.priority &&
    isShort(state, task) &&
    isBrief(state, task) === isBrief(state, first)
  );
}

export function isShort({ kinds }: State, task: Task): boolean {
  return mayTravel(task) && (kinds.get(task.definition)?.pace ?? SHORT) < SHORT;
}

/** Takes a moderate time, and no run of its kind took long lately: what is behind it will soon have its turn. */
export function isModerate({ kinds }: State, task: Task): boolean {
  const kind = kinds.get(task.definition);
  return mayTravel(task) && kind !== undefined && !kind.shown && kind.pace >= SHORT && kind.longest < MODERATE;
}

/** Whether it can be taken back. */
function mayTravel({ repeatable, own, suspect }: Task): boolean {
  return repeatable && own === null && !suspect;
}

/** Nobody notices it but by its result, and nobody waits for it to begin: its time has no limit. */
export function isBrief(state: State, task: Task): boolean {
  return isShort(state, task) && task.timeout === null && state.kinds.get(task.definition)?.shown === false;
}
