import { describe, expect, it } from 'vitest';
import { panel } from '../../../src/component/index.ts';
import { type Batch, join, type Upstream } from '../../../src/link/index.ts';
import { bind } from '../../../src/param/index.ts';
import { createNamespace } from '../../../src/namespace.ts';
import { type FromSession, Session, type SessionInfo, type ToSession } from '../../../src/session/index.ts';
import type { ClientMessage, PoolMessage } from '../../../src/thread/index.ts';
import { openSession, settle } from './harness.ts';

/** A session whose page draws only when it is told to. */
function openUndrawn() {
  const life = new AbortController();
  const [page, link] = join<Upstream, Batch>(life.signal);
  const [told, control] = join<ToSession, FromSession>(life.signal);
  const [, pool] = join<PoolMessage, ClientMessage>(life.signal);
  const session = new Session({ id: 'x', name: 'x', file: 'x.js', config: {}, link, control, pool });
  const batches: Batch[] = [];
  page.listen((batch) => batches.push(batch));
  told.listen(() => undefined);
  return { session, batches, draw: () => page.post({ type: 'drawn', seq: batches.at(-1)!.seq }) };
}

describe('the load of a session', () => {
  it('waits with the load callbacks until the page has drawn what the app made', async () => {
    const { session, batches, draw } = openUndrawn();
    const { Str } = createNamespace(session);
    const order: string[] = [];
    void session.start(() => {
      session.state.onload(() => order.push('loaded'));
      new Str('shown').servable();
    });
    await settle();
    expect([order, batches.length]).toEqual([[], 1]);
    draw();
    await settle();
    expect(order).toEqual(['loaded']);
  });

  it('does not wait for what has changed since, nor in an app that shows nothing', async () => {
    const { session, draw } = openUndrawn();
    const { Str } = createNamespace(session);
    const text = new Str('shown');
    void session.start(() => void text.servable());
    await settle();
    text.object = 'changed before it was drawn';
    draw();
    await settle();
    expect(session.state.loaded).toBe(true);

    const empty = openUndrawn();
    await empty.session.start(() => undefined);
    expect(empty.session.state.loaded).toBe(true);
  });

  it('ends with a session that ends before anything was drawn', async () => {
    const { session } = openUndrawn();
    const { Str } = createNamespace(session);
    const starting = session.start(() => void new Str('shown').servable());
    await settle();
    session.destroy();
    await starting;
    expect(session.state.loaded).toBe(false);
  });
});

describe('configure({ deferLoad: true })', () => {
  it('runs the functions on screen when the app is loaded, side by side, with a spinner until the first result', async () => {
    const { session, batches, draw } = openUndrawn();
    session.config.deferLoad = true;
    const runs: string[] = [];
    let finish: (text: string) => void = () => undefined;
    const result = new Promise<string>((resolve) => (finish = resolve));
    const sync = panel(
      bind(() => runs.push('sync')),
      {},
      session,
    );
    const slow = panel(
      bind(async () => {
        runs.push('async');
        return result;
      }),
      {},
      session,
    );
    const starting = session.start(() => {
      sync.servable();
      slow.servable();
    });
    await settle();
    expect([runs, sync.loading, slow.loading, batches.length]).toEqual([[], true, true, 1]);
    draw();
    await settle();
    expect([runs, sync.loading, slow.loading]).toEqual([['sync', 'async'], false, true]);
    finish('done');
    await starting;
    while (slow.loading) await settle();
    const late = panel(
      bind(() => runs.push('late')),
      {},
      session,
    ).servable();
    expect([runs.at(-1), late.loading]).toEqual(['late', false]);
  });
});

describe('state.onSessionCreated', () => {
  it('is refused in an app, which cannot hear of other sessions', () => {
    expect(() => openSession().session.state.onSessionCreated(() => undefined)).toThrow(
      'state.onSessionCreated: an app cannot hear of other sessions; call it in a script of the page.',
    );
  });

  it('calls hooks in order; one that fails is reported and does not keep the others from running', async () => {
    const hooks: ((info: SessionInfo) => void)[] = [];
    const reported: unknown[] = [];
    const own = new Session({
      id: 'own',
      name: 'page',
      file: 'page',
      config: { exceptionHandler: (error: Error, what: string) => void reported.push([what, error.message]) },
      link: { post: () => undefined, listen: () => undefined },
      control: { post: () => undefined, listen: () => undefined },
      pool: { post: () => undefined, listen: () => undefined },
      onSessionCreated: (fn) => hooks.push(fn),
    });
    const order: string[] = [];
    own.state.onSessionCreated(({ name }) => order.push(`first ${name}`));
    own.state.onSessionCreated(() => {
      throw new Error('hook');
    });
    own.state.onSessionCreated(async ({ id }) => order.push(`last ${id}`));
    for (const hook of hooks) hook({ id: 's1', name: 'app', started: new Date() });
    expect([order, reported]).toEqual([['first app', 'last s1'], [['state.onSessionCreated', 'hook']]]);
  });
});

describe('state.user', () => {
  it('is null, as no page without a server knows who reads it', () => {
    expect(openSession().session.state.user).toBe(null);
  });
});
