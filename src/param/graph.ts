import { changed } from './change.ts';

/**
 * The graph of derived values. What a node is made of is known when it is made, so that nothing is tracked while the
 * functions of authors run, and each visit is short.
 *
 * A change marks whatever is watched downstream, at once. Whether anything is different is found out when somebody
 * reads: a node asks its inputs, and runs where one of them has changed since it last did. Time is the number of
 * changes so far. A node that nobody watches hangs on nothing, so that it can be collected; it counts as marked for
 * ever, and is up to date if nothing at all has changed since it was read.
 *
 * Invariant: whoever watches a marked node is marked, too. So a mark is taken off before the inputs are asked; whoever
 * changes his own inputs meanwhile is marked again.
 */
let time = 0;

export function timeNow(): number {
  return time;
}

/** The time of a change that happens now. */
export function nextTime(): number {
  return ++time;
}

/** What is told that something upstream has changed: a node, or an observer at the end of the graph. */
export interface Consumer {
  /** Whether it has been told since it last looked. */
  marked: boolean;
  /** Takes note, and says who is to be told next: the first of its own consumers, where it has any. */
  pass(): Edge | undefined;
}

/** The link from a node to one of its consumers: an item of a list, oldest first. */
export class Edge {
  readonly node: Node;
  readonly consumer: Consumer;
  previous: Edge | undefined = undefined;
  next: Edge | undefined = undefined;

  constructor(node: Node, consumer: Consumer) {
    this.node = node;
    this.consumer = consumer;
  }

  cut(): void {
    this.node.unwatch(this);
  }
}

/** What a node holds: a value, what a function has thrown, or nothing yet. */
export type State = 'value' | 'failure' | 'empty';

/** A value in the graph: up to date after `refresh`. Derived values override `update`, `connect` and `disconnect`; sources need not. */
export abstract class Node<T = unknown> implements Consumer {
  state: State = 'empty';
  /** The value, or what was thrown. */
  held: T | undefined = undefined;
  /** When the value last changed. An equal value is no change, so that nothing downstream runs for it. */
  changedAt = 0;
  /** Whether a newer value is being computed. */
  pending = false;
  marked = true;
  #checkedAt = NEVER;
  #first: Edge | undefined = undefined;
  #last: Edge | undefined = undefined;

  /** Refreshes the inputs and takes what has changed in them after `since`; a change of this node is dated `at`. */
  protected update(_since: number, _at: number): void {}

  /** The sources whose change counts as a change of this node's inputs, whether or not its value changes with them. */
  roots(): readonly Root[] {
    return [];
  }

  /** Begins to watch the inputs, as the first consumer comes. */
  protected connect(): void {}

  /** Ends that, when the last one has gone. */
  protected disconnect(): void {}

  get isWatched(): boolean {
    return this.#first !== undefined;
  }

  refresh(): void {
    if (!this.marked) return;
    const { isWatched } = this;
    const since = this.#checkedAt;
    if (since === time && !isWatched) return;
    this.marked = !isWatched;
    this.#checkedAt = time;
    try {
      this.update(since, time);
    } catch (error) {
      // Errors of authors' functions are caught where these are called. This one is an overflow of the stack: start anew.
      this.marked = true;
      this.#checkedAt = NEVER;
      throw error;
    }
  }

  /** Whether nobody has asked for an update since the one `at` this time began: a function may, by what it sets. */
  protected isNewest(at: number): boolean {
    return this.#checkedAt === at;
  }

  /** Lets the next reader start anew. */
  protected expire(): void {
    this.#checkedAt = NEVER;
    time++;
  }

  watch(consumer: Consumer): Edge {
    const edge = new Edge(this, consumer);
    const last = this.#last;
    this.#last = edge;
    if (last === undefined) {
      this.#first = edge;
      this.connect();
    } else {
      edge.previous = last;
      last.next = edge;
    }
    return edge;
  }

  unwatch({ previous, next }: Edge): void {
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    if (this.#first !== undefined) return;
    this.marked = true;
    this.disconnect();
  }

  pass(): Edge | undefined {
    return this.#first;
  }

  /** Marks all that is watched downstream, depth first. No recursion, so that no graph is too deep to be told. */
  protected notify(): void {
    let edge = this.#first;
    while (edge !== undefined) {
      const { consumer, next }: Edge = edge;
      const inner = consumer.marked ? undefined : mark(consumer);
      if (inner === undefined) edge = next ?? later.pop();
      else {
        if (next !== undefined) later.push(next);
        edge = inner;
      }
    }
  }

  /** Takes over what was found, unless that says nothing new: nothing at all, or a value that equals the old one. */
  protected take(state: State, held: unknown, at: number): void {
    if (this.state === 'value' && (state === 'empty' || (state === 'value' && !changed(this.held, held)))) return;
    if (state === 'empty' && this.state === 'empty') return;
    this.put(state, held, at);
  }

  protected put(state: State, held: unknown, at: number): void {
    this.state = state;
    this.held = held as T;
    this.changedAt = at;
  }
}

const NEVER = -1;

/** Where `notify` goes on when it has marked a branch to its end. */
const later: Edge[] = [];

function mark(consumer: Consumer): Edge | undefined {
  consumer.marked = true;
  return consumer.pass();
}

/** A source of changes, for those who want to hear of each of them, also of one that leaves their value as it was. */
export interface Root extends Node {
  /** When it was last set. */
  readonly touchedAt: number;
}
