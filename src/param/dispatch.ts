import { endBatch, startBatch } from 'alien-signals';
import { reportLate } from './handover.ts';
import type { ChangeEvent } from './watcher.ts';

/** Something that is called when a value changes: a watcher of parameters or a subscription to a derived value. */
export interface Listener {
  /** Lower is called earlier; negative is the runtime's own: mirrors and derived state, called even after an error. */
  readonly precedence: number;
  /** Whether what it sets is held back until it has returned. */
  readonly queued: boolean;
  /** Who answers for errors when there is no setter to tell: work that arrives later is done in his name. */
  readonly owner: object | undefined;
  call(events: readonly ChangeEvent[]): void;
}

/**
 * The order of events. A set calls its listeners at once, by precedence and then registration; what a listener sets
 * is dispatched depth-first inside it, unless it is queued. While events are held (`batch`, a queued listener) each
 * listener keeps the newest event of each parameter; when the last hold ends they are called breadth-first.
 *
 * Derived values are invalidated at once, also while events are held, so that whoever reads one sees the newest state;
 * but whether they changed is found out only when events may flow.
 */
let holds = 0;
let waiting: Waiting = new Map();
let afterwards: (() => void)[] = [];
let isSilent = false;

type Waiting = Map<Listener, ChangeEvent[]>;

/** Whose events an asynchronous batch holds back, and which these are so far. */
interface Reserve {
  readonly covers: Covers;
  readonly waiting: Waiting;
  readonly afterwards: (() => void)[];
}

/** Says of the object that has a watcher whether it is meant. */
export type Covers = (owner: object | undefined) => boolean;

/** Batches whose functions are at an `await`. Others run meanwhile, and their events must flow. */
const reserves: Reserve[] = [];

/** Holds all events back until the matching `release`. */
export function hold(): void {
  if (holds++ === 0) startBatch();
}

/** Ends a hold; the last one delivers what waits. */
export function release(): void {
  unhold();
  if (holds === 0) drain();
}

/** Ends a hold and leaves it to the caller to deliver. */
function unhold(): void {
  if (--holds === 0) endBatch();
}

/**
 * Turns a hold into one that only the listeners of some objects feel, and gives the function that ends it. What waits
 * for them goes on waiting.
 */
export function reserve(covers: Covers): () => void {
  const entry: Reserve = { covers, waiting: new Map(), afterwards: afterwards.splice(0) };
  unhold();
  reserves.push(entry);
  moveWaiting(takeWaiting());
  if (holds === 0) drain();
  return () => {
    reserves.splice(reserves.indexOf(entry), 1);
    moveWaiting([...entry.waiting]);
    for (const action of entry.afterwards) afterEvents(undefined, action);
    if (holds === 0) drain();
  };
}

function moveWaiting(entries: readonly [Listener, ChangeEvent[]][]): void {
  for (const [listener, events] of entries) {
    if (events.length === 0) enqueue(listener);
    for (const event of events) enqueue(listener, event);
  }
}

function reserveOf(owner: object | undefined): Reserve | undefined {
  return reserves.length === 0 ? undefined : reserves.find((it) => it.covers(owner));
}

/** Lets `listener` wait for its turn. A newer event of the same parameter replaces the older one. */
export function enqueue(listener: Listener, event?: ChangeEvent): void {
  if (isSilent) return;
  const place = reserveOf(listener.owner)?.waiting ?? waiting;
  const events = place.get(listener);
  if (events === undefined) place.set(listener, event === undefined ? [] : [event]);
  else if (event !== undefined) replace(events, event);
}

function replace(events: ChangeEvent[], event: ChangeEvent): void {
  let at = 0;
  for (const it of events) {
    if (it.name === event.name && it.obj === event.obj) break;
    at++;
  }
  events[at] = event;
}

/** Tells one event to `listeners`, who are in their order: at once, unless events are held or others wait. */
export function dispatch(listeners: readonly Listener[], eventFor: (listener: Listener) => ChangeEvent | undefined): void {
  const isFree = holds === 0 && waiting.size === 0 && reserves.length === 0;
  const round: [Listener, ChangeEvent[]][] = [];
  for (const listener of listeners) {
    const event = eventFor(listener);
    if (event === undefined) continue;
    if (isFree) round.push([listener, [event]]);
    else enqueue(listener, event);
  }
  if (isFree) runRound(round);
  if (holds === 0) drain();
}

/** Runs `change`, which invalidates derived values: subscriptions to those that changed then wait for their turn. */
export function invalidate(change: () => void): void {
  startBatch();
  try {
    change();
  } finally {
    endBatch();
  }
}

/** The same, and calls whatever waits, unless events are held. */
export function propagate(change: () => void): void {
  invalidate(change);
  if (holds === 0) drain();
}

/** The same for a result that arrives later: there is no setter to throw at, so every listener's owner is told. */
export function propagateLate(change: () => void): void {
  invalidate(change);
  while (holds === 0 && waiting.size > 0) {
    for (const [listener, events] of takeWaiting()) callLate(listener, events);
  }
}

function callLate(listener: Listener, events: readonly ChangeEvent[]): void {
  try {
    callListener(listener, events);
  } catch (error) {
    reportLate(listener.owner, error, 'listener of an asynchronous value');
  }
}

/** Runs `change` so that nobody is told of it; derived values are fresh all the same. */
export function silently(change: () => void): void {
  // What changed before must be told, so it is found out first.
  if (holds > 0) endBatch();
  isSilent = true;
  try {
    invalidate(change);
  } finally {
    isSilent = false;
    if (holds > 0) startBatch();
  }
}

/** Runs `action` when the events of `owner` that wait now have been delivered: at once where none do. */
export function afterEvents(owner: object | undefined, action: () => void): void {
  const place = reserveOf(owner)?.afterwards ?? (holds > 0 ? afterwards : undefined);
  if (place === undefined) action();
  else place.push(action);
}

/** Calls whatever waits, and whatever that lets wait, round by round. */
function drain(): void {
  try {
    while (waiting.size > 0) runRound(takeWaiting());
  } finally {
    if (afterwards.length > 0) finish();
  }
}

function finish(): void {
  const actions = afterwards;
  afterwards = [];
  for (const action of actions) action();
}

function takeWaiting(): [Listener, ChangeEvent[]][] {
  const round = [...waiting].sort(([a], [b]) => a.precedence - b.precedence);
  waiting = new Map();
  return round;
}

/** An error ends the round: events that would come late are dropped, but the runtime's own mirrors are kept true. */
function runRound(round: readonly [Listener, ChangeEvent[]][]): void {
  let done = 0;
  try {
    for (const [listener, events] of round) {
      done++;
      callListener(listener, events);
    }
  } catch (error) {
    const dropped = [...round.slice(done), ...takeWaiting()];
    for (const [listener, events] of dropped) if (listener.precedence < 0) callListener(listener, events);
    throw error;
  }
}

function callListener(listener: Listener, events: readonly ChangeEvent[]): void {
  if (!listener.queued) return listener.call(events);
  hold();
  try {
    listener.call(events);
  } finally {
    unhold();
  }
}
