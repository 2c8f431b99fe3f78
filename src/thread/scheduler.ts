import { Heap } from './heap.ts';
import type { DefinitionKey, SessionId, TaskKey, ThreadId } from './protocol.ts';

/**
 * Who runs next, as a pure state machine: `step(state, event)` changes the state and returns what the shell has to
 * do. It knows tasks by their headers, has no clock and does no I/O.
 *
 * Sessions share the threads fairly: a thread that becomes free goes to the session that occupies fewest, among those
 * to the one served longest ago; within a session to the highest priority, then to the oldest task. So a session
 * with a thousand queued tasks delays another's next task by at most one running task.
 */
export interface TaskHeader {
  readonly key: TaskKey;
  readonly session: SessionId;
  readonly definition: DefinitionKey;
  /** Higher runs first. */
  readonly priority: number;
  /** How often it may run again after an error or a crash. */
  readonly retries: number;
  /** Milliseconds of one run. */
  readonly timeout: number | null;
  /** Whether the shell can send it a second time. */
  readonly repeatable: boolean;
  /** Set when it has a worker of its own, outside the pool's size. */
  readonly own: { readonly daemon: boolean } | null;
}

export type SchedulerEvent =
  | { readonly type: 'connect'; readonly session: SessionId }
  | { readonly type: 'disconnect'; readonly session: SessionId }
  | { readonly type: 'submit'; readonly tasks: readonly TaskHeader[] }
  | { readonly type: 'cancel'; readonly tasks: readonly TaskKey[] }
  /** A worker has started. */
  | { readonly type: 'up'; readonly thread: ThreadId }
  /** A worker has ended by itself, or never started. */
  | { readonly type: 'down'; readonly thread: ThreadId }
  | { readonly type: 'settled'; readonly thread: ThreadId; readonly task: TaskKey; readonly failed: boolean; readonly took: number }
  | { readonly type: 'timer'; readonly task: TaskKey; readonly timer: Timer }
  | { readonly type: 'resize'; readonly size: number };

export type Timer = 'timeout' | 'grace';
/** Why a task ends without a report of its thread. */
export type End = 'cancelled' | 'timeout' | 'crashed' | 'refused';

export type Instruction =
  | { readonly do: 'spawn'; readonly thread: ThreadId; readonly own: boolean }
  | { readonly do: 'terminate'; readonly thread: ThreadId }
  | { readonly do: 'execute'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  /** Abort the signal of a task on its thread. */
  | { readonly do: 'abort'; readonly thread: ThreadId; readonly task: TaskKey; readonly end: End }
  /** Tell their session that tasks have begun; of short ones that travel together, all at once. */
  | { readonly do: 'started'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  /** Hand over the outcome that the thread reported just now. */
  | { readonly do: 'deliver'; readonly task: TaskKey }
  /** Settle the task for its session, whatever its thread still does. */
  | { readonly do: 'settle'; readonly task: TaskKey; readonly end: End }
  /** The task is over, and so is what the shell keeps of it. */
  | { readonly do: 'release'; readonly task: TaskKey }
  | { readonly do: 'wake'; readonly task: TaskKey; readonly timer: Timer; readonly after: number }
  | { readonly do: 'still'; readonly task: TaskKey; readonly timer: Timer }
  /** Forget a session on a thread that lives on. */
  | { readonly do: 'detach'; readonly thread: ThreadId; readonly session: SessionId };

/** `dropped`: settled for its session, but a thread still has it. */
type Status = 'queued' | 'sent' | 'running' | 'dropped';

interface Task extends TaskHeader {
  readonly order: number;
  status: Status;
  retriesLeft: number;
  thread: ThreadId | null;
}

interface Thread {
  readonly id: ThreadId;
  readonly own: boolean;
  up: boolean;
  /** In the order in which they run; the first one runs. All are of one session. */
  tasks: Task[];
}

interface Session {
  readonly id: SessionId;
  /** May hold tasks that are queued no longer: they are skipped. */
  readonly queue: Heap<Task>;
  queued: number;
  served: number;
}

export interface Options {
  readonly size: number;
  /** Milliseconds between the abort of a running task and the end of its thread. */
  readonly grace: number;
}

export interface State {
  size: number;
  readonly grace: number;
  readonly tasks: Map<TaskKey, Task>;
  readonly threads: Map<ThreadId, Thread>;
  readonly sessions: Map<SessionId, Session>;
  /** Mean duration of the runs of a definition, in milliseconds. */
  readonly pace: Map<DefinitionKey, number>;
  readonly stories: Stories;
  orders: number;
  spawned: number;
  served: number;
  /** A thread could not start: no more are tried until one does, or somebody asks again. */
  startFailed: boolean;
}

/** What happened to the newest tasks, for whoever has to explain a run. Both bounds are of memory. */
type Stories = Map<TaskKey, string[]>;
const STORIES = 512;
const STORY = 32;

/** Tasks shorter than this travel together, up to so much expected work and so many. */
const SHORT = 1;
const BATCH_TIME = 4;
const BATCH = 64;

export function createState({ size, grace }: Options): State {
  return {
    size,
    grace,
    tasks: new Map(),
    threads: new Map(),
    sessions: new Map(),
    pace: new Map(),
    stories: new Map(),
    orders: 0,
    spawned: 0,
    served: 0,
    startFailed: false,
  };
}

export function step(state: State, event: SchedulerEvent): Instruction[] {
  return new Step(state).run(event);
}

/** One transition: collects the instructions that it leads to. */
class Step {
  readonly #state: State;
  readonly #out: Instruction[] = [];

  constructor(state: State) {
    this.#state = state;
  }

  run(event: SchedulerEvent): Instruction[] {
    this.#take(event);
    this.#fill();
    return this.#out;
  }

  #take(event: SchedulerEvent): void {
    switch (event.type) {
      case 'connect':
        return this.#connect(event.session);
      case 'disconnect':
        return this.#disconnect(event.session);
      case 'submit':
        this.#state.startFailed &&= this.#poolThreads().some((thread) => !thread.up);
        return event.tasks.forEach((task) => this.#submit(task));
      case 'cancel':
        return event.tasks.forEach((task) => this.#cancel(task));
      case 'up':
        return this.#up(event.thread);
      case 'down':
        return this.#down(event.thread);
      case 'settled':
        return this.#settled(event);
      case 'timer':
        return event.timer === 'grace' ? this.#graceOver(event.task) : this.#timeOver(event.task);
      case 'resize':
        this.#state.size = event.size;
        return this.#shrink();
    }
  }

  // Sessions

  #connect(id: SessionId): void {
    const queue = new Heap<Task>((a, b) => a.priority > b.priority || (a.priority === b.priority && a.order < b.order));
    this.#state.sessions.set(id, { id, queue, queued: 0, served: 0 });
  }

  #disconnect(id: SessionId): void {
    if (!this.#state.sessions.delete(id)) return;
    for (const task of this.#state.tasks.values()) {
      if (task.session !== id || task.status === 'dropped') continue;
      this.#still(task, 'timeout');
      if (task.thread === null) this.#release(task, 'dropped with its session');
      else task.status = 'dropped';
    }
    for (const thread of this.#state.threads.values()) this.#leave(thread, id);
  }

  /** What the session runs ends with it; a thread of its own that is no daemon has the grace period to clean up. */
  #leave(thread: Thread, session: SessionId): void {
    const [head] = thread.tasks;
    if (head?.session !== session) {
      const unused = this.#state.sessions.size === 0 && thread.tasks.length === 0;
      if (unused) this.#terminate(thread);
      else if (thread.up) this.#out.push({ do: 'detach', thread: thread.id, session });
    } else if (head.own && !head.own.daemon && thread.up) this.#abort(head, 'cancelled');
    else this.#terminate(thread);
  }

  // Tasks

  #submit(header: TaskHeader): void {
    const session = this.#state.sessions.get(header.session);
    if (!session) return;
    const task: Task = { ...header, order: this.#state.orders++, status: 'queued', retriesLeft: header.retries, thread: null };
    this.#state.tasks.set(task.key, task);
    this.#tell(task, 'submitted');
    if (task.own) this.#startOwn(task);
    else this.#enqueue(task, session);
  }

  #enqueue(task: Task, session: Session): void {
    task.status = 'queued';
    task.thread = null;
    session.queue.push(task);
    session.queued++;
  }

  #startOwn(task: Task): void {
    const thread = this.#spawn(true);
    task.status = 'sent';
    task.thread = thread.id;
    thread.tasks.push(task);
  }

  #cancel(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    if (!task || task.status === 'dropped') return;
    this.#giveUp(task, 'cancelled');
  }

  /** Settles a task for its session; if a thread has it, that thread has the grace period to let go of it. */
  #giveUp(task: Task, end: End): void {
    const { status } = task;
    this.#still(task, 'timeout');
    this.#out.push({ do: 'settle', task: task.key, end });
    this.#tell(task, end);
    if (status === 'queued') return this.#unqueue(task);
    task.status = 'dropped';
    const thread = this.#threadOf(task);
    if (thread && !thread.up) this.#terminate(thread);
    else this.#abort(task, end);
  }

  #unqueue(task: Task): void {
    const session = this.#state.sessions.get(task.session);
    if (session) session.queued--;
    // The heap still holds it: what is not in the table is skipped there.
    this.#release(task, 'left the queue');
  }

  /** A task behind another one on its thread has no grace period yet: only the running one can hang. */
  #abort(task: Task, end: End): void {
    const thread = this.#threadOf(task);
    if (!thread) return;
    this.#out.push({ do: 'abort', thread: thread.id, task: task.key, end });
    if (thread.tasks[0] === task) this.#wake(task, 'grace', this.#state.grace);
  }

  #timeOver(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    if (task?.status === 'running') this.#giveUp(task, 'timeout');
  }

  #graceOver(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    const thread = task && this.#threadOf(task);
    if (task?.status !== 'dropped' || !thread) return;
    this.#tell(task, 'its thread was ended');
    this.#terminate(thread);
  }

  #settled({ thread: id, task: key, failed, took }: Extract<SchedulerEvent, { type: 'settled' }>): void {
    const thread = this.#state.threads.get(id);
    const task = this.#state.tasks.get(key);
    if (!thread || !task || task.thread !== id) return;
    const ran = thread.tasks[0] === task;
    thread.tasks = thread.tasks.filter((other) => other !== task);
    this.#still(task, 'timeout');
    this.#still(task, 'grace');
    this.#learn(task, took);
    if (task.status === 'dropped') this.#release(task, 'let go by its thread');
    else if (!(failed && this.#retry(task))) this.#deliver(task, failed);
    if (thread.own) this.#terminate(thread);
    else if (ran) this.#advance(thread);
  }

  #deliver(task: Task, failed: boolean): void {
    this.#out.push({ do: 'deliver', task: task.key });
    this.#release(task, failed ? 'failed' : 'finished');
  }

  #retry(task: Task): boolean {
    const session = this.#state.sessions.get(task.session);
    if (task.retriesLeft <= 0 || !task.repeatable || !session) return false;
    task.retriesLeft--;
    this.#tell(task, 'to run again');
    if (task.own) this.#startOwn(task);
    else this.#enqueue(task, session);
    return true;
  }

  #release(task: Task, why: string): void {
    this.#tell(task, why);
    this.#state.tasks.delete(task.key);
    this.#out.push({ do: 'release', task: task.key });
  }

  #learn(task: Task, took: number): void {
    const { pace } = this.#state;
    const before = pace.get(task.definition);
    pace.set(task.definition, before === undefined ? took : before + (took - before) / 4);
  }

  // Threads

  #up(id: ThreadId): void {
    const thread = this.#state.threads.get(id);
    if (!thread || thread.up) return;
    thread.up = true;
    this.#state.startFailed = false;
    if (thread.tasks.length > 0) this.#execute(thread, thread.tasks);
    this.#shrink();
  }

  /** What ran on a thread that died has crashed; what waited behind it runs elsewhere. */
  #down(id: ThreadId): void {
    const thread = this.#state.threads.get(id);
    if (!thread) return;
    this.#state.threads.delete(id);
    const [head, ...rest] = thread.tasks;
    if (head) this.#lost(head, thread.up ? 'crashed' : 'refused');
    this.#handBack(rest);
    if (!thread.up && !thread.own) this.#startFailed();
  }

  #lost(task: Task, end: End): void {
    this.#still(task, 'timeout');
    this.#still(task, 'grace');
    if (task.status === 'dropped') return this.#release(task, 'gone with its thread');
    if (end === 'crashed' && this.#retry(task)) return;
    this.#out.push({ do: 'settle', task: task.key, end });
    this.#release(task, end);
  }

  /** Without a single thread, nothing queued would ever run; with one, it will. */
  #startFailed(): void {
    this.#state.startFailed = this.#poolThreads().length > 0;
    if (this.#state.startFailed) return;
    for (const task of this.#state.tasks.values()) {
      if (task.status !== 'queued') continue;
      this.#out.push({ do: 'settle', task: task.key, end: 'refused' });
      this.#unqueue(task);
    }
  }

  #terminate(thread: Thread): void {
    this.#state.threads.delete(thread.id);
    this.#out.push({ do: 'terminate', thread: thread.id });
    this.#handBack(thread.tasks);
  }

  /** Takes tasks from a thread that has ended before it began them. */
  #handBack(tasks: readonly Task[]): void {
    for (const task of tasks) {
      this.#still(task, 'grace');
      const session = this.#state.sessions.get(task.session);
      if (task.status === 'dropped' || !session) this.#release(task, 'gone with its thread');
      else this.#enqueue(task, session);
    }
  }

  /** The next task of a thread begins. */
  #advance(thread: Thread): void {
    const [head] = thread.tasks;
    if (!head) return this.#shrink();
    if (head.status === 'dropped') return this.#wake(head, 'grace', this.#state.grace);
    head.status = 'running';
    this.#tell(head, `began on ${thread.id}`);
    if (head.timeout !== null) this.#wake(head, 'timeout', head.timeout);
  }

  #shrink(): void {
    const pool = this.#poolThreads();
    const idle = pool.filter((thread) => thread.up && thread.tasks.length === 0);
    for (const thread of idle.slice(0, Math.max(0, pool.length - this.#state.size))) this.#terminate(thread);
  }

  /** Gives free threads to sessions, and starts threads while tasks wait and there may be more. */
  #fill(): void {
    const pool = this.#poolThreads();
    for (const thread of pool) {
      if (!thread.up || thread.tasks.length > 0) continue;
      const session = this.#nextSession();
      if (!session) return;
      this.#assign(thread, session);
    }
    if (this.#state.startFailed) return;
    const starting = pool.filter((thread) => !thread.up).length;
    const wanted = this.#waiting() - starting;
    const room = this.#state.size - pool.length;
    for (let i = 0; i < Math.min(wanted, room); i++) this.#spawn(false);
  }

  #nextSession(): Session | undefined {
    const occupied = new Map<SessionId, number>();
    for (const { tasks } of this.#poolThreads()) {
      const session = tasks[0]?.session;
      if (session !== undefined) occupied.set(session, (occupied.get(session) ?? 0) + 1);
    }
    let best: Session | undefined;
    for (const session of this.#state.sessions.values()) {
      if (session.queued === 0) continue;
      if (!best) best = session;
      const less = (occupied.get(session.id) ?? 0) - (occupied.get(best.id) ?? 0);
      if (less < 0 || (less === 0 && session.served < best.served)) best = session;
    }
    return best;
  }

  #assign(thread: Thread, session: Session): void {
    session.served = ++this.#state.served;
    const batch = this.#batch(session);
    for (const task of batch) {
      task.status = 'sent';
      task.thread = thread.id;
    }
    thread.tasks = batch;
    this.#execute(thread, batch);
  }

  #execute(thread: Thread, tasks: readonly Task[]): void {
    const keys = tasks.map((task) => task.key);
    this.#out.push({ do: 'execute', thread: thread.id, tasks: keys }, { do: 'started', thread: thread.id, tasks: keys });
    this.#advance(thread);
  }

  /** The next task, with more of its kind when they are short: then a message costs more than a task. */
  #batch(session: Session): Task[] {
    const first = this.#next(session);
    if (!first) return [];
    const batch = [first];
    const pace = this.#state.pace.get(first.definition);
    if (!first.repeatable || pace === undefined || pace >= SHORT) return batch;
    const share = Math.ceil((session.queued + 1) / Math.max(1, this.#state.size));
    const most = Math.min(BATCH, share, Math.floor(BATCH_TIME / Math.max(pace, 0.01)));
    while (batch.length < most && this.#joins(this.#peek(session), first)) batch.push(this.#next(session) as Task);
    return batch;
  }

  #joins(task: Task | undefined, first: Task): boolean {
    return task !== undefined && task.repeatable && task.definition === first.definition && task.priority === first.priority;
  }

  #peek({ queue }: Session): Task | undefined {
    for (;;) {
      const task = queue.peek();
      if (!task || (task.status === 'queued' && this.#state.tasks.get(task.key) === task)) return task;
      queue.pop();
    }
  }

  #next(session: Session): Task | undefined {
    const task = this.#peek(session);
    if (!task) return undefined;
    session.queue.pop();
    session.queued--;
    return task;
  }

  #waiting(): number {
    let waiting = 0;
    for (const { queued } of this.#state.sessions.values()) waiting += queued;
    return waiting;
  }

  #poolThreads(): Thread[] {
    return [...this.#state.threads.values()].filter(({ own }) => !own);
  }

  #spawn(own: boolean): Thread {
    const thread: Thread = { id: `thread-${++this.#state.spawned}`, own, up: false, tasks: [] };
    this.#state.threads.set(thread.id, thread);
    this.#out.push({ do: 'spawn', thread: thread.id, own });
    return thread;
  }

  #threadOf(task: Task): Thread | undefined {
    return task.thread === null ? undefined : this.#state.threads.get(task.thread);
  }

  #wake(task: Task, timer: Timer, after: number): void {
    this.#out.push({ do: 'wake', task: task.key, timer, after });
  }

  #still(task: Task, timer: Timer): void {
    this.#out.push({ do: 'still', task: task.key, timer });
  }

  #tell(task: Task, what: string): void {
    const { stories } = this.#state;
    let story = stories.get(task.key);
    if (!story) {
      stories.set(task.key, (story = []));
      if (stories.size > STORIES) stories.delete(stories.keys().next().value as TaskKey);
    }
    if (story.length < STORY) story.push(what);
  }
}
