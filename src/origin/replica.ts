import type { Last, LoopMessage, Mark, Pace } from './protocol.ts';

/** Ticks of silence after which a follower asks for the leader, and after which it takes the lead by force. */
const ASK_AFTER = 2;
const SEIZE_AFTER = 4;

/**
 * What one session knows of a loop that it shares with others. Pure: `step` says what to do, `Loop` does it.
 *
 * The leader runs and tells; followers repeat what it told. Each term of a leader has a number above all before it,
 * so that what a leader says after another took over (it was frozen, or its thread was busy) is told from the truth.
 */
export interface Replica {
  readonly key: string;
  readonly role: 'follower' | 'leader' | 'removed';
  readonly mark: Mark;
  readonly last: Last | undefined;
  readonly pace: Pace;
  /** Ticks since the leader was heard. */
  readonly silence: number;
}

export type ReplicaEvent =
  | { readonly type: 'heard'; readonly message: LoopMessage }
  /** This session leads now. Clocks of tabs agree, so `now` (ms since the epoch) numbers the term. */
  | { readonly type: 'elected'; readonly now: number }
  /** It leads no longer. */
  | { readonly type: 'unseated' }
  /** A run of the leader has ended. */
  | { readonly type: 'ran'; readonly last: Last }
  | { readonly type: 'paced'; readonly seconds: number; readonly by: string }
  /** A second has passed. */
  | { readonly type: 'ticked' }
  /** Messages may have been missed: at the start, and after a freeze. */
  | { readonly type: 'woke' }
  | { readonly type: 'removed' };

export type Effect =
  | { readonly type: 'post'; readonly message: LoopMessage }
  | { readonly type: 'show'; readonly last: Last }
  | { readonly type: 'pace'; readonly seconds: number }
  | { readonly type: 'seize' }
  | { readonly type: 'end' };

type Step = readonly [Replica, ...Effect[]];

/** A session that has just come: its own `seconds` stand until it hears what the others agreed on. */
export function newReplica(key: string, seconds: number): Replica {
  const pace = { seconds, edit: 0, by: '' };
  return { key, role: 'follower', mark: { term: 0, run: 0 }, last: undefined, pace, silence: 0 };
}

export function step(replica: Replica, event: ReplicaEvent): Step {
  if (replica.role === 'removed') return [replica];
  switch (event.type) {
    case 'heard':
      return hear(replica, event.message);
    case 'elected':
      return elect(replica, event.now);
    case 'unseated':
      return [{ ...replica, role: 'follower', silence: 0 }];
    case 'ran':
      return ran(replica, event.last);
    case 'paced':
      return paced(replica, event.seconds, event.by);
    case 'ticked':
      return tick(replica);
    case 'woke':
      return [{ ...replica, silence: 0 }, ask(replica)];
    case 'removed':
      return [{ ...replica, role: 'removed' }, post({ type: 'remove', key: replica.key }), { type: 'end' }];
  }
}

function hear(replica: Replica, message: LoopMessage): Step {
  if (message.key !== null && message.key !== replica.key) return [replica];
  switch (message.type) {
    case 'ask':
      return replica.role === 'leader' ? [replica, post(state(replica, isBefore(message.mark, replica.mark)))] : [replica];
    case 'state':
      return replica.role === 'leader' ? [replica] : follow(replica, message);
    case 'pace':
      return adopt(replica, message.pace);
    case 'remove':
      return [{ ...replica, role: 'removed' }, { type: 'end' }];
  }
}

/** Repeats what the leader told; asks for what this session has missed, tells the leader the edit that it has missed. */
function follow(replica: Replica, { mark, pace, last }: LoopMessage & { type: 'state' }): Step {
  const mine = inTerm(replica.mark, mark);
  if (!mine) return [replica];
  const [next, ...effects] = adopt({ ...replica, mark: mine, silence: 0 }, pace);
  if (replica.pace.edit > pace.edit) effects.push(post({ type: 'pace', key: replica.key, pace: replica.pace }));
  if (mine.run >= mark.run) return [next, ...effects];
  if (!last) return [next, ask(next), ...effects];
  return [{ ...next, mark, last }, ...effects, { type: 'show', last }];
}

/** How far a session at `mine` is in the leader's term; undefined if the leader's term is over. */
function inTerm(mine: Mark, leader: Mark): Mark | undefined {
  if (leader.term < mine.term) return undefined;
  // A new leader may have missed runs of its predecessor: it counts on from what it knows, and so do all.
  return leader.term === mine.term ? mine : { term: leader.term, run: Math.min(mine.run, leader.run) };
}

function elect(replica: Replica, now: number): Step {
  const term = Math.max(replica.mark.term + 1, now);
  const leader: Replica = { ...replica, role: 'leader', mark: { ...replica.mark, term }, silence: 0 };
  return [leader, post(state(leader, false))];
}

function ran(replica: Replica, last: Last): Step {
  if (replica.role !== 'leader') return [replica];
  const next = { ...replica, last, mark: { ...replica.mark, run: replica.mark.run + 1 } };
  return [next, post(state(next, true)), { type: 'show', last }];
}

function paced(replica: Replica, seconds: number, by: string): Step {
  const pace = { seconds, edit: replica.pace.edit + 1, by };
  return [{ ...replica, pace }, post({ type: 'pace', key: replica.key, pace })];
}

function adopt(replica: Replica, pace: Pace): Step {
  if (!isNewer(pace, replica.pace)) return [replica];
  return [
    { ...replica, pace },
    { type: 'pace', seconds: pace.seconds },
  ];
}

/** Any edit is newer than a session's own start value; of two edits with one number all sessions choose the same. */
function isNewer(pace: Pace, mine: Pace): boolean {
  if (pace.edit !== mine.edit) return pace.edit > mine.edit;
  return pace.edit === 0 ? pace.seconds !== mine.seconds : pace.by > mine.by;
}

function tick(replica: Replica): Step {
  if (replica.role === 'leader') return [replica];
  const silence = replica.silence + 1;
  if (silence >= SEIZE_AFTER) return [{ ...replica, silence: 0 }, { type: 'seize' }];
  const next = { ...replica, silence };
  return silence >= ASK_AFTER ? [next, ask(next)] : [next];
}

function state({ key, mark, pace, last }: Replica, tell: boolean): LoopMessage {
  return { type: 'state', key, mark, pace, ...(tell && last && { last }) };
}

function ask({ key, mark }: Replica): Effect {
  return post({ type: 'ask', key, mark });
}

function post(message: LoopMessage): Effect {
  return { type: 'post', message };
}

function isBefore(mark: Mark, other: Mark): boolean {
  return mark.term < other.term || (mark.term === other.term && mark.run < other.run);
}
