import * as api from './api.ts';
import { runApp } from './app.ts';
import { setBase } from './http/index.ts';
import { type Endpoint, split } from './link/index.ts';
import { type FromSession, reportUncaught, Session, type SessionBoot, type ToSession } from './session/index.ts';
import { packed, serveThread, setThreadNamespace, type ThreadBoot, unmute } from './thread/index.ts';

/** The part of a worker's global that is used here. */
interface Scope extends Endpoint {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void, options?: AddEventListenerOptions): void;
}

/** A worker ends by being terminated, so what it listens to never ends before. */
const life = new AbortController().signal;

/**
 * Makes this worker a session or a thread, whichever its first message asks for. The listener is installed
 * before the worker says that it is ready: messages that come before a listener are lost in all engines.
 */
function serve(scope: Scope): void {
  unmute();
  scope.addEventListener(
    'message',
    ({ data }: MessageEvent<SessionBoot | ThreadBoot>) => (data.boot === 'session' ? serveSession(data, scope) : runThread(data)),
    { once: true },
  );
  scope.postMessage('ready', []);
}

function serveSession({ id, name, source, settings, place, stored, lock }: SessionBoot, scope: Scope): void {
  setBase(settings.base);
  const wire = split(scope, life);
  const control = wire<FromSession, ToSession>('control');
  const session = new Session({
    id,
    name,
    file: source.name,
    config: settings.config,
    place,
    stored,
    link: wire('link'),
    control,
    pool: packed(wire('pool')),
  });
  // The page sees neither the value of an uncaught error nor any unhandled rejection of a worker.
  reportUncaught(session, () => true, life);
  // The code may end the worker at once, so it runs when that would be noticed.
  const locked = holdLock(lock, session, (turn) => control.post({ type: 'locked', turn }));
  void locked.then(() => session.start(() => runApp(source, session)));
}

/**
 * Holds the lock by which the page notices that this worker has ended. Settles when it is held, or cannot be. A page that is
 * frozen or left must hold none: some browsers keep no such page for the way back.
 */
function holdLock(name: string, session: Session, held: (turn: number) => void): Promise<void> {
  const locks = globalThis.navigator.locks as LockManager | undefined;
  let turn = 0;
  let holding: AbortController | undefined;
  const hold = async (): Promise<void> => {
    if (holding || !locks) return;
    const { signal } = (holding = new AbortController());
    await new Promise<void>((settled) => {
      const granted = (): Promise<void> => {
        held(turn);
        settled();
        return new Promise((released) => signal.addEventListener('abort', () => released(), { once: true }));
      };
      // Documents without an origin have locks that refuse; then nobody notices.
      locks.request(name, { signal }, granted).catch(() => settled());
    });
  };
  const release = (): void => {
    turn++;
    holding?.abort();
    holding = undefined;
  };
  session.onSharing((there) => void (there ? hold() : release()), session.signal);
  return hold();
}

function runThread(boot: ThreadBoot): void {
  setThreadNamespace(() => api);
  serveThread(boot);
}

/** A worker's global has `importScripts`, which pages and Node do not. */
if ('importScripts' in globalThis && !('document' in globalThis)) serve(globalThis as unknown as Scope);
