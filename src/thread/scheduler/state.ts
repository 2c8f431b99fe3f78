import type { DefinitionKey, SessionId, TaskKey, ThreadId } from '../protocol.ts';
import type { Instruction, TaskHeader, Timer } from './events.ts';
import type { TaskQueue } from './queue.ts';
import { Stories } from './story.ts';

/** `dropped`: settled for its session, but a thread still has it. */
type Status = 'queued' | 'sent' | 'running' | 'dropped';

export interface Task extends TaskHeader {
  readonly order: number;
  status: Status;
  retriesLeft: number;
  thread: ThreadId | null;
  ticking: Timer | null;
  /** Its thread said that this one runs. */
  began: boolean;
  /** Its session was told that it runs. */
  told: boolean;
  /** It may be what ended its thread: it travels alone from now on. */
  suspect: boolean;
  /** Its generator waits for its consumer: meanwhile its thread does not count. */
  waits: boolean;
  /** What happened to it. */
  readonly story: string[];
}

export interface Thread {
  readonly id: ThreadId;
  readonly own: boolean;
  up: boolean;
  /**
   * In the order in which they run; the first one runs. All are of one session. Of brief ones, the first may have run
   * without a report until the thread says which one runs: what nobody but their results can tell may run again.
   */
  tasks: Task[];
  brief: boolean;
  /** It gave tasks back, or shall: it gets no more before the one that runs has ended. */
  stuck: boolean;
  /** It has got nothing since the last look. */
  rested: boolean;
}

export interface Session {
  readonly id: SessionId;
  readonly queue: TaskQueue;
  /** When it was served last, as a count. */
  served: number;
}

/** What is known of a definition's tasks. */
interface Kind {
  /** Mean duration of a run, in milliseconds. */
  pace: number;
  /** The longest run, which fades with those that follow, in milliseconds. */
  longest: number;
  /** One of them was noticed outside before its result. */
  shown: boolean;
}

export interface Options {
  readonly size: number;
  /** Milliseconds between the abort of a running task and the end of its thread. */
  readonly grace: number;
  /** Milliseconds between looks: a thread that nobody uses lives for one to two of them. */
  readonly idle: number;
  /** What the ids of threads begin with. */
  readonly prefix: string;
}

export interface State {
  size: number;
  readonly options: Options;
  readonly tasks: Map<TaskKey, Task>;
  readonly threads: Map<ThreadId, Thread>;
  readonly sessions: Map<SessionId, Session>;
  readonly kinds: Map<DefinitionKey, Kind>;
  readonly stories: Stories;
  orders: number;
  spawned: number;
  served: number;
  /** Which thread got something last. */
  latest: ThreadId | null;
  /** A thread could not start: no more are tried until one does, or somebody asks again. */
  startFailed: boolean;
  /** A `look` is under way. */
  looking: boolean;
}

/** One transition: the state, and the instructions that the transition has led to so far. */
export interface Step {
  readonly state: State;
  readonly out: Instruction[];
}

export function createState(options: Options): State {
  return {
    size: options.size,
    options,
    tasks: new Map(),
    threads: new Map(),
    sessions: new Map(),
    kinds: new Map(),
    stories: new Stories(),
    orders: 0,
    spawned: 0,
    served: 0,
    latest: null,
    startFailed: false,
    looking: false,
  };
}

/** The threads that sessions share. */
export function poolThreads({ threads }: State): Thread[] {
  return [...threads.values()].filter(({ own }) => !own);
}

/** So many threads on which a generator waits do not count: a consumer may need threads to get on. */
const LENT = 32;

/** How many threads of a pool count for its size. */
export function countOf(pool: readonly Thread[]): number {
  return pool.length - Math.min(LENT, pool.filter(({ tasks: [head] }) => head?.waits).length);
}

export function threadOf({ threads }: State, task: Task): Thread | undefined {
  return task.thread === null ? undefined : threads.get(task.thread);
}

/** Whether only the thread knows which of its tasks runs. */
export function isUnsure({ up, brief, tasks: [head] }: Thread): boolean {
  return up && brief && head?.began === false;
}
