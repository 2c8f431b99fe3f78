import { expect } from 'chai';
import { ThreadCrashed } from '../../../src/thread/index.ts';
import { createStage, endAll, rejection, until } from './stage.ts';

afterEach(endAll);

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('tasks so brief that they travel together', () => {
  it('all come back, in order, and each ran once', async () => {
    const { thread } = createStage();
    const counted = thread((n: number) => {
      const seen = ((globalThis as { seen?: Set<number> }).seen ??= new Set());
      if (seen.has(n)) throw new Error(`${n} ran before`);
      seen.add(n);
      return n;
    });
    expect(await counted.map(numbers(5000))).to.deep.equal(numbers(5000));
  });

  it('all come back but the one that hangs, once that one is given up', async () => {
    const { thread } = createStage({ size: 2, grace: 50 });
    const some = thread((n: number) => {
      while (n === 500);
      return n;
    });
    const { futures } = some.map(numbers(2000));
    await until(() => futures[1999]!.settled);
    futures[500]!.cancel();
    const rest = futures.filter((_, i) => i !== 500);
    expect(await Promise.all(rest)).to.deep.equal(numbers(2000).filter((n) => n !== 500));
  });

  it('all come back but the one that ends its thread, and that one says so', async function () {
    if (!('locks' in navigator)) this.skip();
    const { thread } = createStage();
    const some = thread((n: number): number | Promise<number> => (n === 300 ? new Promise(() => self.close()) : n));
    const { futures } = some.map(numbers(600));
    expect(await rejection(futures[300]!)).to.be.instanceOf(ThreadCrashed);
    const rest = futures.filter((_, i) => i !== 300);
    expect(await Promise.all(rest)).to.deep.equal(numbers(600).filter((n) => n !== 300));
  });

  it('run elsewhere where the one before them waits for something', async () => {
    const { thread, Event } = createStage();
    const go = new Event();
    const some = thread((n: number): number | Promise<number> => (n === 200 ? go.wait().then(() => n) : n), { uses: { go } });
    const { futures } = some.map(numbers(1000));
    await Promise.all(futures.filter((_, i) => i !== 200));
    expect(futures[200]!.settled).to.equal(false);
    go.set();
    expect(await futures[200]).to.equal(200);
  });

  it('tell what they assign before their results, and once', async () => {
    const { thread, Queue } = createStage();
    const queue = new Queue<number>();
    const put = thread(async (n: number) => queue.put(n), { uses: { queue } });
    await put.map(numbers(300));
    expect(queue.size).to.equal(300);
  });
});

describe('a key', () => {
  it('computes what has the same key once while it is pending, and again after that', async () => {
    const { thread, Queue } = createStage();
    const runs = new Queue<number>();
    const load = thread(async (n: number) => runs.put(n).then(() => n), { uses: { runs } });
    expect(await Promise.all([1, 2, 3].map((n) => load.with({ key: 'a' })(n)))).to.deep.equal([1, 1, 1]);
    expect(await load.with({ key: 'a' })(4)).to.equal(4);
    expect(runs.size).to.equal(2);
  });
});
