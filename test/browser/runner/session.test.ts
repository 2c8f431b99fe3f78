import { expect } from 'chai';
import type { SessionTaskRunner } from '../../../src/component/index.ts';
import { until } from '../origin/tab.ts';
import { openSession, type Opened } from './stage.ts';

let opened: Opened;
beforeEach(() => (opened = openSession()));
afterEach(() => opened.end());

/** Every change of the runner, in order. */
function watch(runner: SessionTaskRunner): [name: string, value: unknown][] {
  const seen: [string, unknown][] = [];
  runner.param.watch(
    (...events) => seen.push(...events.map((event): [string, unknown] => [event.name, event.new])),
    ['value', 'tasks', 'status'],
  );
  return seen;
}

function idle(runner: SessionTaskRunner): Promise<void> {
  return until(() => runner.status === 'The queue is empty');
}

/** Keeps a thread busy. */
function spin(ms: number): number {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
}

describe('SessionTaskRunner', () => {
  it('works through its queue in order, one task at a time, and tells how far it is', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: string) => task.toUpperCase() });
    const seen = watch(runner);
    for (const task of ['a', 'b', 'c']) runner.append(task);
    await idle(runner);
    expect(seen).to.deep.equal([
      ['tasks', 1],
      ['status', 'Processing: 1 items left.'],
      ['tasks', 2],
      ['value', 'A'],
      ['status', 'Processing: 2 items left.'],
      ['value', 'B'],
      ['tasks', 1],
      ['status', 'Processing: 1 items left.'],
      ['value', 'C'],
      ['tasks', 0],
      ['status', 'The queue is empty'],
    ]);
  });

  it('starts again with the next task after it was idle', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: number) => task + 1 });
    runner.append(1);
    await idle(runner);
    expect([runner.value, runner.tasks]).to.deep.equal([2, 0]);
    runner.append(2);
    await idle(runner);
    expect(runner.value).to.equal(3);
  });

  it('makes an error its value and goes on with the next task', async () => {
    const runner = new opened.heddle.SessionTaskRunner({
      worker: (task: number) => {
        if (task === 1) throw new RangeError('not one');
        return task;
      },
    });
    const values: unknown[] = [];
    runner.param.watch((event) => values.push(event.new), 'value');
    runner.append(1);
    runner.append(2);
    await idle(runner);
    expect(values[0]).to.be.instanceOf(RangeError);
    expect((values[0] as Error).message).to.equal('not one');
    expect(values[1]).to.equal(2);
    expect(opened.problems).to.deep.equal([]);
  });

  it('makes it its value that a worker cannot run or a task cannot be sent', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: () => spin(1) });
    runner.append(1);
    await idle(runner);
    expect((runner.value as Error).message).to.match(/spin/);
    runner.append(document.body);
    await idle(runner);
    expect(runner.value).to.be.instanceOf(Error);
  });

  it('ships what its worker uses', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (ms: number) => spin(ms) * factor, uses: { spin, factor: 3 } });
    runner.append(2);
    await idle(runner);
    expect(runner.value).to.equal(6);
  });

  it('runs a function that thread() made, and the newest worker it was given', async () => {
    const { SessionTaskRunner, thread } = opened.heddle;
    const runner = new SessionTaskRunner({ worker: thread((n: number) => n * 2) });
    runner.append(21);
    await idle(runner);
    expect(runner.value).to.equal(42);
    runner.worker = (n: number) => n * 3;
    runner.append(21);
    await idle(runner);
    expect(runner.value).to.equal(63);
  });

  it('cancels the task under way and goes on with the next one', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: number) => spin(task), uses: { spin } });
    runner.append(1);
    await idle(runner);
    runner.append(60_000);
    runner.append(2);
    const values: unknown[] = [];
    runner.param.watch((event) => values.push(event.new), 'value');
    runner.cancel();
    await idle(runner);
    expect(values).to.deep.equal([2]);
    expect(runner.tasks).to.equal(0);
  });

  it('drops the tasks that wait, not the one under way', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: string) => task });
    for (const task of ['a', 'b', 'c']) runner.append(task);
    runner.clear();
    expect([runner.tasks, runner.status]).to.deep.equal([0, 'Processing: 1 items left.']);
    await idle(runner);
    expect(runner.value).to.equal('a');
  });

  it('drops a task that a watcher of its status clears, and says then that the queue is empty', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: unknown) => `ran ${String(task)}` });
    const seen = watch(runner);
    const stop = runner.param.watch(() => runner.status.startsWith('Processing') && runner.clear(), 'status');
    runner.append('a');
    expect(seen).to.deep.equal([
      ['tasks', 1],
      ['status', 'Processing: 1 items left.'],
      ['tasks', 0],
      ['status', 'The queue is empty'],
    ]);
    runner.param.unwatch(stop);
    runner.append('b');
    await idle(runner);
    expect(runner.value).to.equal('ran b');
  });

  it('runs what a watcher of its status puts in the place of what it clears', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: string) => task });
    runner.append('a');
    for (const task of ['b', 'c']) runner.append(task);
    const values: unknown[] = [];
    const statuses: unknown[] = [];
    runner.param.watch((event) => values.push(event.new), 'value');
    runner.param.watch((event) => {
      statuses.push(event.new);
      if (event.new !== 'Processing: 2 items left.') return;
      runner.clear();
      runner.append('d');
    }, 'status');
    await idle(runner);
    expect(values).to.deep.equal(['a', 'd']);
    expect(statuses).to.deep.equal(['Processing: 2 items left.', 'Processing: 1 items left.', 'The queue is empty']);
  });

  it('tells how far its task is, and nothing more once it has ended', async () => {
    const runner = new opened.heddle.SessionTaskRunner({
      worker: (task: number) => {
        heddle.task.progress(0.5, 'half of it');
        if (task === 2) throw new Error('no');
      },
    });
    const seen: unknown[] = [];
    runner.param.watch((event) => seen.push(event.new), 'progress');
    expect(runner.progress).to.equal(null);
    for (const task of [1, 2]) runner.append(task);
    await idle(runner);
    expect(seen).to.deep.equal([0.5, null, 0.5, null]);
  });

  it('survives a watcher that throws, which its session reports', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: string) => task });
    runner.param.watch(() => {
      throw new Error('bad watcher');
    }, 'value');
    runner.append('a');
    runner.append('b');
    await idle(runner);
    expect(runner.value).to.equal('b');
    expect(opened.problems).to.deep.equal(['bad watcher', 'bad watcher']);
  });

  it('takes tasks from a watcher of its own result', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: number) => task - 1 });
    runner.param.watch((event) => (event.new as number) > 0 && runner.append(event.new), 'value');
    runner.append(3);
    await until(() => runner.value === 0);
    await idle(runner);
    expect(runner.tasks).to.equal(0);
  });

  it('ends with its session', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: number) => spin(task), uses: { spin } });
    const seen = watch(runner);
    runner.append(60_000);
    runner.append(1);
    const before = seen.length;
    opened.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).to.have.length(before);
    expect(() => runner.append(1)).to.throw('session has ended');
  });

  it('shows its status and its last result', async () => {
    const runner = new opened.heddle.SessionTaskRunner({ worker: (task: string) => task });
    const { objects } = runner.view();
    const texts = (): unknown[] => objects.map((pane) => (pane as { object?: unknown }).object);
    expect(texts()[0]).to.equal('The queue is empty');
    runner.append('done');
    await idle(runner);
    expect(texts()).to.deep.equal(['The queue is empty', 'Last Result: done']);
  });
});

declare const factor: number;
declare const heddle: { task: { progress(fraction: number, text?: string): void } };
