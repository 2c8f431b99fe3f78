import { type Batch, join, type Upstream } from '../../../src/link/index.ts';
import { type FromSession, Session, type ToSession } from '../../../src/session/index.ts';
import type { ClientMessage, PoolMessage } from '../../../src/thread/index.ts';

/** A session in Node, with the page's ends of its wires. Its page draws every batch at once. */
export function openSession(name = 'test') {
  const life = new AbortController();
  const [link, documentLink] = join<Upstream, Batch>(life.signal);
  const [control, sessionControl] = join<ToSession, FromSession>(life.signal);
  const [, pool] = join<PoolMessage, ClientMessage>(life.signal);
  const session = new Session({ id: name, name, file: 'app.js', config: {}, link: documentLink, control: sessionControl, pool });
  const told: FromSession[] = [];
  const batches: Batch[] = [];
  control.listen((message) => told.push(message));
  link.listen((batch) => {
    batches.push(batch);
    link.post({ type: 'drawn', seq: batch.seq });
  });
  return { session, told, batches, link, control };
}

/** Waits until all microtasks and messages that are under way have been handled. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
