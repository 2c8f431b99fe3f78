import type { PoolView, SeenEnd, SeenTask, SeenThread } from '../thread/index.ts';

/** Brief tasks of one kind whose times are no further apart than this are one bar, in ms: less than a pixel of a lane. */
const GAP = 10;
const BRIEF = 5;

/** What a thread did for a while: one task, or several brief ones of a kind. Times are those of the clock, in ms. */
export interface Bar {
  from: number;
  to: number;
  /** Number of tasks. */
  count: number;
  readonly task: SeenTask;
  readonly end: SeenEnd;
}

/** A thread as time goes by. */
export interface Lane {
  readonly id: string;
  /** A `Thread`, outside the pool's size. */
  own: boolean;
  up: boolean;
  /** Its worker has ended; what it did is still to be seen. */
  gone: boolean;
  /** What runs on it, and since when somebody has seen it there. */
  current: { readonly task: SeenTask; readonly since: number } | undefined;
  behind: number;
  /** What is over, oldest first. Bars of a lane do not overlap. */
  readonly bars: Bar[];
}

/** The task stream: what each thread did during the last `span` ms. Its memory is bounded by that. */
export class Lanes implements Iterable<Lane> {
  readonly #span: number;
  readonly #lanes = new Map<string, Lane>();

  constructor(span: number) {
    this.#span = span;
  }

  *[Symbol.iterator](): Generator<Lane> {
    yield* this.#lanes.values();
  }

  began(task: SeenTask, thread: string, at: number): void {
    this.#lane(thread).current = { task, since: at };
  }

  /** `took` in ms; null where only the time since it began is known. */
  ended(task: SeenTask, thread: string, end: SeenEnd, took: number | null, at: number): void {
    const lane = this.#lane(thread);
    const since = lane.current?.task.key === task.key ? lane.current.since : at;
    if (lane.current?.task.key === task.key) lane.current = undefined;
    if (took === null || !join(lane, task, end, took, at)) add(lane, task, end, took === null ? since : at - took, at);
  }

  /** It was not begun after all. */
  returned(task: SeenTask, thread: string): void {
    const lane = this.#lane(thread);
    if (lane.current?.task.key === task.key) lane.current = undefined;
  }

  /** Takes what the pool has now for the truth, and forgets what is older than the span. */
  reconcile({ threads }: PoolView, at: number): void {
    const seen = new Map(threads.map((thread) => [thread.id, thread]));
    for (const thread of threads) this.#match(thread, at);
    for (const [id, lane] of this.#lanes) {
      if (!seen.has(id)) Object.assign(lane, { gone: true, current: undefined, behind: 0 });
      const first = lane.bars.findIndex(({ to }) => to > at - this.#span);
      lane.bars.splice(0, first < 0 ? lane.bars.length : first);
      if (lane.gone && lane.bars.length === 0) this.#lanes.delete(id);
    }
  }

  #match({ id, own, up, task, behind }: SeenThread, at: number): void {
    const lane = this.#lane(id);
    Object.assign(lane, { own, up, behind });
    if (!up || !task) lane.current = undefined;
    else if (lane.current?.task.key !== task.key) lane.current = { task, since: at };
  }

  #lane(id: string): Lane {
    let lane = this.#lanes.get(id);
    if (!lane) this.#lanes.set(id, (lane = { id, own: false, up: true, gone: false, current: undefined, behind: 0, bars: [] }));
    return lane;
  }
}

/** The share of the last `span` ms in which a thread had something to run, from 0 to 1. */
export function loadOf({ bars, current }: Lane, span: number, at: number): number {
  const start = at - span;
  let busy = current ? at - Math.max(start, current.since) : 0;
  for (const { from, to } of bars) busy += Math.max(0, to - Math.max(start, from));
  return Math.min(1, busy / span);
}

function add({ bars }: Lane, task: SeenTask, end: SeenEnd, from: number, to: number): void {
  bars.push({ from: Math.max(from, bars.at(-1)?.to ?? -Infinity), to, count: 1, task, end });
}

/** Brief tasks are told together after the last of them has run, so the bar that they share grows at both ends. */
function join({ bars }: Lane, task: SeenTask, end: SeenEnd, took: number, at: number): boolean {
  const last = bars.at(-1);
  if (!last || took >= BRIEF || last.end !== end || last.task.name !== task.name || last.task.session !== task.session) return false;
  if (at - took - last.to > GAP) return false;
  if (last.to === at) last.from = Math.max(last.from - took, bars.at(-2)?.to ?? -Infinity);
  last.to = at;
  last.count++;
  return true;
}
