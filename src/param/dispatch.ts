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
let waiting = new Map<Listener, ChangeEvent[]>();
let afterwards: (() => void)[] = [];

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

/** Lets `listener` wait for its turn. A newer event of the same parameter replaces the older one. */
export function enqueue(listener: Listener, event?: ChangeEvent): void {
  const events = waiting.get(listener);
  if (events === undefined) waiting.set(listener, event === undefined ? [] : [event]);
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
  const isFree = holds === 0 && waiting.size === 0;
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
  const kept = waiting;
  waiting = new Map();
  try {
    invalidate(change);
  } finally {
    waiting = kept;
    if (holds > 0) startBatch();
  }
}

/** Runs `action` when the events that wait now have been delivered: at once where none do. */
export function afterEvents(action: () => void): void {
  if (holds > 0) afterwards.push(action);
  else action();
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
