import type { SessionId } from '../protocol.ts';
import { batch, BATCH, chunk, isBrief, isModerate, isShort } from './kinds.ts';
import { countOf, poolThreads, type Session, type State, type Step, type Task, type Thread } from './state.ts';
import { execute, recall, send, spawn } from './thread.ts';

/** Gives free threads to sessions, and starts threads while tasks wait and there may be more. */
export function fill(step: Step): void {
  const { state } = step;
  if (waiting(state) === 0) return;
  const pool = poolThreads(state);
  for (const thread of pool) {
    if (!thread.up || thread.tasks.length > 0) continue;
    const session = nextSession(state, pool);
    if (!session) return;
    assign(step, thread, session);
  }
  const count = countOf(pool);
  for (const thread of pool) {
    makeWay(step, thread, pool);
    // Where they are too many, each ends with what it has.
    if (count <= state.size) prefetch(step, thread, pool);
  }
  // With no thread left that does not wait for somebody, only another start can tell whether what is queued will ever run.
  if (state.startFailed && count > 0) return;
  const starting = pool.filter((thread) => !thread.up).length;
  const wanted = Math.min(waiting(state) - starting, state.size - count);
  for (let i = 0; i < wanted; i++) spawn(step, false);
}

function waiting({ sessions }: State): number {
  let all = 0;
  for (const { queue } of sessions.values()) all += queue.size;
  return all;
}

/** The one that occupies fewest threads, `without` this one; among those, the one served longest ago. */
function nextSession({ sessions }: State, pool: readonly Thread[], without?: Thread): Session | undefined {
  const occupied = new Map<SessionId, number>();
  for (const thread of pool) {
    const session = thread === without ? undefined : thread.tasks[0]?.session;
    if (session !== undefined) occupied.set(session, (occupied.get(session) ?? 0) + 1);
  }
  let best: Session | undefined;
  let fewest = Infinity;
  for (const session of sessions.values()) {
    if (session.queue.size === 0) continue;
    const has = occupied.get(session.id) ?? 0;
    if (best && (has > fewest || (has === fewest && session.served >= best.served))) continue;
    best = session;
    fewest = has;
  }
  return best;
}

function assign(step: Step, thread: Thread, session: Session): void {
  const { state } = step;
  const first = session.queue.next();
  if (!first) return;
  session.served = ++state.served;
  execute(step, thread, batch(state, session, first, [first]), isBrief(state, first));
}

/** What was sent ahead is taken back when it is not next any more. Short brief tasks are done sooner than they are back. */
function makeWay(step: Step, thread: Thread, pool: readonly Thread[]): void {
  const last = thread.tasks.at(-1);
  if (!last || thread.tasks.length === 1 || thread.stuck || (thread.brief && isShort(step.state, last))) return;
  const session = nextSession(step.state, pool, thread);
  if (session?.id !== last.session || (session.queue.peek()?.priority ?? 0) > last.priority) recall(step, thread);
}

/** A thread that will soon be done gets more of the same, unless another session's turn is next. */
function prefetch(step: Step, thread: Thread, pool: readonly Thread[]): void {
  const { state } = step;
  const last = thread.up && !thread.stuck ? thread.tasks.at(-1) : undefined;
  if (!last || !hasRoom(state, thread, last)) return;
  const session = nextSession(state, pool, thread);
  if (session?.id !== last.session) return;
  const tasks = isShort(state, last) ? batch(state, session, last, []) : chunk(state, session, thread);
  if (tasks.length === 0) return;
  session.served = ++state.served;
  send(step, thread, tasks);
}

function hasRoom(state: State, { tasks, brief }: Thread, last: Task): boolean {
  if (brief !== isBrief(state, last)) return false;
  if (isShort(state, last)) return tasks.length <= BATCH / 2;
  // Of brief ones, the one that runs may be the last.
  return isModerate(state, last) && tasks.length <= (brief ? 2 : 1);
}
