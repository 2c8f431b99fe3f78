import { type Future, SHARE, type Share, type Shareable, type ThreadArgs, type Threads } from '../../../src/thread/index.ts';
import { callOn, type Form, type Objects, type Party, sessionParty, watched } from './party.ts';

/** What a party on a thread is asked to do, and what it answers; its first answer, to nothing, says that it listens. */
type Request = { readonly to: string; readonly id: number } & (
  | { readonly object: string; readonly method: string; readonly args: readonly unknown[] }
  | { readonly object: string; readonly property: string }
  | { readonly close: true }
);
type Reply = { readonly from: string; readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }
);

/** Methods that wait, which a party that blocks calls in their other form. */
const WAITING = ['acquire', 'wait', 'waitFor', 'put', 'get', 'join'];

interface Scope {
  readonly name: string;
  /** Name of the channel. */
  readonly wire: string;
  /** Methods that are called in the form that blocks. */
  readonly blocking: readonly string[];
  readonly objects: Objects;
}

/** On the thread: what `serve` uses besides its argument. */
declare const call: typeof callOn;

/** Runs on the thread, so it refers to nothing but its argument and `call`. Ends when it is told to, if it can still hear that. */
async function serve({ name, wire, blocking, objects }: Scope): Promise<void> {
  const channel = new BroadcastChannel(wire);
  const answer = async (request: Exclude<Request, { close: true }>): Promise<unknown> => {
    if ('property' in request) return (objects[request.object] as Record<string, unknown>)[request.property];
    const method = blocking.includes(request.method) ? `${request.method}Sync` : request.method;
    return call(objects, request.object, method, request.args);
  };
  const closed = new Promise<void>((resolve) => {
    channel.onmessage = async ({ data }: MessageEvent<Request>) => {
      const { to, id } = data;
      if (to !== name) return;
      if ('close' in data) return resolve();
      try {
        channel.postMessage({ from: name, id, value: await answer(data) });
      } catch (error) {
        channel.postMessage({ from: name, id, error: { name: (error as Error).name, message: (error as Error).message } });
      }
    };
  });
  channel.postMessage({ from: name, id: 0, value: 'ready' });
  await closed;
  channel.close();
}

/** Has a thread serve, and returns what ends it. */
type Start = (threads: Threads, scope: Scope) => () => void;

/** Each party is a Thread. */
const onThreads: Start = ({ Thread }, scope) => {
  const thread = new Thread(serve, { call: callOn, ...scope } as Scope & ThreadArgs, { name: scope.name }).start();
  return () => thread.stop();
};

/** Each party is a task on a thread of the pool, which goes on to the next case. */
const onPool: Start = ({ thread }, scope) => {
  const task = thread(serve, { uses: { call: callOn } })(scope) as Future<void>;
  return () => task.cancel();
};

/** Counts the calls that reach an object from threads. */
function countCalls(object: object): () => number {
  let calls = 0;
  const share = (object as Shareable)[SHARE].bind(object);
  const counting = (): Share => {
    const own = share();
    return {
      ...own,
      call: (method, args, caller) => {
        calls++;
        return own.call(method, args, caller);
      },
    };
  };
  Object.defineProperty(object, SHARE, { value: counting });
  return () => calls;
}

let parties = 0;

/** What parties have been asked, until they answer: by party and request. */
const asked = new Map<string, (reply: Reply) => void>();

/** One for all, as engines take a moment to let a new one hear what others say. */
let channel: BroadcastChannel | undefined;

function open(): BroadcastChannel {
  const made = new BroadcastChannel(`parties-${Date.now()}-${Math.random()}`);
  made.onmessage = ({ data }: MessageEvent<Reply>) => {
    const request = `${data.from} ${data.id}`;
    asked.get(request)?.(data);
    asked.delete(request);
  };
  return made;
}

/** Has a thread make calls when it is told to. */
async function threadParty(
  start: (scope: Pick<Scope, 'name' | 'wire'>) => ReturnType<Start>,
  arrived: ReadonlyMap<string, () => number>,
  signal: AbortSignal,
): Promise<Party> {
  const wire = (channel ??= open());
  const name = `party-${++parties}`;
  let requests = 0;
  const replyTo = (id: number): Promise<Reply> => new Promise((resolve) => asked.set(`${name} ${id}`, resolve));
  const ready = replyTo(0);
  const end = start({ name, wire: wire.name });
  signal.addEventListener('abort', () => {
    wire.postMessage({ to: name, close: true });
    end();
  });
  await ready;

  const ask = async (request: object): Promise<unknown> => {
    const reply = replyTo(++requests);
    wire.postMessage({ to: name, id: requests, ...request });
    const got = await reply;
    if ('error' in got) throw Object.assign(new Error(got.error.message), { name: got.error.name });
    return got.value;
  };

  return {
    async begin(object, method, ...args) {
      const before = arrived.get(object)?.();
      const pending = watched(ask({ object, method, args }));
      while (arrived.get(object)?.() === before && !pending.settled) await new Promise((resolve) => setTimeout(resolve, 1));
      return pending;
    },
    read: (object, property) => ask({ object, property }),
    end,
  };
}

/** A party that is there once it does something: most cases need two. */
function late(start: () => Promise<Party>): Party {
  let started: Promise<Party> | undefined;
  let end: (() => void) | undefined;
  const get = async (): Promise<Party> => {
    const party = await (started ??= start());
    end = party.end;
    return party;
  };
  return {
    begin: async (...call) => (await get()).begin(...call),
    read: async (...property) => (await get()).read(...property),
    end: () => end?.(),
  };
}

/** What a session on real threads is to a form. */
export interface Stage extends Threads {
  end(): void;
}

interface Manner {
  readonly start: Start;
  /** Whether threads call the methods that block. */
  readonly blocks: boolean;
}

function form(title: string, owners: 1 | 2, connect: () => Stage, isThread: readonly boolean[], { start, blocks }: Manner): Form {
  return {
    title,
    owners,
    async open(make, signal) {
      const stage = connect();
      const objects = make(stage);
      const arrived = new Map(Object.entries(objects).map(([name, object]) => [name, countCalls(object)]));
      const session = sessionParty(objects);
      const serving = (scope: Pick<Scope, 'name' | 'wire'>) => start(stage, { ...scope, blocking: blocks ? WAITING : [], objects });
      const party = (): Party => late(() => threadParty(serving, arrived, signal));
      const all = isThread.map((thread) => (thread ? party() : session));
      signal.addEventListener('abort', () => stage.end());
      return all as never;
    },
  };
}

/** A session for each case, on Threads of its own. */
export function threadForms(connect: () => Stage): Form[] {
  return [
    form('in one session', 1, connect, [false, false, false, false], { start: onThreads, blocks: false }),
    ...formsWithThreads(connect, { start: onThreads, blocks: false }),
  ];
}

/** One session for all cases, on threads of the pool; on such that block where `blocks`. */
export function poolForms(connect: () => Stage, blocks: boolean): Form[] {
  let stage: Stage | undefined;
  const kept = (): Stage => ({ ...(stage ??= connect()), end() {} });
  return formsWithThreads(kept, { start: onPool, blocks });
}

function formsWithThreads(connect: () => Stage, manner: Manner): Form[] {
  const how = manner.blocks ? ' that blocks' : '';
  return [
    form(`between the session and a thread${how}`, 2, connect, [false, true, false, true], manner),
    form(`between threads${how}`, 2, connect, [true, true, true, true], manner),
  ];
}
