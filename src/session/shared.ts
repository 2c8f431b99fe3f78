import { Caches } from '../origin/index.ts';
import { appOf } from './app.ts';
import type { Session } from './session.ts';

const opened = new WeakMap<Session, Caches>();

/** What a session shares of values and results with the sessions of all tabs. Ends with the session. */
export function cachesOf(session: Session): Caches {
  let caches = opened.get(session);
  if (!caches) opened.set(session, (caches = open(session)));
  return caches;
}

function open(session: Session): Caches {
  const { signal } = session;
  const caches = new Caches(appOf(session), {
    signal,
    onAlone: warn,
    onError: (error) => session.report(error, 'state.cache'),
    run: (listener) => void session.dispatch(listener, 'state.cache.onChange'),
  });
  session.onSharing((there) => void (there ? caches.rejoin() : caches.resign()), signal);
  return caches;
}

let warned = false;

function warn(why: string): void {
  if (!warned) console.warn(`heddle: every session has a state.cache of its own and caches for itself: ${why}.`);
  warned = true;
}
