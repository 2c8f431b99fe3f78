import type { Packed } from './packed.ts';

/**
 * Wire 2: sessions ⇄ pool ⇄ threads.
 *
 * The page relays and schedules; it reads headers and never payloads. Every message that carries a payload
 * names what moves with it in `transfer`, so that a relay need not look inside.
 *
 * Between a page and a thread five lanes share the worker's channel: `calls` (Comlink: the page calls
 * `ThreadApi`), `tasks` and `results` (in numbers, so they are packed: packed.ts), `reports` (what else a thread tells the
 * pool) and one lane a session for live handles (Comlink again, relayed by the page). One channel keeps them in order: what
 * a task assigned arrives before its result.
 */
export const THREAD_VERSION = 1;

/** `s<n>`: one running session, never used twice on a page. */
export type SessionId = string;
/** A pool of a session's own, which the page knows as `<session>/<name>`. */
export type PoolName = string;
/** One task, never used twice on a page (task-keys.ts). */
export type TaskKey = number;
/** One incarnation of a worker; a replacement has another id. */
export type ThreadId = string;
/** `<session>/<n>`: a function whose source is shipped, with what it uses. */
export type DefinitionKey = string;
/** `<session>/value-<n>`: a scattered value. */
export type ValueKey = string;
/** Number of a shared object in its session. */
export type HandleId = number;

/** Text of an encoded graph: inline while small, bytes that move when large, a Blob when it is read more than once. */
export type Text = string | ArrayBuffer | Blob;

/** A value under way. */
export type Payload =
  /** Small and plain: the browser clones it. */
  | { readonly form: 'clone'; readonly value: unknown; readonly transfer: readonly Transferable[] }
  /** A large tree of plain JSON values. */
  | { readonly form: 'json'; readonly text: Text; readonly transfer: readonly Transferable[] }
  /** Anything else: nodes as text, and what text can't hold (buffers, blobs …) beside them. */
  | {
      readonly form: 'graph';
      readonly text: Text;
      readonly extras: readonly unknown[];
      /** Indices of the `extras` that have to be read before decoding: Blobs that stand for buffers, payloads within the payload. */
      readonly late: readonly number[];
      readonly transfer: readonly Transferable[];
    };

/** An error under way; engines lose class names, own fields and parts of the stack when they clone one. */
export interface WireError {
  /** Names of the error's class and of its ancestors, most derived first. */
  readonly classes: readonly string[];
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Own enumerable fields that can be sent. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause?: WireThrown;
  /** Errors of an AggregateError. */
  readonly errors?: readonly WireThrown[];
}

/** Whatever was thrown: `value` stands for a non-Error; what can't be cloned travels as its text. */
export type WireThrown = { readonly error: WireError } | { readonly value: unknown };

/** Counts what happens to all that a session shares: values that were taken at a higher one are newer. */
export type Version = number;

/** Of values that were assigned when nobody heard of it any more: all others are newer. */
export const LATE: Version = -1;

/** A live object of a session, as a thread first sees it. */
export interface HandleRef {
  readonly id: HandleId;
  readonly kind: string;
  readonly methods: readonly string[];
  readonly settable: boolean;
  readonly values: Payload;
  /** Names whose values can't be sent, with the reason. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly version: Version;
}

/** What can be read of a handle, as it was at a version. */
export type HandleState = Pick<HandleRef, 'values' | 'hidden' | 'version'>;

/** Where a function stands in the author's code; line and column count from 1. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A function as it crosses. */
export type FunctionRef =
  /** Its source, as the author wrote it. */
  | { readonly source: string; readonly name: string; readonly at?: Site }
  /** Something that `heddle` exports; `*` is all of it. */
  | { readonly exported: string }
  /** Another thread function, with its own scope. */
  | { readonly definition: DefinitionKey }
  /** An export of the module at this address. */
  | { readonly module: string; readonly name: string }
  /** It stays where it is, and is called there. */
  | { readonly callback: HandleRef };

export interface Definition {
  readonly key: DefinitionKey;
  readonly session: SessionId;
  readonly name: string;
  readonly target: FunctionRef;
  /** What is in scope, in the order in which it is declared. Read once on each thread, so nothing in it is transferred. */
  readonly uses: readonly (readonly [name: string, value: Payload])[];
  /** Thread functions that it uses. */
  readonly nested: readonly Definition[];
  /** True when the target takes the record of everything in scope as its only argument. */
  readonly record: boolean;
  /** What else is in scope, with the values of each call: their record is the last of its arguments. */
  readonly captures: readonly string[];
}

/** What a session asks for. */
export interface TaskOrder {
  readonly key: TaskKey;
  readonly session: SessionId;
  readonly name: string;
  readonly definition: DefinitionKey;
  /** The list of arguments. */
  readonly args: Payload;
  /** Newest values of the handles that the definition uses, as a list of `[id, values]`. */
  readonly fresh: Payload | null;
  /** Scattered values in the arguments, and `assets`. Default: none. */
  readonly needs?: readonly ValueKey[] | undefined;
  /** The files that the session embeds, a scattered value. Default: those of the page. */
  readonly assets?: ValueKey | undefined;
  /** Higher runs first, within its session. */
  readonly priority: number;
  /** How often the task may run again after an error or a crash. */
  readonly retries: number;
  /** Milliseconds that one run may take. */
  readonly timeout: number | null;
  /** True when the order can be sent again: nothing in it is transferred. */
  readonly repeatable: boolean;
  /** One of many, such as the items of a `map`: nobody waits for its result alone. */
  readonly bulk: boolean;
  /** Set for a `Thread`: a worker of its own, which ends with the task. */
  readonly own: { readonly daemon: boolean } | null;
  /** How many items a generator may give before it is asked for more. Default 0. */
  readonly credit?: number | undefined;
}

/** What a thread runs. */
export interface TaskRun {
  readonly key: TaskKey;
  readonly session: SessionId;
  readonly name: string;
  readonly definition: DefinitionKey;
  readonly args: Payload;
  readonly fresh: Payload | null;
  readonly needs?: readonly ValueKey[] | undefined;
  readonly assets?: ValueKey | undefined;
  readonly credit?: number | undefined;
}

/** How a task ended. */
export type Outcome =
  | { readonly end: 'finished'; readonly value: Payload }
  | { readonly end: 'error' | 'cancelled' | 'timeout' | 'crashed'; readonly error: WireThrown };

/** A task that has ended. */
export interface Settled {
  readonly task: TaskKey;
  readonly outcome: Outcome;
}

/** The same, as its thread tells it. */
export interface Ran extends Settled {
  /** How long it ran, in milliseconds. */
  readonly took: number;
  /** Somebody outside may have noticed that it ran: it went on after its turn, used a handle or told its progress. */
  readonly shown: boolean;
}

/** Session → pool. */
export type ClientMessage =
  | { readonly type: 'define'; readonly definition: Definition }
  | { readonly type: 'forget'; readonly definition: DefinitionKey }
  /** A value for several tasks: each thread gets it with the first one that needs it. Until `drop`. */
  | { readonly type: 'scatter'; readonly key: ValueKey; readonly value: Payload }
  | { readonly type: 'drop'; readonly key: ValueKey }
  | { readonly type: 'submit'; readonly tasks: readonly TaskOrder[] }
  | { readonly type: 'cancel'; readonly tasks: readonly TaskKey[]; readonly reason: WireThrown }
  /** A generator may give so many items more. */
  | { readonly type: 'pull'; readonly task: TaskKey; readonly count: number }
  /** Null is the default. */
  | { readonly type: 'resize'; readonly size: number | null }
  /** A pool of the session's own, by a name that the session never uses again. It ends with `close` or with the session. */
  | { readonly type: 'open'; readonly pool: PoolName; readonly size: number }
  | { readonly type: 'close'; readonly pool: PoolName }
  | { readonly type: 'within'; readonly pool: PoolName; readonly message: ClientMessage }
  /** From the page between the two: a message that could not be passed on. */
  | { readonly type: 'lost'; readonly message: ClientMessage | PoolMessage; readonly error: WireThrown }
  | Relay;

/** Pool → session. */
export type PoolMessage =
  | { readonly type: 'started'; readonly tasks: readonly TaskKey[]; readonly thread: ThreadId }
  /** The task runs again: what its run before has is not this one's. */
  | { readonly type: 'again'; readonly task: TaskKey }
  | { readonly type: 'progress'; readonly task: TaskKey; readonly fraction: number; readonly text: string | undefined }
  /** What the generator of a task gave, in order. The first of these says that it is one, and may be empty. */
  | { readonly type: 'items'; readonly task: TaskKey; readonly items: readonly Payload[] }
  | { readonly type: 'settled'; readonly results: readonly Settled[] }
  /** Something failed on a thread outside of any task. */
  | { readonly type: 'uncaught'; readonly thread: ThreadId; readonly error: WireThrown }
  /** The thread has ended: what it held is free. */
  | { readonly type: 'gone'; readonly thread: ThreadId }
  /** From a pool of the session's own. */
  | { readonly type: 'within'; readonly pool: PoolName; readonly message: PoolMessage }
  | Relay;

/** A message of the handles' lane, between a session and a thread. */
export interface Relay {
  readonly type: 'relay';
  readonly thread: ThreadId;
  readonly data: unknown;
  readonly transfer: readonly Transferable[];
}

/** Page → thread, by Comlink. Tasks come over a lane of their own, where no answer doubles the messages. */
export interface ThreadApi {
  define(definition: Definition): void;
  forget(definition: DefinitionKey): void;
  scatter(session: SessionId, key: ValueKey, value: Payload): void;
  drop(key: ValueKey): void;
  /** Aborts the signal of a running task; a task that has not begun never does. */
  abort(task: TaskKey, reason: WireThrown): void;
  /** The generator of a running task may give so many items more. */
  pull(task: TaskKey, count: number): void;
  /** Gives back those of these tasks that have not begun. Where none are left, nothing is said. */
  recall(tasks: readonly TaskKey[]): void;
  /** Answers a thread that has blocked: it forgets these tasks, and begins the others that it has. */
  relieve(tasks: readonly TaskKey[]): void;
  /** Forgets everything of a session. */
  detach(session: SessionId): void;
}

/** Thread → session, by Comlink over the handles' lane. `task` says who calls. */
export interface HostApi {
  /** Gives the newest version that they are no part of: any, if they came too late. */
  assign(task: TaskKey, assignments: readonly Assignment[]): Version;
  call(task: TaskKey, handle: HandleId, method: string, args: Payload): Promise<Answer>;
}

/**
 * Thread → session, beside Comlink on the handles' lane: a call for whose answer the thread blocks. It is answered once,
 * as bytes in the cell (cell.ts), since the thread reads no messages meanwhile.
 */
export interface BlockingCall {
  readonly cell: SharedArrayBuffer;
  readonly task: TaskKey;
  readonly handle: HandleId;
  readonly method: string;
  readonly args: Payload;
}

export interface Assignment {
  readonly handle: HandleId;
  readonly name: string;
  readonly value: Payload;
  /** Counts the assignments of a thread. */
  readonly seq: number;
}

export interface Answer {
  readonly outcome: { readonly ok: true; readonly value: Payload } | { readonly ok: false; readonly error: WireThrown };
  /** What changed before the answer was given: applied before it. */
  readonly updates: readonly Update[];
}

/** Session → thread, by Comlink over the same lane. */
export interface MirrorApi {
  update(updates: readonly Update[]): void;
}

/** New values of a handle. */
export interface Update {
  readonly handle: HandleId;
  readonly values: Payload;
  readonly hidden: Readonly<Record<string, string>>;
  readonly version: Version;
  /** The thread's newest assignment that is in it: what the thread assigned since is newer. */
  readonly seen: number;
}

/** Thread → page. */
export type ThreadReport =
  /** The first report. A thread that is locked holds its lock: whoever gets that lock next knows that it has ended. */
  | { readonly type: 'up'; readonly locked: boolean }
  /** The thread ends: the task that it runs is lost. */
  | { readonly type: 'closing'; readonly why: string }
  | { readonly type: 'progress'; readonly task: TaskKey; readonly fraction: number; readonly text: string | undefined }
  /** What the generator of a task gave since the last of these, and how many it has given in all. */
  | { readonly type: 'items'; readonly task: TaskKey; readonly items: readonly Payload[]; readonly given: number }
  /** In the order in which they ran. */
  | { readonly type: 'settled'; readonly results: readonly Ran[] }
  /** One of several brief tasks can be noticed outside: all before it is told. */
  | { readonly type: 'began'; readonly task: TaskKey }
  /** What a thread has not begun, and will not. */
  | { readonly type: 'returned'; readonly tasks: readonly TaskKey[] }
  /** The running task blocks the thread. It begins nothing that it has or will get before it is relieved. */
  | { readonly type: 'blocked' }
  | { readonly type: 'uncaught'; readonly session: SessionId; readonly error: WireThrown };

/** How tasks are sent to a thread. */
export interface Manner {
  /**
   * So long a result that nobody can have noticed may wait, in milliseconds, to be reported with those of the tasks behind it;
   * 0: each is reported at once.
   */
  readonly hold: number;
  /** Behind others, and until they begin they can be taken back. */
  readonly ahead: boolean;
  /** A single one while no thread has any, as was the one before: when it is over, another will soon be here. */
  readonly lone: boolean;
}

/** What goes over a worker's channel once it serves as a thread. */
export type ThreadMessage =
  | { readonly lane: 'calls'; readonly data: unknown; readonly transfer: readonly Transferable[] }
  /** Tasks to run one after the other. */
  | ({ readonly lane: 'tasks'; readonly runs: Packed } & Manner)
  /** Tasks that have ended, in the order in which they ran. */
  | { readonly lane: 'results'; readonly results: Packed }
  | { readonly lane: 'reports'; readonly data: Exclude<ThreadReport, { type: 'settled' }>; readonly transfer: readonly Transferable[] }
  | { readonly lane: 'handles'; readonly session: SessionId; readonly data: unknown; readonly transfer: readonly Transferable[] };

/** First message to a worker that said `ready`. */
export interface ThreadBoot {
  readonly boot: 'thread';
  readonly version: typeof THREAD_VERSION;
  readonly thread: ThreadId;
  /** Base of relative URLs: the page's, not the worker's. */
  readonly base: string | undefined;
  /** Files embedded in the page: path → data url. */
  readonly assets: Readonly<Record<string, string>>;
  /** Whether the page can pass shared memory on. */
  readonly isolated: boolean;
  /** Name of the Web Lock that the thread holds while it lives, where locks exist. */
  readonly lock: string;
}

/** What moves with an order or a run of a task. */
export function transferOfTasks(tasks: readonly Pick<TaskRun, 'args' | 'fresh'>[]): Transferable[] {
  const all: Transferable[] = [];
  for (const { args, fresh } of tasks) {
    if (args.transfer.length > 0) all.push(...args.transfer);
    if (fresh && fresh.transfer.length > 0) all.push(...fresh.transfer);
  }
  return all;
}

/** What moves with results. */
function transferOfResults(results: readonly Settled[]): Transferable[] {
  const all: Transferable[] = [];
  for (const { outcome } of results)
    if (outcome.end === 'finished' && outcome.value.transfer.length > 0) all.push(...outcome.value.transfer);
  return all;
}

/** What moves with a report of a thread. */
export function transferOfReport(report: ThreadReport): Transferable[] {
  if (report.type === 'settled') return transferOfResults(report.results);
  return report.type === 'items' ? transferOfItems(report.items) : [];
}

function transferOfItems(items: readonly Payload[]): Transferable[] {
  return items.flatMap(({ transfer }) => transfer);
}

/** What moves with a message between a session and the pool. */
export function transferOf(message: ClientMessage | PoolMessage): Transferable[] {
  switch (message.type) {
    case 'submit':
      return transferOfTasks(message.tasks);
    case 'settled':
      return transferOfResults(message.results);
    case 'items':
      return transferOfItems(message.items);
    case 'relay':
      return [...message.transfer];
    case 'within':
      return transferOf(message.message);
    default:
      return [];
  }
}
