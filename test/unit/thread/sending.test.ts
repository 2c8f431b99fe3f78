import { describe, expect, it } from 'vitest';
import { bindThreads, type ClientMessage, Pool, PoolClient, type PoolPort } from '../../../src/thread/index.ts';
import { rejection, spawn } from './rig.ts';

/** A session whose messages to its pool are noted; `refuses` says which a port cannot send. */
function tap(refuses: (message: ClientMessage) => boolean = () => false) {
  const { signal } = new AbortController();
  const port = new Pool({ size: 2, spawn }).connect({ id: 's', signal });
  const sent: string[] = [];
  const tapped: PoolPort = {
    listen: (receive) => port.listen(receive),
    post(message, transfer) {
      if (refuses(message)) throw new DOMException('It cannot be cloned.', 'DataCloneError');
      sent.push(message.type === 'submit' ? `${message.tasks.length} tasks` : message.type);
      port.post(message, transfer);
    },
  };
  const client = new PoolClient(tapped, { id: 's', signal, report: () => {} });
  return { ...bindThreads(client), sent };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('calls of one turn', () => {
  it('are sent at once, while they are not many', () => {
    const { thread, sent } = tap();
    const same = thread((n: number) => n);
    for (const n of upTo(16)) void same(n);
    expect(sent).toEqual(['define', ...upTo(16).map(() => '1 tasks')]);
  });

  it('go together behind the first ones, 128 of them in a message', async () => {
    const { thread, sent } = tap();
    const same = thread((n: number) => n);
    const futures = upTo(16 + 128 + 3).map((n) => same(n));
    expect(sent.slice(17)).toEqual(['128 tasks']);
    await Promise.resolve();
    expect(sent.slice(17)).toEqual(['128 tasks', '3 tasks']);
    expect(await Promise.all(futures)).toEqual(upTo(147));
  });

  it('are sent before whatever follows them', () => {
    const { thread, sent } = tap();
    const same = thread((n: number) => n);
    for (const n of upTo(20)) void same(n);
    void thread((n: number) => -n)(1);
    expect(sent.slice(17)).toEqual(['4 tasks', 'define']);
  });

  it('are sent at once again when the pool has answered', async () => {
    const { thread, sent } = tap();
    const same = thread((n: number) => n);
    await Promise.all(upTo(20).map((n) => same(n)));
    sent.length = 0;
    void same(1);
    expect(sent).toEqual(['1 tasks']);
  });

  it('move what they transfer at once, however many they are', async () => {
    const { thread } = tap();
    const size = thread((data: Float64Array) => data.length);
    const futures = upTo(20).map((n) => {
      const data = new Float64Array(n);
      const future = size.with({ transfer: [data.buffer] })(data);
      expect(data).toHaveLength(0);
      return future;
    });
    expect(await Promise.all(futures)).toEqual(upTo(20));
  });

  it('fail by themselves where they cannot be sent, and not with those beside them', async () => {
    const isBad = (value: unknown): boolean => Array.isArray(value) && value[0] === 17;
    const { thread } = tap(
      (message) => message.type === 'submit' && message.tasks.some(({ args }) => args.form === 'clone' && isBad(args.value)),
    );
    const same = thread((n: number) => n);
    const futures = upTo(20).map((n) => same(n));
    expect((await rejection(futures[17]!)).name).toBe('DataCloneError');
    expect((await Promise.allSettled(futures)).filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
  });
});
