import { expect, it } from 'vitest';
import { Outbox } from '../../../src/thread/outbox.ts';

it('an outbox sends a few at once, then keeps the newest of each key until the end of the turn', async () => {
  const sent: (readonly string[])[] = [];
  const outbox = new Outbox<string, string>({ interval: 100_000, burst: 2 }, (newest) => sent.push(newest));
  outbox.put('a', 'a1');
  outbox.put('a', 'a2');
  expect(sent).toEqual([['a1'], ['a2']]);
  outbox.put('a', 'a3');
  outbox.put('b', 'b1');
  outbox.put('a', 'a4');
  expect(sent).toHaveLength(2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(sent[2]).toEqual(['b1', 'a4']);
});

it('an outbox sends what waits when it is told to', () => {
  const sent: (readonly number[])[] = [];
  const outbox = new Outbox<string, number>({ interval: 100_000, burst: 1 }, (newest) => sent.push(newest));
  for (let i = 0; i < 5; i++) outbox.put('n', i);
  outbox.flush();
  outbox.flush();
  expect(sent).toEqual([[0], [4]]);
});
