import { expect } from 'chai';
import { TaskCancelled, ThreadCrashed } from '../../../src/thread/index.ts';
import { createPool, createStage, endAll, rejection, until } from './stage.ts';

afterEach(endAll);

/** Computes for so many milliseconds, without a break. */
const spin = (ms: number): number => {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
};

/** Never comes back. */
const hang = (): never => {
  for (;;);
};

describe('a pool of threads', () => {
  it('runs tasks beside the page and beside each other', async () => {
    const { thread, Barrier } = createStage();
    const where = thread((_n: number) => typeof document);
    expect(await where.map([1, 2, 3])).to.deep.equal(['undefined', 'undefined', 'undefined']);
    const both = new Barrier(2);
    const meet = thread(async () => both.wait(), { uses: { both } });
    expect((await Promise.all([meet(), meet()])).toSorted()).to.deep.equal([0, 1]);
  });

  it('leaves the page free while all threads spin', async () => {
    const { thread } = createStage();
    const run = thread(spin);
    let settled = false;
    const all = run.map([400, 400]).finally(() => (settled = true));
    let turns = 0;
    while (!settled) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      turns++;
    }
    await all;
    expect(turns).to.be.above(10);
  });

  it('gives the short task of one session its turn while another has a thousand queued', async () => {
    const { connect } = createPool({ size: 1 });
    const [busy, quick] = [connect(), connect()];
    const many = busy.thread(spin).map(Array.from({ length: 1000 }, () => 20));
    await until(() => many.futures[0]!.state === 'running');
    expect(await quick.thread(() => 'mine')()).to.equal('mine');
    expect(many.futures.filter(({ settled }) => settled).length).to.be.below(5);
    many.cancel();
    expect(await rejection(many)).to.be.instanceOf(TaskCancelled);
  });

  it('ends a task that does not heed its signal, and touches nobody else', async () => {
    const { connect, pool } = createPool({ size: 2, grace: 50 });
    const [one, two] = [connect(), connect()];
    const neighbour = two.thread(spin)(500);
    const lost = one.thread(hang)();
    await until(() => lost.state === 'running');
    lost.cancel();
    expect(await rejection(lost)).to.be.instanceOf(TaskCancelled);
    expect(await one.thread(() => 'again').map([1, 2, 3] as never)).to.deep.equal(['again', 'again', 'again']);
    expect(await neighbour).to.equal(500);
    expect(pool.threads).to.be.at.most(2);
  });

  it('rejects the task of a thread that closes itself, and replaces the thread', async function () {
    if (!('locks' in navigator)) this.skip();
    const { thread } = createStage({ size: 1 });
    const error = await rejection(thread(() => new Promise(() => self.close()), { name: 'leave' })());
    expect(error).to.be.instanceOf(ThreadCrashed);
    expect(error.message).to.match(/^Task 'leave' is lost: the thread 'thread-1' has ended: /);
    expect(await thread(() => 'back')()).to.equal('back');
  });

  it('runs a task again when its thread has died, if it may', async () => {
    const { thread, Queue } = createStage({ size: 1 });
    const tries = new Queue<number>();
    const flaky = thread(
      async () => {
        await tries.put(1);
        if (tries.size === 1) await new Promise(() => self.close());
        return tries.size;
      },
      { uses: { tries } },
    );
    expect(await flaky.with({ retries: 1 })()).to.equal(2);
  });

  it('settles every future, whatever threads die', async () => {
    const { connect } = createPool({ size: 3, grace: 20 });
    const stage = connect();
    const risky = stage.thread(
      async (n: number) => {
        if (n % 7 === 3) self.close();
        if (n % 11 === 5) await new Promise(() => {});
        return n;
      },
      { name: 'risky' },
    );
    const futures = Array.from({ length: 60 }, (_, n) => risky.with({ timeout: 100 })(n));
    const results = await Promise.allSettled(futures);
    expect(results.filter(({ status }) => status === 'fulfilled').length).to.be.above(20);
    expect(new Set(futures.map(({ state }) => state))).to.deep.equal(new Set(['finished', 'error']));
  });

  it('ends its threads with the last session, whatever they do', async () => {
    const { pool, connect } = createPool();
    for (let i = 0; i < 10; i++) {
      const session = connect();
      const lost = session.thread(hang)();
      await until(() => lost.state === 'running');
      session.end();
      expect(await rejection(lost)).to.be.instanceOf(TaskCancelled);
      await until(() => pool.threads === 0);
    }
  });

  it('moves large buffers through the page in both directions', async () => {
    const { thread } = createStage();
    const add = thread((numbers: Float64Array, n: number) => numbers.map((it) => it + n));
    const mine = new Float64Array(200_000).fill(1);
    const theirs = await add(mine, 2);
    expect([theirs.length, theirs[199_999], mine.length]).to.deep.equal([200_000, 3, 200_000]);
    await add.with({ transfer: [mine.buffer] })(mine, 1);
    expect(mine.length).to.equal(0);
  });

  it('copies the memory of a WebAssembly instance, which cannot be moved', async () => {
    const { thread } = createStage();
    const memory = thread(() => new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer));
    expect((await memory()).length).to.equal(65_536);
  });

  it('sends large graphs of objects as bytes', async () => {
    const { thread } = createStage();
    const rows = Array.from({ length: 5000 }, (_, i) => ({ i, at: new Date(i), tags: new Set([i]) }));
    const last = thread((all: typeof rows) => all.slice(-2000));
    const result = await last(rows);
    expect(result.at(-1)).to.deep.equal(rows.at(-1));
  });

  it('says which name is missing in every engine', async () => {
    const { thread } = createStage();
    const fib0 = (n: number): number => n;
    const error = await rejection(thread((n: number) => fib0(n))(1));
    expect(error.name).to.equal('ThreadError');
    expect(error.message).to.equal("'fib0' is not defined on the thread; pass it in { uses: { fib0 } }");
  });

  it('says which value is nested too deeply in every engine', async () => {
    const { thread } = createStage();
    const nest = (): unknown => {
      let nested: unknown = 'leaf';
      for (let i = 0; i < 200_000; i++) nested = { nested };
      return nested;
    };
    const taken = await rejection(thread((_: number, value: unknown) => typeof value, { name: 'take' })(1, { list: [nest()] }));
    expect(taken.message).to.contain("Argument 2.list[0]… of task 'take' is nested too deeply and cannot be sent to a thread.");
    const given = await rejection(thread(() => nest(), { name: 'give', uses: { nest } })());
    expect(given.message).to.contain("Result.nested.nested.nested… of task 'give' is nested too deeply and cannot be sent to the session.");
  });

  it('shows both stacks of an error, with the names of functions', async () => {
    const { thread } = createStage();
    const crunch = (): never => {
      throw new RangeError('too far');
    };
    const error = await rejection(thread(() => crunch(), { uses: { crunch } })());
    expect(error).to.be.instanceOf(RangeError);
    expect(error.stack).to.contain('crunch').and.to.contain('-- submitted from --').and.to.contain('pool.test.ts');
  });

  it('reports what fails outside of tasks', async () => {
    const stage = createStage();
    await stage.thread(() => {
      setTimeout(() => {
        throw new RangeError('late');
      });
      void Promise.reject(new TypeError('nobody cares'));
    })();
    await until(() => stage.reports.length === 2);
    const reports = stage.reports.map(({ error }) => String(error));
    expect(reports).to.have.members(['RangeError: late', 'TypeError: nobody cares']);
    expect(stage.reports[0]!.what).to.equal('outside of a task on thread-1');
  });

  it('grows and shrinks as it is told', async () => {
    const stage = createStage({ size: 1 });
    const run = stage.thread(spin);
    stage.client.resize(3);
    await run.map([50, 50, 50]);
    expect(stage.pool.threads).to.equal(3);
    stage.client.resize(1);
    await until(() => stage.pool.threads === 1);
    expect(await run(1)).to.equal(1);
  });

  it('runs thousands of tiny tasks', async () => {
    const { thread } = createStage();
    const results = await thread((n: number) => n + 1).map(Array.from({ length: 3000 }, (_, i) => i));
    expect(results).to.deep.equal(Array.from({ length: 3000 }, (_, i) => i + 1));
  });

  it('finds files at the address of the page', async () => {
    const { thread } = createStage();
    const load = thread(
      async () => (await (heddle as { http: { fetch(url: string): Promise<{ status: number }> } }).http.fetch('/package.json')).status,
    );
    expect(await load()).to.equal(200);
  });
});
declare const heddle: unknown;

describe('a page where no worker starts', () => {
  it('rejects all tasks with the reason', async () => {
    const { thread } = createStage({ spawn: () => Promise.reject(new Error('workers are forbidden here')) });
    const results = await Promise.allSettled(thread((n: number) => n).map([1, 2, 3]).futures);
    expect(results.map((it) => it.status === 'rejected' && String(it.reason.message))).to.deep.equal(
      Array(3).fill('workers are forbidden here'),
    );
  });
});
