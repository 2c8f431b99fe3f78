import type { SessionId } from '../protocol.ts';
import { batch, BATCH, isBrief, isShort, joins } from './kinds.ts';
import { countOf, poolThreads, type Session, type State, type Step, type Thread } from './state.ts';
import { execute, send, spawn } from './thread.ts';

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
  for (const thread of pool) prefetch(step, thread, pool);
  // With no thread left, nothing but another start can tell whether what is queued will ever run.
  if (state.startFailed && pool.length > 0) return;
  const starting = pool.filter((thread) => !thread.up).length;
  const wanted = Math.min(waiting(state) - starting, state.size - countOf(pool));
  for (let i = 0; i < wanted; i++) spawn(step, false);
}

function waiting({ sessions }: State): number {
  let all = 0;
  for (const { queue } of sessions.values()) all += queue.size;
  return all;
}

/** The one that occupies fewest threads; among those, the one served longest ago. */
function nextSession({ sessions }: State, pool: readonly Thread[]): Session | undefined {
  const occupied = new Map<SessionId, number>();
  for (const { tasks } of pool) {
    const session = tasks[0]?.session;
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

/** A thread that will soon have done its short tasks gets more of them, unless another session's turn is next. */
function prefetch(step: Step, thread: Thread, pool: readonly Thread[]): void {
  const { state } = step;
  const last = thread.up && !thread.stuck ? thread.tasks.at(-1) : undefined;
  if (!last || thread.tasks.length > BATCH / 2 || !isShort(state, last) || thread.brief !== isBrief(state, last)) return;
  const session = nextSession(state, pool);
  if (session?.id !== last.session || !joins(state, session.queue.peek(), last)) return;
  const tasks = batch(state, session, last, []);
  if (tasks.length === 0) return;
  session.served = ++state.served;
  send(step, thread, tasks);
}
