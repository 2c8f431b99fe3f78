import { afterEach, expect, it } from 'vitest';
import { bindThreads, type Channel, type ClientMessage, PoolClient, type PoolMessage, transferOf } from '../../../src/thread/index.ts';
import { createPool } from './rig.ts';

const life = new AbortController();
afterEach(() => life.abort());

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
  session.listen((message) => connection.post(message, transferOf(message)));
  connection.listen((message) => session.post(message, transferOf(message)));
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
