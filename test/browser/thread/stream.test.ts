import { expect } from 'chai';
import { ThreadCrashed } from '../../../src/thread/index.ts';
import { createStage, endAll, rejection, until } from './stage.ts';

afterEach(endAll);

describe('a stream from a thread', () => {
  it('shows each item while the thread goes on with the next', async () => {
    const { thread } = createStage();
    const steps = thread(function* (n: number) {
      for (let i = 0; i < n; i++) {
        const end = performance.now() + 100;
        while (performance.now() < end);
        yield { i, at: performance.timeOrigin + performance.now() };
      }
    });
    const stream = steps(3);
    const first = (await stream.next()).value as { i: number; at: number };
    expect(first.i).to.equal(0);
    expect(stream.state).to.equal('running');
    const rest: number[] = [];
    for await (const { i } of stream) rest.push(i);
    expect(rest).to.deep.equal([1, 2]);
  });

  it('ends with an error when its thread dies', async function () {
    if (!('locks' in navigator)) this.skip();
    const { thread } = createStage();
    const stream = thread(async function* () {
      yield 1;
      await new Promise(() => self.close());
    })();
    await stream.next();
    expect(await rejection(stream.next())).to.be.instanceOf(ThreadCrashed);
    expect(stream.state).to.equal('error');
  });

  it('that does not heed its end is ended with its thread, and nobody else notices', async () => {
    const { thread, pool } = createStage({ grace: 20 });
    const stream = thread(function* () {
      yield 1;
      for (;;);
    })();
    const other = thread(async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return n;
    })(7);
    await stream.next();
    await until(() => pool.threads === 2);
    stream.cancel();
    await rejection(stream.next().then((step) => (step.done ? Promise.reject(new Error('over')) : step)));
    expect(await other).to.equal(7);
    await until(() => pool.threads < 2 || pool.tasks === 0);
  });

  it('lends its place to others while it waits, on a pool of one thread', async () => {
    const { thread } = createStage({ size: 1 });
    const numbers = thread(function* () {
      for (let i = 0; ; i++) yield i;
    });
    const square = thread((n: number) => n * n);
    const squares: number[] = [];
    for await (const n of numbers()) {
      squares.push(await square(n));
      if (n === 20) break;
    }
    expect(squares.at(-1)).to.equal(400);
  });

  it('moves large items, and brings them whole', async () => {
    const { thread } = createStage();
    const blocks = thread(function* (n: number) {
      for (let i = 0; i < n; i++) yield new Float64Array(100_000).fill(i);
    });
    const seen: number[] = [];
    for await (const block of blocks(5)) seen.push(block.length + (block[99_999] as number));
    expect(seen).to.deep.equal([100_000, 100_001, 100_002, 100_003, 100_004]);
  });
});
