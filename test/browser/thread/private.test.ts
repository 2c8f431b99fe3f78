import { expect } from 'chai';
import { mount } from '../../../src/index.ts';
import { createPool, createStage, endAll, rejection, until } from './stage.ts';

afterEach(endAll);

const hang = (): never => {
  for (;;);
};

describe('a ThreadPool', () => {
  it('works while all threads of the page are taken', async () => {
    const { thread, ThreadPool } = createStage({ size: 1 });
    const blocked = thread(hang)();
    await until(() => blocked.state === 'running');
    const own = new ThreadPool({ size: 1 });
    expect(await own.map((n: number) => n * 2, [1, 2, 3])).to.deep.equal([2, 4, 6]);
    await own.shutdown();
    blocked.cancel();
  });

  it('runs so many tasks side by side as it has threads, and no more', async () => {
    const { ThreadPool, Barrier, thread } = createStage({ size: 1 });
    const own = new ThreadPool({ size: 3 });
    const all = new Barrier(3);
    const meet = thread(async (_n: number) => all.wait(), { uses: { all } }).with({ pool: own });
    expect((await meet.map([1, 2, 3])).toSorted()).to.deep.equal([0, 1, 2]);
  });

  it('is there for a session in a worker, too', async () => {
    const heard = new BroadcastChannel('a pool of its own');
    const said = new Promise((resolve) => heard.addEventListener('message', ({ data }) => resolve(data)));
    const app = await mount(
      document.body,
      `import { thread, ThreadPool, Queue } from 'heddle';
       const own = new ThreadPool({ size: 2 }), queue = new Queue();
       const put = thread(async (n) => { await queue.put(n); return n; }, { uses: { queue } }).with({ pool: own });
       const run = async () => {
         const results = await put.map([1, 2, 3]);
         await own.shutdown();
         const error = await put(4).catch((error) => error);
         new BroadcastChannel('a pool of its own').postMessage([results, queue.size, error.message]);
       };
       run();`,
    );
    expect(await said).to.deep.equal([[1, 2, 3], 3, "Task 'anonymous' cannot run: the executor was shut down."]);
    heard.close();
    app.destroy();
    app.remove();
  });

  it('ends with its session, whatever its threads do', async () => {
    const { connect } = createPool();
    for (let i = 0; i < 5; i++) {
      const session = connect();
      const own = new session.ThreadPool({ size: 2 });
      const lost = own.map(hang, [1, 2]);
      await until(() => lost.futures.every(({ state }) => state === 'running'));
      session.end();
      expect((await rejection(lost)).name).to.equal('AbortError');
    }
  });
});

describe('threads that nobody uses', () => {
  it('are retired, but for one', async () => {
    const { thread, pool, Barrier } = createStage({ size: 3, idle: 30 });
    const all = new Barrier(3);
    const meet = thread(async (_n: number) => all.wait(), { uses: { all } });
    expect((await meet.map([1, 2, 3])).toSorted()).to.deep.equal([0, 1, 2]);
    await until(() => pool.threads === 1);
    expect((await meet.map([1, 2, 3])).toSorted()).to.deep.equal([0, 1, 2]);
  });
});

describe('a scattered value', () => {
  it('is one object on each thread, for all tasks', async () => {
    const { thread, threads } = createStage({ size: 2 });
    const table = await threads.scatter(new Float64Array(1_000_000).fill(3));
    const look = thread((value: Float64Array) => {
      const seen = ((globalThis as { seenTables?: Set<object> }).seenTables ??= new Set());
      return [seen.add(value).size, value[999_999]];
    });
    const results = await Promise.all(Array.from({ length: 50 }, () => look(table)));
    expect(new Set(results.map(String))).to.deep.equal(new Set(['1,3']));
  });
});

describe('the option nthreads', () => {
  it('sets how many tasks run side by side, and can be changed and taken back', async () => {
    const heard = new BroadcastChannel('nthreads');
    const said = new Promise((resolve) => heard.addEventListener('message', ({ data }) => resolve(data)));
    const app = await mount(
      document.body,
      `import { configure, thread, Queue, Barrier } from 'heddle';
       const together = async (count) => {
         const all = new Barrier(count);
         const meet = thread(async (_) => all.wait(), { uses: { all } });
         return (await meet.map(Array.from({ length: count }, (_, i) => i))).length;
       };
       const most = async () => {
         const busy = new Queue(), peaks = new Queue();
         const count = thread(async (_) => {
           await busy.put(1);
           await peaks.put(busy.size);
           await new Promise((resolve) => setTimeout(resolve, 20));
           await busy.get();
         }, { uses: { busy, peaks } });
         await count.map([1, 2, 3, 4]);
         let peak = 0;
         while (!peaks.empty) peak = Math.max(peak, await peaks.get());
         return peak;
       };
       const run = async () => {
         configure({ nthreads: 3 });
         const three = await together(3);
         configure({ nthreads: 1 });
         const one = await most();
         configure({ nthreads: null });
         new BroadcastChannel('nthreads').postMessage([three, one, (await thread((n) => n).map([1, 2])).length]);
       };
       run();`,
    );
    expect(await said).to.deep.equal([3, 1, 2]);
    heard.close();
    app.destroy();
    app.remove();
  });
});
