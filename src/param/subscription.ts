import { enqueue, type Listener } from './dispatch.ts';
import { timeNow, type Consumer, type Edge, type Node, type Root } from './graph.ts';
import { lastTouch, rootsOf } from './node.ts';
import { awaken } from './observers.ts';

export interface SubscribeOptions {
  /** Whether every change of an input is told, also one that left the value as it was. Default false. */
  readonly touches?: boolean;
  /** Whether it is told that a newer value is being computed, and that it no longer is. Default false. */
  readonly pending?: boolean;
  readonly precedence?: number;
  readonly queued?: boolean;
  readonly owner?: object | undefined;
  /** How a `LoopError` calls it. */
  readonly title?: () => string;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
}

interface Owned {
  readonly owner?: object | undefined;
}

/** Calls back, in its turn among the watchers, whenever one of its nodes has changed. */
export class Subscription implements Listener, Consumer {
  readonly precedence: number;
  readonly queued: boolean;
  readonly title: (() => string) | undefined;
  waiting: Listener['waiting'];
  marked = false;
  /** Whether it waits for its turn, or is in the round that is under way and has not had it. */
  isDue = false;
  readonly #nodes: readonly Node[];
  readonly #callback: () => void;
  readonly #owned: Owned;
  readonly #edges: readonly Edge[];
  /** Where every change of an input is told: of which inputs. */
  readonly #roots: readonly Root[];
  readonly #wantsPending: boolean;
  /** When it last looked. */
  #checkedAt = -1;
  #pending = false;
  #stopped = false;

  /** `owned` knows the owner when that is asked for, and need not keep it. */
  constructor(nodes: readonly Node[], callback: () => void, options: SubscribeOptions = {}, owned: Owned = { owner: options.owner }) {
    this.precedence = options.precedence ?? 0;
    this.queued = options.queued ?? false;
    this.title = options.title;
    this.waiting = undefined;
    this.#nodes = nodes;
    this.#callback = callback;
    this.#owned = owned;
    this.#roots = options.touches === true ? rootsOf(nodes) : [];
    this.#wantsPending = options.pending ?? false;
    this.#edges = nodes.map((node) => node.watch(this));
    this.#look();
    if (options.signal?.aborted === true) this.stop();
    else options.signal?.addEventListener('abort', () => this.stop(), { once: true });
  }

  get owner(): object | undefined {
    return this.#owned.owner;
  }

  call(): void {
    this.isDue = false;
    if (!this.#stopped) this.#callback();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const edge of this.#edges) edge.cut();
  }

  pass(): undefined {
    awaken(this);
  }

  /** Waits for its turn, if it is to be called. */
  check(): void {
    this.marked = false;
    if (this.#stopped || !this.#look()) return;
    enqueue(this);
    // Not where nobody is told.
    this.isDue = this.waiting !== undefined;
  }

  /** Whether there is anything new since it last looked. */
  #look(): boolean {
    const since = this.#checkedAt;
    this.#checkedAt = timeNow();
    const wasPending = this.#pending;
    let isNew = false;
    let pending = false;
    for (const node of this.#nodes) {
      node.refresh();
      if (node.changedAt > since) isNew = true;
      if (node.pending) pending = true;
    }
    this.#pending = pending;
    return isNew || (this.#wantsPending && pending !== wasPending) || lastTouch(this.#roots) > since;
  }
}
