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
  /** Tasks have ended, in the order in which they ran. */
  | { readonly type: 'settled'; readonly thread: ThreadId; readonly results: readonly Result[] }
  /** A thread says what it runs now: all before it is told, and it may have been noticed outside. */
  | { readonly type: 'began'; readonly thread: ThreadId; readonly task: TaskKey }
  /** A thread gives back what it has not begun, because the one before takes longer than it should. */
  | { readonly type: 'returned'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[] }
  | { readonly type: 'timer'; readonly task: TaskKey; readonly timer: Timer }
  | { readonly type: 'resize'; readonly size: number };

/** How a task ended on its thread, after how many milliseconds, and whether it could be noticed outside before. */
interface Result {
  readonly task: TaskKey;
  readonly failed: boolean;
  readonly took: number;
  readonly shown: boolean;
}

/** What is known of a definition's tasks. */
interface Kind {
  /** Mean duration of a run, in milliseconds. */
  pace: number;
  /** One of them was noticed outside before its result. */
  shown: boolean;
}

export type Timer = 'timeout' | 'grace';
/** Why a task ends without a report of its thread. */
export type End = 'cancelled' | 'timeout' | 'crashed' | 'refused';

export type Instruction =
  | { readonly do: 'spawn'; readonly thread: ThreadId; readonly own: boolean }
  | { readonly do: 'terminate'; readonly thread: ThreadId }
  /** Send tasks to a thread; `brief` ones may be reported together. */
  | { readonly do: 'execute'; readonly thread: ThreadId; readonly tasks: readonly TaskKey[]; readonly brief: boolean }
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
  ticking: Timer | null;
  /** Its thread said that this one runs. */
  began: boolean;
  /** It may be what ended its thread: it travels alone from now on. */
  suspect: boolean;
}

interface Thread {
  readonly id: ThreadId;
  readonly own: boolean;
  up: boolean;
  /**
   * In the order in which they run; the first one runs. All are of one session. Of brief ones, the first may have run
   * without a report until the thread says which one runs: what nobody but their results can tell may run again.
   */
  tasks: Task[];
  brief: boolean;
  /** It gave tasks back: it gets no more before the one that runs has ended. */
  stuck: boolean;
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
  readonly kinds: Map<DefinitionKey, Kind>;
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

/** Tasks expected to be shorter than this travel together, up to so much expected work and so many. */
const SHORT = 1;
const BATCH_TIME = 4;
const BATCH = 128;
/** One run as long as this, and its kind travels alone until it is short again. */
const SLOW = 4;

export function createState({ size, grace }: Options): State {
  return {
    size,
    grace,
    tasks: new Map(),
    threads: new Map(),
    sessions: new Map(),
    kinds: new Map(),
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
        return this.#settled(event.thread, event.results);
      case 'began':
        return this.#began(event.task);
      case 'returned':
        return this.#returned(event.thread, event.tasks);
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
      this.#still(task);
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
    const task: Task = {
      ...header,
      order: this.#state.orders++,
      status: 'queued',
      retriesLeft: header.retries,
      thread: null,
      ticking: null,
      began: false,
      suspect: false,
    };
    this.#state.tasks.set(task.key, task);
    this.#tell(task, 'submitted');
    if (task.own) this.#startOwn(task);
    else this.#enqueue(task, session);
  }

  #enqueue(task: Task, session: Session): void {
    task.status = 'queued';
    task.thread = null;
    task.began = false;
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
    this.#still(task);
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
    if (this.#mayRun(task, thread)) this.#wake(task, 'grace', this.#state.grace);
  }

  #mayRun(task: Task, thread: Thread): boolean {
    return thread.tasks[0] === task || isUnsure(thread);
  }

  #timeOver(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    if (task?.status === 'running') this.#giveUp(task, 'timeout');
  }

  #graceOver(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    const thread = task && this.#threadOf(task);
    if (task?.status !== 'dropped' || !thread || !this.#mayRun(task, thread)) return;
    this.#tell(task, 'its thread was ended');
    this.#terminate(thread);
  }

  #settled(id: ThreadId, results: readonly Result[]): void {
    const thread = this.#state.threads.get(id);
    if (!thread) return;
    const [head] = thread.tasks;
    for (const result of results) this.#ended(thread, result);
    if (thread.tasks[0] === head) return;
    thread.stuck = false;
    if (thread.own) this.#terminate(thread);
    else this.#advance(thread);
  }

  #ended(thread: Thread, result: Result): void {
    const task = this.#state.tasks.get(result.task);
    if (task?.thread !== thread.id) return;
    if (thread.tasks[0] === task) thread.tasks.shift();
    else thread.tasks = thread.tasks.filter((other) => other !== task);
    this.#still(task);
    this.#learn(task, result);
    if (task.status === 'dropped') this.#release(task, 'let go by its thread');
    else if (!(result.failed && this.#retry(task))) this.#deliver(task, result.failed);
  }

  #began(key: TaskKey): void {
    const task = this.#state.tasks.get(key);
    if (task) task.began = true;
  }

  #returned(id: ThreadId, keys: readonly TaskKey[]): void {
    const thread = this.#state.threads.get(id);
    if (!thread) return;
    const back = new Set(keys);
    const tasks = thread.tasks.filter(({ key }) => back.has(key));
    thread.tasks = thread.tasks.filter(({ key }) => !back.has(key));
    thread.stuck = thread.tasks.length > 0;
    this.#handBack(tasks);
    if (!thread.stuck) this.#shrink();
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

  #learn({ definition }: Task, { took, shown }: Result): void {
    const kind = this.#state.kinds.get(definition);
    if (!kind) return void this.#state.kinds.set(definition, { pace: took, shown });
    kind.pace = took >= SLOW ? took : kind.pace + (took - kind.pace) / 4;
    kind.shown ||= shown;
  }

  // Threads

  #up(id: ThreadId): void {
    const thread = this.#state.threads.get(id);
    if (!thread || thread.up) return;
    thread.up = true;
    this.#state.startFailed = false;
    if (thread.tasks.length > 0) this.#execute(thread, thread.tasks, false);
    this.#shrink();
  }

  /** What ran on a thread that died has crashed; what waited behind it runs elsewhere. */
  #down(id: ThreadId): void {
    const thread = this.#state.threads.get(id);
    if (!thread) return;
    this.#state.threads.delete(id);
    if (isUnsure(thread)) return this.#suspect(thread.tasks);
    const [head, ...rest] = thread.tasks;
    if (head) this.#lost(head, thread.up ? 'crashed' : 'refused');
    this.#handBack(rest);
    if (!thread.up && !thread.own) this.#startFailed();
  }

  /** Nobody knows which one ended the thread: each one runs again by itself, and the one that does it again is known. */
  #suspect(tasks: readonly Task[]): void {
    for (const task of tasks) task.suspect = true;
    this.#handBack(tasks);
  }

  #lost(task: Task, end: End): void {
    this.#still(task);
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
      this.#still(task);
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
    if (this.#waiting() === 0) return;
    const pool = this.#poolThreads();
    for (const thread of pool) {
      if (!thread.up || thread.tasks.length > 0) continue;
      const session = this.#nextSession();
      if (!session) return;
      this.#assign(thread, session);
    }
    for (const thread of pool) this.#prefetch(thread);
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
    const first = this.#next(session);
    if (!first) return;
    const tasks = this.#batch(session, first, [first]);
    this.#execute(thread, tasks, this.#isBrief(first));
  }

  /** A thread that will soon have done its short tasks gets more of them, unless another session's turn is next. */
  #prefetch(thread: Thread): void {
    const last = thread.up && !thread.stuck ? thread.tasks.at(-1) : undefined;
    if (!last || thread.tasks.length > BATCH / 2 || !this.#isShort(last) || thread.brief !== this.#isBrief(last)) return;
    const session = this.#nextSession();
    if (session?.id !== last.session || !this.#joins(this.#peek(session), last)) return;
    const tasks = this.#batch(session, last, []);
    if (tasks.length === 0) return;
    session.served = ++this.#state.served;
    this.#send(thread, tasks);
  }

  #execute(thread: Thread, tasks: Task[], brief: boolean): void {
    thread.tasks = [];
    thread.brief = brief;
    this.#send(thread, tasks);
    this.#advance(thread);
  }

  #send(thread: Thread, tasks: readonly Task[]): void {
    for (const task of tasks) {
      if (task.status !== 'dropped') task.status = 'sent';
      task.thread = thread.id;
      thread.tasks.push(task);
    }
    const keys = tasks.map((task) => task.key);
    this.#out.push(
      { do: 'execute', thread: thread.id, tasks: keys, brief: thread.brief },
      { do: 'started', thread: thread.id, tasks: keys },
    );
  }

  /** Adds more tasks of a short one's kind: for them, a message costs more than a task. */
  #batch(session: Session, kind: Task, batch: Task[]): Task[] {
    if (!this.#isShort(kind)) return batch;
    const pace = this.#state.kinds.get(kind.definition)?.pace ?? 0;
    const share = Math.ceil((session.queued + batch.length) / Math.max(1, this.#state.size));
    const most = Math.min(BATCH, share, Math.floor(BATCH_TIME / Math.max(pace, 0.01)));
    while (batch.length < most && this.#joins(this.#peek(session), kind)) batch.push(this.#next(session) as Task);
    return batch;
  }

  #joins(task: Task | undefined, first: Task): boolean {
    return (
      task !== undefined &&
      task.definition === first.definition &&
      task.priority === first.priority &&
      this.#isShort(task) &&
      this.#isBrief(task) === this.#isBrief(first)
    );
  }

  #isShort({ definition, repeatable, own, suspect }: Task): boolean {
    return repeatable && own === null && !suspect && (this.#state.kinds.get(definition)?.pace ?? SHORT) < SHORT;
  }

  /** Nobody notices it but by its result, and nobody waits for it to begin: its time has no limit. */
  #isBrief(task: Task): boolean {
    return this.#isShort(task) && task.timeout === null && this.#state.kinds.get(task.definition)?.shown === false;
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
    const thread: Thread = { id: `thread-${++this.#state.spawned}`, own, up: false, tasks: [], brief: false, stuck: false };
    this.#state.threads.set(thread.id, thread);
    this.#out.push({ do: 'spawn', thread: thread.id, own });
    return thread;
  }

  #threadOf(task: Task): Thread | undefined {
    return task.thread === null ? undefined : this.#state.threads.get(task.thread);
  }

  #wake(task: Task, timer: Timer, after: number): void {
    task.ticking = timer;
    this.#out.push({ do: 'wake', task: task.key, timer, after });
  }

  #still(task: Task): void {
    if (task.ticking) this.#out.push({ do: 'still', task: task.key, timer: task.ticking });
    task.ticking = null;
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

/** Whether only the thread knows which of its tasks runs. */
function isUnsure({ up, brief, tasks: [head] }: Thread): boolean {
  return up && brief && head?.began === false;
}
