import { Caches } from '../origin/index.ts';
import { appOf, idOf } from './app.ts';
import type { Session } from './session.ts';

interface Opened {
  readonly app: string;
  readonly caches: Caches;
  readonly end: AbortController;
}

/** What sessions opened before they had to, under the name they had then. */
const early = new WeakMap<Session, Opened>();
const opened = new WeakMap<Session, Caches>();

/** What a session shares of values and results with the sessions of all tabs. Ends with the session. */
export function cachesOf(session: Session): Caches {
  let caches = opened.get(session);
  if (!caches) opened.set(session, (caches = settle(session)));
  return caches;
}

/**
 * Settles when the session sees what others have set in `state.cache`, at once where there are no others. It decides nothing:
 * the app's code may still give another name.
 */
export async function joinOthers(session: Session): Promise<void> {
  if (!globalThis.navigator?.locks) return;
  const ahead = open(session, idOf(session));
  early.set(session, ahead);
  await ahead.caches.join().catch(() => undefined); // documents without an origin have locks that refuse
}

function settle(session: Session): Caches {
  const app = appOf(session);
  const ahead = early.get(session);
  if (ahead?.app === app) return ahead.caches;
  ahead?.end.abort();
  return open(session, app).caches;
}

function open(session: Session, app: string): Opened {
  const end = new AbortController();
  const signal = AbortSignal.any([session.signal, end.signal]);
  const caches = new Caches(app, {
    signal,
    onAlone: warn,
    onError: (error) => session.report(error, 'state.cache'),
    run: (listener) => void session.dispatch(listener, 'state.cache.onChange'),
  });
  session.onSharing((there) => void (there ? caches.rejoin() : caches.resign()), signal);
  return { app, caches, end };
}

let warned = false;

function warn(why: string): void {
  if (!warned) console.warn(`heddle: every session has a state.cache of its own and caches for itself: ${why}.`);
  warned = true;
}
