import { expect } from 'chai';
import { IntSlider } from '../../../src/component/index.ts';
import { SHARE, type Share, type Shareable } from '../../../src/thread/index.ts';
import { createStage, endAll, rejection, until } from './stage.ts';

afterEach(endAll);

/** What a component is to a thread. */
class Text implements Shareable {
  value = '';
  readonly log: string[] = [];

  [SHARE](): Share {
    return {
      kind: 'Text',
      values: () => ({ value: this.value }),
      set: (_name, value) => this.log.push((this.value = value as string)),
      methods: [],
      call: () => undefined,
      subscribe: () => {},
    };
  }
}

const spin = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('a live handle on a thread', () => {
  it('shows its last assignment while the thread spins', async () => {
    const { thread } = createStage({ grace: 20 });
    const text = new Text();
    const run = thread((t: Text) => {
      t.value = 'working';
      for (;;);
    })(text);
    await until(() => text.value === 'working');
    expect(run.state).to.equal('running');
    run.cancel();
  });

  it('shows the last of several assignments in a row while the thread spins', async () => {
    const { thread } = createStage({ grace: 20 });
    const [a, b] = [new Text(), new Text()];
    const run = thread((a: Text, b: Text) => {
      a.value = 'one';
      b.value = 'two';
      a.value = 'three';
      for (;;);
    })(a, b);
    await until(() => a.value === 'three');
    expect(a.log).to.deep.equal(['one', 'three']);
    run.cancel();
  });

  it('is known as all tasks before it have left it, to who holds a lock', async () => {
    const { thread, Lock } = createStage({ size: 2 });
    const [lock, counter] = [new Lock(), new IntSlider({ end: 1000 })];
    const add = thread(
      async () => {
        await lock.acquire();
        counter.value++;
        await lock.release();
      },
      { uses: { lock, counter } },
    );
    for (let i = 0; i < 10; i++) await add();
    await Promise.all(Array.from({ length: 200 }, () => add()));
    expect(counter.value).to.equal(210);
  });

  it('sends few of very many assignments, and the last one before the result', async () => {
    const { thread } = createStage();
    const text = new Text();
    await thread((t: Text) => {
      for (let i = 0; i < 100_000; i++) t.value = `${i}`;
    })(text);
    expect(text.value).to.equal('99999');
    expect(text.log.length).to.be.below(20_000);
  });

  it('keeps the order of assignments to several objects', async () => {
    const { thread } = createStage();
    const order: string[] = [];
    const [a, b] = [new Text(), new Text()];
    a.log.push = b.log.push = (value: string) => order.push(value);
    await thread(
      (a: Text, b: Text) => {
        a.value = 'a1';
        spin(5);
        b.value = 'b1';
        spin(5);
        a.value = 'a2';
      },
      { uses: { spin } },
    )(a, b);
    expect(order).to.deep.equal(['a1', 'b1', 'a2']);
  });

  it('shows nothing more of a task that was cancelled', async () => {
    const { thread } = createStage({ grace: 200 });
    const text = new Text();
    const run = thread(
      (t: Text) => {
        for (let i = 0; ; i++) {
          t.value = `${i}`;
          spin(2);
        }
      },
      { uses: { spin } },
    )(text);
    await until(() => text.log.length > 3);
    run.cancel();
    const { length } = text.log;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(text.log.length).to.equal(length);
  });

  it('lets two threads work through one queue under one lock', async () => {
    const { thread, Queue, Lock } = createStage();
    const queue = new Queue<number>();
    const lock = new Lock();
    const sums = new Queue<number>();
    for (let n = 1; n <= 40; n++) void queue.put(n);
    queue.shutdown();
    let inside = 0;
    const work = thread(
      async (_n: number) => {
        let sum = 0;
        for (;;) {
          await lock.acquire();
          const item = await queue.get().catch(() => null);
          lock.release();
          if (item === null) break;
          sum += item;
        }
        await sums.put(sum);
      },
      { uses: { queue, lock, sums } },
    );
    await work.map([1, 2]);
    inside = (await sums.get()) + (await sums.get());
    expect(inside).to.equal(820);
  });

  it('frees the locks of a thread that died', async function () {
    if (!('locks' in navigator)) this.skip();
    const { thread, Lock } = createStage();
    const lock = new Lock();
    const lost = thread(
      async () => {
        await lock.acquire();
        await new Promise(() => self.close());
      },
      { uses: { lock } },
    )();
    await rejection(lost);
    expect(await lock.acquire({ timeout: 1000 })).to.equal(true);
  });
});

describe('a Thread', () => {
  it('works through a queue while the page fills it', async () => {
    const { Thread, Queue } = createStage();
    const queue = new Queue<number>();
    const text = new Text();
    const thread = new Thread(
      async ({ queue, text, spin }) => {
        for (;;) {
          const item = await queue.get();
          text.value = `Processing item ${item}, ${queue.size} left in queue.`;
          spin(20);
          if (queue.empty) text.value = 'Queue empty';
        }
      },
      { queue, text, spin },
    ).start();
    for (const n of [1, 2, 3]) void queue.put(n);
    await until(() => text.value === 'Queue empty');
    expect(text.log).to.deep.equal([
      'Processing item 1, 2 left in queue.',
      'Processing item 2, 1 left in queue.',
      'Processing item 3, 0 left in queue.',
      'Queue empty',
    ]);
    thread.stop();
    expect(await thread.join()).to.equal(true);
  });

  it('ends when it is stopped, even if it spins', async () => {
    const stage = createStage({ grace: 20 });
    const text = new Text();
    const thread = new stage.Thread(
      ({ text }) => {
        text.value = 'on';
        for (;;);
      },
      { text },
    ).start();
    await until(() => text.value === 'on');
    thread.stop();
    await until(() => stage.pool.threads === 0);
    expect(thread.isAlive).to.equal(false);
  });
});
