import type { Outcome, SessionId, TaskKey, ThreadId } from './protocol.ts';
import type { Instruction, SchedulerEvent, State } from './scheduler/index.ts';

/** A task, as one who looks at a pool knows it. */
export interface SeenTask {
  readonly key: TaskKey;
  readonly name: string;
  /** Also where the task runs in a pool of the session's own. */
  readonly session: SessionId;
}

/** Why a task's time on a thread was over: its outcome, unless it runs again elsewhere. */
export type SeenEnd = Outcome['end'];

/** Who looks at a pool is told what its threads do, in order. What it throws would break the pool: it does not throw. */
export interface PoolObserver {
  /** A thread runs this task now. Brief tasks that travel together are not told one by one. */
  began(task: SeenTask, thread: ThreadId): void;
  /** `took` is its time on the thread in ms; null where the thread could not tell any more. */
  ended(task: SeenTask, thread: ThreadId, end: SeenEnd, took: number | null): void;
  /** The thread gave a task back that it was about to begin: it waits again. */
  returned(task: SeenTask, thread: ThreadId): void;
}

export interface SeenThread {
  readonly id: ThreadId;
  /** It is a `Thread`, outside the pool's size. */
  readonly own: boolean;
  /** Its worker has started. */
  readonly up: boolean;
  readonly task: SeenTask | null;
  /** Number of tasks that it has got to run after this one. */
  readonly behind: number;
}

/** A pool at one moment, those of its sessions included. */
export interface PoolView {
  readonly threads: readonly SeenThread[];
  /** Number of tasks that wait for a thread. */
  readonly queued: ReadonlyMap<SessionId, number>;
}

/** Gives what a task is called, as long as the pool has it. */
export type See = (key: TaskKey) => SeenTask | undefined;

/** A pool of a session's own is `<session>/<name>`. */
export function ownerOf(session: SessionId): SessionId {
  return session.split('/', 1)[0] as SessionId;
}

/** Adds what a pool has to what others have. */
export function lookAt({ threads, sessions }: State, see: See, view: { threads: SeenThread[]; queued: Map<SessionId, number> }): void {
  for (const { id, own, up, tasks } of threads.values()) {
    const [head] = tasks;
    view.threads.push({ id, own, up, task: (head && see(head.key)) ?? null, behind: Math.max(0, tasks.length - 1) });
  }
  for (const { id, queue } of sessions.values()) {
    const owner = ownerOf(id);
    view.queued.set(owner, (view.queued.get(owner) ?? 0) + queue.size);
  }
}

/** What waits of a session, in its own pools too. */
export function queuedOf({ tasks }: State, session: SessionId): TaskKey[] {
  return [...tasks.values()].filter((task) => task.status === 'queued' && ownerOf(task.session) === session).map(({ key }) => key);
}

/** Tells what the steps of one scheduler mean for its threads. Exists only while somebody looks. */
export class Watch {
  readonly #state: State;
  readonly #see: See;
  readonly #observers: ReadonlySet<PoolObserver>;
  /** What each thread runs. */
  readonly #heads = new Map<ThreadId, SeenTask>();
  /** Why tasks were given up that their threads still have. */
  readonly #givenUp = new Map<TaskKey, SeenEnd>();

  constructor(state: State, see: See, observers: ReadonlySet<PoolObserver>) {
    this.#state = state;
    this.#see = see;
    this.#observers = observers;
    this.#compare('cancelled');
  }

  /** Comes after each step, before the pool forgets the tasks that are over. */
  stepped(event: SchedulerEvent, instructions: readonly Instruction[]): void {
    for (const instruction of instructions) {
      if (instruction.do !== 'settle') continue;
      const { task, end } = instruction;
      this.#givenUp.set(task, end === 'refused' ? 'error' : end);
    }
    if (event.type === 'settled') this.#ran(event);
    if (event.type === 'returned') this.#returned(event);
    this.#compare(event.type === 'down' ? 'crashed' : 'cancelled');
    for (const instruction of instructions) if (instruction.do === 'release') this.#givenUp.delete(instruction.task);
  }

  #ran({ thread, results }: Extract<SchedulerEvent, { type: 'settled' }>): void {
    const head = this.#heads.get(thread);
    for (const { task: key, outcome, took } of results) {
      const task = this.#see(key);
      if (!task) continue;
      this.#end(task, thread, this.#givenUp.get(key) ?? (outcome.end === 'finished' ? 'finished' : 'error'), took);
      if (head?.key === key) this.#heads.delete(thread);
    }
  }

  #returned({ thread, tasks }: Extract<SchedulerEvent, { type: 'returned' }>): void {
    const head = this.#heads.get(thread);
    if (!head || !tasks.includes(head.key)) return;
    this.#heads.delete(thread);
    for (const observer of this.#observers) observer.returned(head, thread);
  }

  /** Finds out which threads run something else than before. */
  #compare(cut: SeenEnd): void {
    const { threads } = this.#state;
    for (const [thread, task] of this.#heads) {
      if (threads.get(thread)?.tasks[0]?.key === task.key) continue;
      this.#heads.delete(thread);
      this.#end(task, thread, this.#givenUp.get(task.key) ?? cut, null);
    }
    for (const { id, up, tasks } of threads.values()) {
      const [head] = tasks;
      const task = up && head && !this.#heads.has(id) ? this.#see(head.key) : undefined;
      if (!task) continue;
      this.#heads.set(id, task);
      for (const observer of this.#observers) observer.began(task, id);
    }
  }

  #end(task: SeenTask, thread: ThreadId, end: SeenEnd, took: number | null): void {
    for (const observer of this.#observers) observer.ended(task, thread, end, took);
  }
}
