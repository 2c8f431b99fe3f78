import { describe, expect, it, vi } from 'vitest';
import { type Batch, join, LINK_VERSION, type Patch, Receiver, type Upstream, type Views } from '../../../src/link/index.ts';

/** A page that keeps what its views were told, in order, and draws when it is let. */
function page() {
  const life = new AbortController();
  const [pageEnd, documentEnd] = join<Upstream, Batch>(life.signal);
  const told: unknown[][] = [];
  const sent: Upstream[] = [];
  const draws: (() => void)[] = [];
  const note =
    (what: string) =>
    (...args: unknown[]): void =>
      void told.push([what, ...args]);
  const views: Views = {
    create: note('create'),
    set: note('set'),
    append: note('append'),
    patch: note('patch'),
    call: note('call'),
    remove: note('remove'),
    roots: note('roots'),
    drawn: () => new Promise((resolve) => draws.push(resolve)),
  };
  documentEnd.listen((message) => sent.push(message));
  const receiver = new Receiver(pageEnd, views, life.signal);
  let seq = 0;
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    receiver,
    views,
    told,
    sent,
    life,
    settle,
    draw: (batch = draws.length) => draws[batch - 1]?.(),
    async apply(...patches: Patch[]) {
      documentEnd.post({ type: 'batch', version: LINK_VERSION, seq: ++seq, patches });
      await settle();
    },
  };
}

const changes = (sent: readonly Upstream[]): unknown[] =>
  sent.filter((message) => message.type === 'change').map((message) => message.value);

describe('Receiver', () => {
  it('applies a batch in order and acknowledges it only when it is drawn', async () => {
    const { apply, told, sent, draw, settle } = page();
    await apply({ op: 'create', id: 1, type: 'button', values: { label: 'a' } }, { op: 'roots', roots: [{ id: 1 }] });
    expect(told).toEqual([
      ['create', 1, 'button', { label: 'a' }],
      ['roots', [{ id: 1 }]],
    ]);
    expect(sent).toEqual([]);
    draw();
    await settle();
    expect(sent).toEqual([{ type: 'drawn', seq: 1 }]);
  });

  it('acknowledges batches in order, also when the later one is drawn first', async () => {
    const { apply, sent, draw, settle } = page();
    await apply();
    await apply();
    draw(2);
    await settle();
    expect(sent).toEqual([]);
    draw(1);
    await settle();
    expect(sent).toEqual([
      { type: 'drawn', seq: 1 },
      { type: 'drawn', seq: 2 },
    ]);
  });

  it('sends the first edit of a held control at once and then one for each window, the newest', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { receiver, sent, settle } = page();
    for (const value of [1, 2, 3]) receiver.edit(7, 'value', value, false);
    await settle();
    expect(changes(sent)).toEqual([1]);
    vi.advanceTimersByTime(50);
    await settle();
    expect(changes(sent)).toEqual([1, 3]);
    vi.useRealTimers();
  });

  it('sends a final edit at once, in place of one that waits', async () => {
    const { receiver, sent, settle } = page();
    receiver.edit(7, 'value', 1, false);
    receiver.edit(7, 'value', 2, false);
    receiver.edit(7, 'value', 3, true);
    await settle();
    expect(sent).toEqual([
      { type: 'change', id: 7, name: 'value', value: 1, edit: 1, final: false },
      { type: 'change', id: 7, name: 'value', value: 3, edit: 3, final: true },
    ]);
  });

  it('delivers what was typed before the click that follows it', async () => {
    const { receiver, sent, settle } = page();
    receiver.edit(1, 'value', 'h', false);
    receiver.edit(1, 'value', 'hello', false);
    receiver.event(2, 'click');
    receiver.event(2, 'click');
    await settle();
    expect(sent.map((message) => (message.type === 'change' ? message.value : message.type))).toEqual(['h', 'hello', 'event', 'event']);
  });

  it('drops a value that is older than what the user holds', async () => {
    const { receiver, told, apply } = page();
    receiver.edit(1, 'value', 5, false);
    receiver.edit(1, 'value', 6, false);
    await apply({ op: 'set', id: 1, values: { value: 5, label: 'x' }, acks: { value: 1 } });
    expect(told).toEqual([['set', 1, { label: 'x' }]]);
  });

  it('applies a value that the session made after seeing the newest edit', async () => {
    const { receiver, told, apply } = page();
    receiver.edit(1, 'value', 5, true);
    await apply({ op: 'set', id: 1, values: { value: 4 }, acks: { value: 1 } });
    expect(told).toEqual([['set', 1, { value: 4 }]]);
  });

  it('applies what follows a patch that its view refuses, and acknowledges the batch', async () => {
    const { views, apply, told, sent, draw, settle } = page();
    const thrown: unknown[] = [];
    const listen = (error: unknown): void => void thrown.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', listen);
    views.create = () => {
      throw new Error('no such view');
    };
    await apply({ op: 'create', id: 1, type: 'nosuch', values: {} }, { op: 'roots', roots: [] });
    draw();
    await settle();
    process.removeAllListeners('uncaughtException');
    for (const each of before) process.on('uncaughtException', each);
    expect([told, sent, String(thrown[0])]).toEqual([[['roots', []]], [{ type: 'drawn', seq: 1 }], 'Error: no such view']);
  });

  it('sends nothing after its end', async () => {
    const { receiver, sent, life, settle } = page();
    receiver.edit(1, 'value', 5, false);
    life.abort();
    receiver.event(1, 'click');
    await settle();
    expect(sent).toEqual([]);
  });
});
