import type { SessionRecord } from '../host/index.ts';
import type { Pool, PoolObserver, PoolView, SeenEnd, SeenTask } from '../thread/index.ts';
import { type Bar, type Lane, Lanes } from './lanes.ts';
import { Rate } from './rate.ts';

/** How far back the task stream goes, in ms. */
export const SPAN = 30_000;
/** How often a session is asked how it is, in ms, and after how long without an answer its thread counts as blocked. */
const ASK = 1000;
const PATIENCE = 700;
/** How many of the tasks that ended last are told one by one. */
const RECENT = 20;

/** What is observed: the page. */
export interface Watched {
  readonly sessions: Iterable<SessionRecord>;
  readonly pool: Pick<Pool, 'size' | 'observe' | 'look' | 'cancel' | 'cancelQueued'>;
}

/** `blocked`: its own thread runs something that lets nothing else in. */
type SessionState = 'starting' | 'ready' | 'busy' | 'blocked' | 'failed' | 'crashed';

/** A session at one moment. */
export interface SessionSample {
  readonly record: SessionRecord;
  readonly state: SessionState;
  /** Its tasks that wait for a thread, and those that run. */
  readonly queued: number;
  readonly running: number;
  /** Messages a second, both ways. */
  readonly messages: number;
  /** Null where nobody knows: sessions in the page share what would count them. */
  readonly dropped: number | null;
  /** Bytes of its worker; null where the browser does not tell. */
  readonly memory: number | null;
}

/** What a thread has done. */
export interface Done extends Readonly<Bar> {
  readonly thread: string;
}

/** Everything at one moment. */
export interface Sample {
  readonly sessions: readonly SessionSample[];
  readonly lanes: readonly Lane[];
  /** Newest first. */
  readonly recent: readonly Done[];
  /** Threads that have started, those outside the page's pool included, and the most that the pool starts. */
  readonly threads: number;
  readonly size: number;
  /** Tasks that ended, and messages to and from sessions, a second. */
  readonly tasks: number;
  readonly messages: number;
}

/** A session, from the first sample in which it is seen. */
interface Follow {
  readonly rate: Rate;
  /** When it was asked last, and how many answers there will be when it has answered. */
  asked: { readonly at: number; readonly answers: number } | undefined;
}

/**
 * What the monitor knows: follows the page from its making until `signal` aborts, and then holds on to nothing of it. All
 * that it keeps is bounded by the span and by what the page has.
 */
export class Observation implements PoolObserver {
  readonly lanes = new Lanes(SPAN);
  /** Bytes by realm, where the browser tells. */
  memory: ReadonlyMap<string, number> = new Map();
  readonly #watched: Watched;
  readonly #clock: () => number;
  #followed = new Map<SessionRecord, Follow>();
  readonly #taskRate = new Rate();
  #ended = 0;

  constructor(watched: Watched, signal: AbortSignal, clock: () => number = () => performance.now()) {
    this.#watched = watched;
    this.#clock = clock;
    watched.pool.observe(this, signal);
  }

  began(task: SeenTask, thread: string): void {
    this.lanes.began(task, thread, this.#clock());
  }

  ended(task: SeenTask, thread: string, end: SeenEnd, took: number | null): void {
    this.#ended++;
    this.lanes.ended(task, thread, end, took, this.#clock());
  }

  returned(task: SeenTask, thread: string): void {
    this.lanes.returned(task, thread);
  }

  /** Looks at everything now. Rates are those between samples. */
  sample(): Sample {
    const at = this.#clock();
    const { pool } = this.#watched;
    const view = pool.look();
    this.lanes.reconcile(view, at);
    const sessions = this.#sessions(view, at);
    return {
      sessions,
      lanes: [...this.lanes],
      recent: newest(this.lanes),
      threads: view.threads.length,
      size: pool.size,
      tasks: this.#taskRate.update(this.#ended, at),
      messages: sessions.reduce((sum, { messages }) => sum + messages, 0),
    };
  }

  #sessions(view: PoolView, at: number): SessionSample[] {
    const before = this.#followed;
    this.#followed = new Map();
    return Array.from(this.#watched.sessions, (record) => {
      const follow = before.get(record) ?? { rate: new Rate(), asked: undefined };
      this.#followed.set(record, follow);
      ask(record, follow, at);
      return {
        record,
        state: stateOf(record, follow, at),
        queued: view.queued.get(record.id) ?? 0,
        running: view.threads.filter(({ task }) => task?.session === record.id).length,
        messages: follow.rate.update(record.sent + record.received, at),
        dropped: record.measures?.droppedRuns ?? null,
        memory: this.memory.get(record.measures?.realm ?? '') ?? null,
      };
    });
  }
}

function newest(lanes: Iterable<Lane>): Done[] {
  const bars = [...lanes].flatMap(({ id, bars: done }) => done.slice(-RECENT).map((bar) => ({ ...bar, thread: id })));
  return bars.toSorted((a, b) => b.to - a.to).slice(0, RECENT);
}

/** One question at a time: what is not answered is not asked again. */
function ask(record: SessionRecord, follow: Follow, at: number): void {
  const { asked } = follow;
  if (!record.measure || (asked && (isWaiting(record, asked) || at - asked.at < ASK))) return;
  follow.asked = { at, answers: record.answers + 1 };
  record.measure();
}

function isWaiting({ answers }: SessionRecord, asked: NonNullable<Follow['asked']>): boolean {
  return answers < asked.answers;
}

function stateOf(record: SessionRecord, { asked }: Follow, at: number): SessionState {
  const { phase, busy } = record;
  if (phase === 'crashed') return phase;
  if (record.measure && asked && isWaiting(record, asked) && at - asked.at > PATIENCE) return 'blocked';
  if (phase !== 'running') return phase;
  return busy ? 'busy' : 'ready';
}
