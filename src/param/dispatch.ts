import { reportLate } from './handover.ts';
import type { Events, Listener } from './listener.ts';
import { checkDepth, checkRounds, LIMIT } from './loop.ts';
import { settle } from './observers.ts';

export type { Listener } from './listener.ts';

/**
 * The order of events. A set calls its listeners at once, by precedence and then registration; what a listener sets
 * is dispatched depth-first inside it, unless it is queued. While events are held (`batch`, a queued listener) each
 * listener keeps the newest event of each parameter; when the last hold ends they are called breadth-first.
 *
 * Derived values are invalidated at once, also while events are held, so that whoever reads one sees the newest state;
 * but whether they changed is found out only when events may flow.
 */
let holds = 0;
let waiting: Listener[] = [];
let endings: Ending[] = [];
let isSilent = false;

/** What is done when the events of an object that wait have been delivered. */
interface Ending {
  readonly owner: object | undefined;
  run(): void;
}

/** Whose events an asynchronous batch holds back, and which these are so far. */
interface Reserve {
  readonly covers: Covers;
  readonly waiting: Listener[];
  readonly endings: Ending[];
}

/** Says of the object that has a watcher whether it is meant. */
export type Covers = (owner: object | undefined) => boolean;

/** Batches whose functions are at an `await`. Others run meanwhile, and their events must flow. */
const reserves: Reserve[] = [];

/** Holds all events back until the matching `release`. */
export function hold(): void {
  holds++;
}

/** Ends a hold; the last one delivers what waits. */
export function release(): void {
  unhold();
  deliver();
}

/** Ends a hold and leaves it to the caller to deliver. */
function unhold(): void {
  if (--holds === 0) settle();
}

/**
 * Turns a hold into one that only the listeners of some objects feel, and gives the function that ends it. What waits
 * for them goes on waiting.
 */
export function reserve(covers: Covers): () => void {
  const entry: Reserve = { covers, waiting: [], endings: [] };
  unhold();
  reserves.push(entry);
  const [listeners, ends] = [waiting.splice(0), endings.splice(0)];
  place(listeners, ends);
  deliver();
  return () => {
    reserves.splice(reserves.indexOf(entry), 1);
    place(entry.waiting, entry.endings);
    deliver();
  };
}

/** Sorts what waits by the batch that holds it back, if any. */
function place(listeners: readonly Listener[], ends: readonly Ending[]): void {
  for (const listener of listeners) placeOf(listener).push(listener);
  for (const ending of ends) (reserveOf(ending.owner)?.endings ?? endings).push(ending);
}

function reserveOf(owner: object | undefined): Reserve | undefined {
  return reserves.length === 0 ? undefined : reserves.find((it) => it.covers(owner));
}

/** Where a listener waits. */
function placeOf(listener: Listener): Listener[] {
  // Asking for the owner may take time.
  return reserves.length === 0 ? waiting : (reserveOf(listener.owner)?.waiting ?? waiting);
}

/** Lets `listener` wait for its turn. A newer event of the same parameter replaces the older one. */
export function enqueue(listener: Listener, events: Events = NONE): void {
  if (isSilent) return;
  const [event] = events;
  if (listener.waiting === undefined) {
    listener.waiting = events;
    placeOf(listener).push(listener);
  } else if (event !== undefined) listener.waiting = [...listener.waiting.filter((it) => it.name !== event.name), event];
}

const NONE: Events = [];

/**
 * Tells `listeners`, who are in their order, what `eventsFor` says, if anything: at once, unless events are held or
 * others wait.
 */
export function dispatch(listeners: readonly Listener[], eventsFor: (listener: Listener) => Events | undefined): void {
  if (holds === 0 && waiting.length === 0 && reserves.length === 0) runRound(listeners, eventsFor);
  else {
    for (const listener of listeners) {
      const events = eventsFor(listener);
      if (events !== undefined) enqueue(listener, events);
    }
  }
  deliver();
}

/** Runs `change`, which invalidates derived values: subscriptions to those that changed then wait for their turn. */
export function invalidate(change: () => void): void {
  change();
  if (holds === 0) settle();
}

/** The same, and calls whatever waits, unless events are held. */
export function propagate(change: () => void): void {
  invalidate(change);
  deliver();
}

/** Calls whatever waits, unless events are held. */
export function deliver(): void {
  if (holds === 0) drain();
}

/** The same for a result that arrives later: there is no setter to throw at, so every listener's owner is told. */
export function propagateLate(change: () => void): void {
  invalidate(change);
  const trail: string[] = [];
  for (let rounds = 0; holds === 0 && isPending(); rounds++) {
    const round = takeRound();
    const { listeners, events } = round;
    listeners.forEach((listener, i) => {
      try {
        checkRounds(rounds, listeners, events, trail);
        callListener(listener, events[i] ?? NONE);
      } catch (error) {
        reportLate(listener.owner, error, 'listener of an asynchronous value');
      }
    });
    finish(round);
  }
}

/** Runs `change` so that nobody is told of it; derived values are fresh all the same. */
export function silently(change: () => void): void {
  // What changed before must be told, so it is found out first.
  settle();
  isSilent = true;
  try {
    change();
    settle();
  } finally {
    isSilent = false;
  }
}

/** Runs `run` when the events of `owner` that wait now have been delivered: at once where none do. */
export function afterEvents(owner: object | undefined, run: () => void): void {
  const ends = reserveOf(owner)?.endings ?? (holds > 0 ? endings : undefined);
  if (ends === undefined) run();
  else ends.push({ owner, run });
}

/** Calls whatever waits, and whatever that lets wait, round by round. */
function drain(): void {
  if (!isPending()) return;
  const trail: string[] = [];
  for (let rounds = 0; isPending(); rounds++) {
    const round = takeRound();
    let at = 0;
    try {
      runRound(
        round.listeners,
        () => round.events[at++],
        () => checkRounds(rounds, round.listeners, round.events, trail),
      );
    } finally {
      finish(round);
    }
  }
}

function isPending(): boolean {
  return waiting.length > 0 || endings.length > 0;
}

/** Those who are called before anything that they set and that waits. */
interface Round {
  readonly listeners: readonly Listener[];
  readonly events: readonly Events[];
  readonly endings: readonly Ending[];
}

function takeRound(): Round {
  const [listeners, ends] = [waiting, endings];
  waiting = [];
  endings = [];
  if (listeners.length > 1) listeners.sort((a, b) => a.precedence - b.precedence);
  const events = listeners.map((listener) => {
    const taken = listener.waiting as Events;
    listener.waiting = undefined;
    return taken;
  });
  return { listeners, events, endings: ends };
}

function finish(round: Round): void {
  for (const ending of round.endings) ending.run();
}

/** An error ends the round: events that would come late are dropped, but the runtime's own mirrors are kept true. */
function runRound(listeners: readonly Listener[], eventsFor: (listener: Listener) => Events | undefined, check?: () => void): void {
  let at = -1;
  try {
    check?.();
    while (++at < listeners.length) tell(listeners[at] as Listener, eventsFor);
  } catch (error) {
    const errors = [error];
    while (++at < listeners.length) tellOwn(listeners[at] as Listener, eventsFor, errors);
    for (let rounds = 0; isPending(); rounds++) {
      const late = takeRound();
      let next = 0;
      // Mirrors that set each other off are not told for ever.
      if (rounds < LIMIT) for (const listener of late.listeners) tellOwn(listener, () => late.events[next++], errors);
      finish(late);
    }
    throw allOf(errors);
  }
}

/** What to throw for several errors that there is one caller for. */
export function allOf(errors: readonly unknown[]): unknown {
  return errors.length === 1 ? errors[0] : new AggregateError(errors, 'Several watchers failed.');
}

function tell(listener: Listener, eventsFor: (listener: Listener) => Events | undefined): void {
  const events = eventsFor(listener);
  if (events !== undefined) callListener(listener, events);
}

/** Tells only those of the runtime; the events of others are dropped. */
function tellOwn(listener: Listener, eventsFor: (listener: Listener) => Events | undefined, errors: unknown[]): void {
  const events = eventsFor(listener);
  if (events === undefined || listener.precedence >= 0) return;
  try {
    callListener(listener, events);
  } catch (error) {
    errors.push(error);
  }
}

function callListener(listener: Listener, events: Events): void {
  underWay.push(listener);
  told.push(events);
  if (listener.queued) hold();
  try {
    if (underWay.length > LIMIT) checkDepth(underWay, told);
    listener.call(events);
  } finally {
    if (listener.queued) unhold();
    underWay.pop();
    told.pop();
  }
}

/** Who is being called inside whom, and what each was told. */
const underWay: Listener[] = [];
const told: Events[] = [];
