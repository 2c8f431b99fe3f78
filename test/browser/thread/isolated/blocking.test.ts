import { expect } from 'chai';
import { TaskCancelled } from '../../../../src/thread/index.ts';
import { createStage, endAll, rejection, until } from '../stage.ts';

afterEach(endAll);

describe('a thread that blocks', () => {
  it('works through a queue without a promise, and what it reads is what is', async () => {
    const { Thread, Queue } = createStage();
    const [work, done] = [new Queue<number>(), new Queue<string>()];
    for (const n of [1, 2, 3]) void work.put(n);
    const thread = new Thread(
      ({ work, done }) => {
        for (;;) {
          const n = work.getSync();
          if (n === 0) return;
          done.putSync(`${n} taken, ${work.size} left`);
        }
      },
      { work, done },
    ).start();
    expect([await done.get(), await done.get(), await done.get()]).to.deep.equal(['1 taken, 2 left', '2 taken, 1 left', '3 taken, 0 left']);
    await work.put(0);
    expect(await thread.join()).to.equal(true);
  });

  it('knows, when it goes on, what happened to other objects meanwhile', async () => {
    const { thread, Event, Semaphore } = createStage();
    const [go, other] = [new Event(), new Semaphore(0)];
    const look = thread(
      () => {
        go.waitSync();
        return other.value;
      },
      { uses: { go, other } },
    );
    const run = look();
    await until(() => run.state === 'running');
    other.release(3);
    await Promise.resolve();
    other.release(4);
    go.set();
    expect(await run).to.equal(7);
  });

  it('goes on with an error when it is stopped, before the grace period ends it', async () => {
    const { Thread, Queue, Lock, pool } = createStage({ grace: 60_000 });
    const [never, lock] = [new Queue(), new Lock()];
    const thread = new Thread(
      ({ never, lock }) => {
        lock.acquireSync();
        never.getSync();
      },
      { never, lock },
    ).start();
    await until(() => lock.locked);
    thread.stop();
    expect(await lock.acquire()).to.equal(true);
    await until(() => pool.threads === 0);
  });

  it('does not hold up what was sent behind it', async () => {
    const { thread, Queue } = createStage({ size: 2 });
    const queue = new Queue<number>();
    const step = thread(
      (n: number) => {
        if (n === 60) return queue.getSync();
        if (n === 61) void queue.put(7);
        return n;
      },
      { uses: { queue } },
    );
    await step.map(Array.from({ length: 50 }, (_, n) => n));
    const results = await step.map(Array.from({ length: 40 }, (_, n) => 50 + n));
    expect(results[10]).to.equal(7);
  });

  it('does not hold up what is on its way to it', async () => {
    const { thread, Queue } = createStage({ size: 2 });
    const queue = new Queue<number>();
    const step = thread(
      (n: number) => {
        for (const end = performance.now() + 2; performance.now() < end;); // long enough for one to be sent ahead
        if (n < 20) return n;
        if (n > 20) return void queue.put(n);
        const got: unknown[] = [];
        while (got.length < 19) got.push(queue.getSync());
        return got;
      },
      { uses: { queue } },
    );
    await step.map(Array.from({ length: 20 }, (_, n) => n));
    const results = await step.map(Array.from({ length: 20 }, (_, n) => 20 + n));
    expect(results[0]).to.have.members(Array.from({ length: 19 }, (_, n) => 21 + n));
  });

  it('takes large items, and is told which ones it cannot take', async () => {
    const { thread, Queue } = createStage();
    const queue = new Queue<unknown>();
    const take = thread(() => (queue.getSync() as Float64Array).length, { uses: { queue } });
    await queue.put(new Float64Array(1_000_000));
    expect(await take()).to.equal(1_000_000);
    await queue.put(new Blob(['text']));
    expect((await rejection(take())).message).to.equal('A Blob cannot be handed to a thread that is blocked; await the call instead.');
    await queue.put(new Float64Array(10_000_000));
    expect((await rejection(take())).message).to.match(/^\d+ bytes are too many for a thread that is blocked/);
  });

  it('takes errors as they are', async () => {
    const { thread, Queue } = createStage();
    const queue = new Queue<number>();
    const names = thread(
      () => {
        const told: string[] = [];
        for (const wrong of [
          () => queue.getSync({ block: false }),
          () => queue.getSync({ timeout: 5 }),
          () => queue.getSync({ timeout: -1 }),
        ]) {
          try {
            wrong();
          } catch (error) {
            told.push((error as Error).name);
          }
        }
        return told;
      },
      { uses: { queue } },
    );
    expect(await names()).to.deep.equal(['Empty', 'Empty', 'ThreadError']);
  });

  it('frees what it holds when it is ended while it blocks', async () => {
    const { thread, Lock, Event } = createStage({ grace: 20 });
    const [lock, never] = [new Lock(), new Event()];
    const run = thread(
      () => {
        lock.acquireSync();
        for (;;) {
          try {
            never.waitSync();
          } catch {
            // Heeds nothing.
          }
        }
      },
      { uses: { lock, never } },
    )();
    await until(() => lock.locked);
    const mine = lock.acquire();
    run.cancel();
    expect(await rejection(run)).to.be.instanceOf(TaskCancelled);
    expect(await mine).to.equal(true);
  });

  it('shares one lock with others: their counts add up', async () => {
    const { thread, Lock, Queue } = createStage({ size: 3 });
    const lock = new Lock();
    const total = new Queue<number>(1);
    await total.put(0);
    const add = thread(
      (times: number) => {
        for (let i = 0; i < times; i++) {
          lock.acquireSync();
          total.putSync(total.getSync() + 1);
          lock.release();
        }
      },
      { uses: { lock, total } },
    );
    await add.map([30, 30, 30]);
    expect(await total.get()).to.equal(90);
  });
});
