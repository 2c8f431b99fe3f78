import { afterEach, expect, it } from 'vitest';
import {
  bindThreads,
  type Channel,
  type ClientMessage,
  PoolClient,
  type PoolMessage,
  relay,
  type Threads,
} from '../../../src/thread/index.ts';
import { createPool, rejection } from './rig.ts';

let life = new AbortController();
afterEach(() => {
  life.abort();
  life = new AbortController();
});

function channelOf<Out, In>(port: MessagePort): Channel<Out, In> {
  life.signal.addEventListener('abort', () => port.close());
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (receive) => {
      port.addEventListener('message', ({ data }: MessageEvent<In>) => receive(data));
      port.start();
    },
  };
}

it('a session in a worker reaches the pool through a page that relays what it does not read', async () => {
  const { pool } = createPool();
  const { port1, port2 } = new MessageChannel();
  const session = channelOf<PoolMessage, ClientMessage>(port1);
  const connection = pool.connect({ id: 'worker', signal: life.signal });
  relay(session, connection);
  const client = new PoolClient(channelOf(port2), { id: 'worker', signal: life.signal, report: () => {} });
  const { thread, Queue } = bindThreads(client);

  const add = thread((numbers: Float64Array, n: number) => numbers.map((it) => it + n));
  const mine = new Float64Array(10_000).fill(1);
  const moving = add.with({ transfer: [mine.buffer] })(mine, 2);
  expect(mine.length, 'moved when the call was made').toBe(0);
  expect((await moving)[9999]).toBe(3);

  const rows = Array.from({ length: 3000 }, (_, i) => ({ i, at: new Date(i) }));
  expect(await thread((all: typeof rows) => all.slice(-1))(rows)).toEqual(rows.slice(-1));

  const queue = new Queue<Float64Array>();
  await queue.put(new Float64Array(10_000).fill(7));
  const take = thread(async () => [(await queue.get())[5], queue.size], { uses: { queue } });
  expect(await take()).toEqual([7, 0]);
});

/** A session that gets no message with `part` in it. */
function deafTo(part: string): Threads {
  const { pool } = createPool();
  const { port1, port2 } = new MessageChannel();
  const session = channelOf<PoolMessage, ClientMessage>(port1);
  const post: typeof session.post = (message, transfer) => {
    if (JSON.stringify(message).includes(part)) throw new DOMException('It cannot be cloned.', 'DataCloneError');
    session.post(message, transfer);
  };
  relay({ ...session, post }, pool.connect({ id: 'deaf', signal: life.signal }));
  return bindThreads(new PoolClient(channelOf(port2), { id: 'deaf', signal: life.signal, report: () => {} }));
}

it('a task ends whose message the page cannot relay', async () => {
  const { thread, ThreadPool, Queue } = deafTo('secret');
  const queue = new Queue<string>();
  const put = thread((text: string) => queue.put(text), { uses: { queue } });
  const lost = 'a message could not be passed on, DataCloneError: It cannot be cloned.';
  await put('known');
  expect(await rejection(put('secret'))).toMatchObject({ name: 'ThreadCrashed', message: expect.stringContaining(lost) });
  expect(await rejection(new ThreadPool({ size: 1 }).submit(put, 'secret')), 'in a pool of its own').toMatchObject({
    name: 'ThreadCrashed',
  });
  await put('known');
  expect(queue.size).toBe(2);
});

it('a task fails whose result the page cannot relay, and those beside it do not', async () => {
  const { thread } = deafTo('secret');
  const say = thread((n: number) => (n === 1 ? 'sec' + 'ret' : n));
  const said = await Promise.allSettled([0, 1, 2].map((n) => say(n)));
  expect(said.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const items = thread(function* () {
    yield 'sec' + 'ret';
  });
  expect(await rejection(items().next())).toMatchObject({ name: 'DataCloneError' });
});
