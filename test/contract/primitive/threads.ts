import { SHARE, type Share, type Shareable, type Thread, type Threads } from '../../../src/thread/index.ts';
import { callOn, type Form, type Objects, type Party, sessionParty, watched } from './party.ts';

/** What a party on a thread is asked to do, and what it answers. */
type Request = { readonly id: number; readonly object: string } & (
  | { readonly method: string; readonly args: readonly unknown[] }
  | { readonly property: string }
);
type Reply = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }
);

/** Methods that wait, which a party that blocks calls in their other form. */
const WAITING = ['acquire', 'wait', 'waitFor', 'put', 'get', 'join'];

interface Scope {
  readonly name: string;
  /** Methods that are called in the form that blocks. */
  readonly blocking: readonly string[];
  readonly call: typeof callOn;
  readonly objects: readonly string[];
}

/** Runs on the thread, so it refers to nothing but its argument. */
async function serve(scope: Record<string, unknown>): Promise<never> {
  const { name, blocking, call, objects } = scope as unknown as Scope;
  const held = Object.fromEntries(objects.map((object) => [object, scope[object] as object]));
  const channel = new BroadcastChannel(name);
  channel.onmessage = async ({ data }: MessageEvent<Request>) => {
    const { id, object } = data;
    try {
      if ('property' in data) return channel.postMessage({ id, value: (held[object] as Record<string, unknown>)[data.property] });
      const method = blocking.includes(data.method) ? `${data.method}Sync` : data.method;
      channel.postMessage({ id, value: await call(held, object, method, data.args) });
    } catch (error) {
      channel.postMessage({ id, error: { name: (error as Error).name, message: (error as Error).message } });
    }
  };
  channel.postMessage({ id: 0, value: 'ready' });
  return new Promise(() => {});
}

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

/** Starts a thread that makes calls when it is told to. */
async function threadParty(
  { Thread }: Threads,
  objects: Objects,
  arrived: ReadonlyMap<string, () => number>,
  blocks: boolean,
  signal: AbortSignal,
): Promise<Party> {
  const name = `party-${Date.now()}-${parties++}`;
  const channel = new BroadcastChannel(name);
  signal.addEventListener('abort', () => channel.close());
  const replies = new Map<number, (reply: Reply) => void>();
  channel.onmessage = ({ data }: MessageEvent<Reply>) => replies.get(data.id)?.(data);
  let requests = 0;
  const ready = new Promise<Reply>((resolve) => replies.set(0, resolve));
  const scope = { name, call: callOn, blocking: blocks ? WAITING : [], objects: Object.keys(objects), ...objects };
  const thread: Thread = new Thread(serve, scope, { name }).start();
  await ready;

  const ask = async (request: object): Promise<unknown> => {
    const id = ++requests;
    const reply = new Promise<Reply>((resolve) => replies.set(id, resolve));
    channel.postMessage({ id, ...request });
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
    end: () => thread.stop(),
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

function form(title: string, owners: 1 | 2, connect: () => Stage, isThread: readonly boolean[], blocks: boolean): Form {
  return {
    title,
    owners,
    async open(make, signal) {
      const stage = connect();
      signal.addEventListener('abort', () => stage.end());
      const objects = make(stage);
      const arrived = new Map(Object.entries(objects).map(([name, object]) => [name, countCalls(object)]));
      const session = sessionParty(objects);
      const parties = isThread.map((thread) => (thread ? late(() => threadParty(stage, objects, arrived, blocks, signal)) : session));
      return parties as never;
    },
  };
}

/** The forms of the suite that `connect`'s sessions can have; on threads that block where `blocks`. */
export function threadForms(connect: () => Stage, blocks: boolean): Form[] {
  const how = blocks ? ' that blocks' : '';
  return [
    ...(blocks ? [] : [form('in one session', 1, connect, [false, false, false, false], false)]),
    form(`between the session and a thread${how}`, 2, connect, [false, true, false, true], blocks),
    form(`between threads${how}`, 2, connect, [true, true, true, true], blocks),
  ];
}
