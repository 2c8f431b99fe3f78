import { join, split, type Batch, type Upstream } from '../link/index.ts';
import {
  type AppSource,
  type FromSession,
  inheritedConfig,
  isFrom,
  reportUncaught,
  Session,
  type SessionBoot,
  type SessionOptions,
  type ToSession,
} from '../session/index.ts';
import { type Channel, type ClientMessage, packed, type PoolMessage, relay, spawn } from '../thread/index.ts';
import { page } from './page.ts';
import { localTexts, Store } from './store.ts';
import type { SessionRecord } from './record.ts';
import { Vigil } from './vigil.ts';

/** How long a session that was told to end may take for its hooks before all that is left of it is freed, in ms. */
const GRACE = 250;

/** The page's ends of the wires to one session. */
export interface Connection {
  readonly record: SessionRecord;
  readonly link: Channel<Upstream, Batch>;
  readonly control: Channel<ToSession, FromSession>;
  /** Who is told when the session's worker has ended by itself; the session is lost then. Nobody hears of one that was ended. */
  onCrash(listener: (why: string) => void): void;
  /** Ends the session and frees its worker. Idempotent. */
  end(): void;
}

/** What an app is called. */
export interface AppName {
  /** In messages. */
  readonly name: string;
  /** In the fragment of the page's address; `''` for the one app whose entries stand alone. */
  readonly inAddress: string;
}

/** Starts a session in a worker of its own. Rejects if no worker starts, and as soon as `signal` aborts. */
export async function connectWorker({ name, inAddress }: AppName, source: AppSource, signal: AbortSignal): Promise<Connection> {
  const record = page.open(name, 'worker');
  try {
    return await startWorker(record, inAddress, source, signal);
  } catch (error) {
    page.close(record);
    throw error;
  }
}

async function startWorker(record: SessionRecord, inAddress: string, source: AppSource, signal: AbortSignal): Promise<Connection> {
  const { id, name } = record;
  page.announce(id, name);
  const lock = `heddle/session/${page.name}/${id}`;
  const boot: SessionBoot = { boot: 'session', id, name, source, settings: page.settings(), ...foundBy(inAddress), lock };
  const worker = await spawn(name, boot);
  if (signal.aborted) {
    worker.terminate();
    throw signal.reason;
  }
  const life = new AbortController();
  const wires = split(worker, life.signal);
  const wire = <Out, In>(name: string): Channel<Out, In> => record.count(wires<Out, In>(name));
  relay(packed<PoolMessage, ClientMessage>(wire('pool')), page.pool.connect({ id, signal: life.signal }));
  const terminate = (): void => {
    life.abort();
    worker.terminate();
  };
  const control = servePage(wire('control'), record, inAddress, life.signal, terminate);
  record.measure = () => control.post({ type: 'measure' });
  let ending = false;
  let crashed: ((why: string) => void) | undefined;
  const died = (why: string): void => {
    terminate();
    record.crash();
    if (!ending) crashed?.(why);
  };
  const vigil = new Vigil(worker, lock, died, life.signal);
  return {
    record,
    link: wire('link'),
    control: {
      post(message) {
        if (message.type === 'freeze') vigil.pause();
        control.post(message);
      },
      listen: (receive) => control.listen((message) => (message.type === 'locked' ? void vigil.watch(message.turn) : receive(message))),
    },
    onCrash: (listener) => (crashed = listener),
    end() {
      if (ending) return;
      ending = true;
      page.close(record);
      control.post({ type: 'destroy' });
      setTimeout(terminate, GRACE);
    },
  };
}

/** A session in the page itself. */
export interface PageConnection extends Connection {
  readonly session: Session;
}

/** Runs a session in the page itself; `app` is its code. Values pass by reference, the rest is as in a worker. */
export function connectPage({ name, inAddress }: AppName, file: string, app: (session: Session) => unknown): PageConnection {
  const record = page.open(name, 'page');
  page.announce(record.id, name);
  return openInPage(record, { file }, inAddress, app);
}

/** The session of the page's own modules, which hears of the others. */
export function connectOwn(): PageConnection {
  const onSessionCreated = page.onSessionCreated.bind(page);
  return openInPage(page.open('page', 'page'), { file: 'page', onSessionCreated }, 'page', () => undefined);
}

type Code = Pick<SessionOptions, 'file' | 'onSessionCreated'>;

function openInPage(record: SessionRecord, code: Code, inAddress: string, app: (session: Session) => unknown): PageConnection {
  const { id, name } = record;
  const life = new AbortController();
  const [link, documentLink] = join<Upstream, Batch>(life.signal);
  const [wire, sessionControl] = join<ToSession, FromSession>(life.signal);
  const free = (): void => life.abort();
  const control = servePage(record.count(wire), record, inAddress, life.signal, free);
  const pool = page.pool.connect({ id, signal: life.signal });
  const wires = { link: documentLink, control: sessionControl, pool };
  const session = new Session({ id, name, ...code, ...foundBy(inAddress), config: inheritedConfig(), ...wires });
  reportUncaught(session, (error) => isFrom(error, code.file), life.signal);
  void session.start(() => app(session));
  return {
    record,
    session,
    link: record.count(link),
    control,
    onCrash: () => undefined, // it ends with the page
    end() {
      page.close(record);
      session.destroy();
      setTimeout(free, GRACE);
    },
  };
}

/** What an app finds when it starts: the page's address, and what it has kept. */
function foundBy(inAddress: string): Pick<SessionBoot, 'place' | 'stored'> {
  return { place: { href: location.href, app: inAddress }, stored: localTexts(inAddress) };
}

/** Does what a session asks of the page itself, and passes on the rest of what it says; `ended` after its last words. */
function servePage(
  control: Channel<ToSession, FromSession>,
  record: SessionRecord,
  inAddress: string,
  signal: AbortSignal,
  ended: () => void,
): Channel<ToSession, FromSession> {
  const write = page.address.open(inAddress, control, signal);
  const store = new Store(inAddress, control);
  return {
    post: (message) => control.post(message),
    listen: (receive) =>
      control.listen((message) => {
        record.note(message);
        if (message.type === 'location') write(message.entries, message.push);
        else if (message.type === 'store' || message.type === 'load') void store.serve(message);
        else if (message.type === 'destroyed') ended();
        else receive(message);
      }),
  };
}
