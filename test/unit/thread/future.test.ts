import { describe, expect, it, vi } from 'vitest';
import { TaskCancelled } from '../../../src/thread/errors.ts';
import { Future, FutureList } from '../../../src/thread/future.ts';
import { asCompleted, wait } from '../../../src/thread/gather.ts';
import { rejection } from './rig.ts';

const reports: { error: unknown; what: string }[] = [];

function create<T>(of = 'job', cancel?: (reason: TaskCancelled) => void) {
  const owner = {
    giveUp: (reason: TaskCancelled) => cancel?.(reason),
    report: (error: unknown, what: string) => reports.push({ error, what }),
  };
  const future = new Future<T>({ of, task: 0, owner });
  return { future, control: Future.control(future) };
}

describe('a Future', () => {
  it('is a promise whose derivatives are plain promises', async () => {
    const { future, control } = create<number>();
    const next = future.then((n) => n + 1);
    expect(future).toBeInstanceOf(Promise);
    expect(next).not.toBeInstanceOf(Future);
    expect(future.finally(() => {})).not.toBeInstanceOf(Future);
    control.resolve(1);
    expect(await next).toBe(2);
    expect(await Promise.all([future, 5])).toEqual([1, 5]);
  });

  it('goes from pending over running to finished or error, and no further', async () => {
    const { future, control } = create<number>();
    expect(future.state).toBe('pending');
    control.started();
    expect(future.state).toBe('running');
    control.resolve(1);
    control.reject(new Error('late'));
    future.cancel();
    expect(future.state).toBe('finished');
    const failing = create();
    failing.control.reject(new RangeError('no'));
    expect(failing.future.state).toBe('error');
    expect((await rejection(failing.future)).message).toBe('no');
  });

  it('rejects at once when it is cancelled, tells its executor, and says why', async () => {
    let told: TaskCancelled | undefined;
    const { future } = create('fib', (reason) => (told = reason));
    future.cancel('not needed');
    expect(future.state).toBe('cancelled');
    const error = await rejection(future);
    expect(error).toBeInstanceOf(TaskCancelled);
    expect(error.name).toBe('AbortError');
    expect(error.message).toBe("Task 'fib-1' was cancelled: not needed.");
    expect(told).toBe(error);
  });

  it('reports progress, to late listeners the newest', () => {
    const { future, control } = create();
    const heard: unknown[] = [];
    future.onProgress((...progress) => heard.push(progress));
    control.progressed(0.5, 'half');
    future.onProgress((...progress) => heard.push(progress));
    expect(heard).toEqual([
      [0.5, 'half'],
      [0.5, 'half'],
    ]);
  });

  it('tells all listeners its progress, also where one of them fails', () => {
    const { future, control } = create();
    const heard: number[] = [];
    const no = new Error('no');
    future.onProgress(() => {
      throw no;
    });
    future.onProgress((fraction) => heard.push(fraction));
    control.progressed(0.5);
    expect(heard).toEqual([0.5]);
    expect(reports.splice(0)).toEqual([{ error: no, what: "onProgress of 'job-1'" }]);
  });
});

describe('a FutureList', () => {
  function list(count: number) {
    const all = Array.from({ length: count }, () => create<number>());
    const futures = all.map(({ future }) => future);
    return { all, list: new FutureList({ of: 'list', task: 0 }, futures) };
  }

  it('runs once one of its futures does, and its progress is the part of them that is done', async () => {
    const { all, list: both } = list(2);
    const heard: number[] = [];
    both.onProgress((fraction) => heard.push(fraction));
    expect(both.state).toBe('pending');
    all[1]!.control.started();
    expect(both.state).toBe('running');
    all[1]!.control.resolve(2);
    await all[1]!.future;
    expect(heard).toEqual([0.5]);
    all[0]!.control.resolve(1);
    expect(await both).toEqual([1, 2]);
    expect([both.state, heard]).toEqual(['finished', [0.5, 1]]);
  });

  it('can be given up after one of its futures has failed', async () => {
    const { all, list: both } = list(2);
    all[0]!.control.reject(new RangeError('no'));
    expect(await rejection(both)).toBeInstanceOf(RangeError);
    both.cancel('not needed');
    expect(all.map(({ future }) => future.state)).toEqual(['error', 'cancelled']);
    expect(both.state).toBe('error');
  });
});

describe('asCompleted', () => {
  it('gives the futures in the order in which they settle, failed ones too', async () => {
    const [a, b, c] = [create<string>('a'), create<string>('b'), create<string>('c')];
    const order: string[] = [];
    const loop = (async () => {
      // TypeScript takes what a `for await` gives for awaited; it is the future itself.
      for await (const it of asCompleted([a.future, b.future, c.future])) {
        const future = it as unknown as Future<string>;
        expect(future).toBeInstanceOf(Future);
        order.push(`${future.key} ${future.state}`);
      }
    })();
    c.control.resolve('c');
    await c.future;
    a.control.reject(new Error('a'));
    await rejection(a.future);
    b.control.resolve('b');
    await loop;
    expect(order).toEqual(['c-1 finished', 'a-1 error', 'b-1 finished']);
  });

  it('ends at once where there is nothing to wait for', async () => {
    for await (const _ of asCompleted([])) throw new Error('there was nothing');
  });

  it('asks a future once, however often its loops are left', async () => {
    const slow = create('slow');
    const then = vi.spyOn(slow.future, 'then');
    for (let i = 0; i < 5; i++) {
      const quick = create(`quick${i}`);
      quick.control.resolve(i);
      for await (const _ of asCompleted([slow.future, quick.future])) break;
    }
    expect(then).toHaveBeenCalledTimes(1);
  });

  it('goes on in another loop where one was left', async () => {
    const [a, b, c] = [create('a'), create('b'), create('c')];
    const all = asCompleted([a.future, b.future, c.future]);
    b.control.resolve('b');
    for await (const one of all) {
      expect(one).toBe(b.future);
      break;
    }
    a.control.reject(new Error('no'));
    c.control.resolve('c');
    const rest: unknown[] = [];
    for await (const one of all) rest.push(one);
    expect(rest).toEqual([a.future, c.future]);
  });
});

describe('wait', () => {
  it('waits for the first, for the first error or for all', async () => {
    const [a, b, c] = [create('a'), create('b'), create('c')];
    const all = [a.future, b.future, c.future];
    const first = wait(all, { until: 'first' });
    b.control.resolve(1);
    expect(await first).toEqual({ done: [b.future], pending: [a.future, c.future] });
    const firstError = wait(all, { until: 'firstError' });
    c.control.reject(new Error('no'));
    expect((await firstError).pending).toEqual([a.future]);
    a.control.resolve(2);
    expect((await wait(all)).pending).toEqual([]);
  });

  it('goes on after a future that was cancelled where it waits for the first error', async () => {
    const [a, b] = [create(), create()];
    const waited = wait([a.future, b.future], { until: 'firstError' });
    a.future.cancel();
    await Promise.allSettled([a.future]);
    b.control.resolve(1);
    expect((await waited).done).toEqual([a.future, b.future]);
  });

  it('leaves nothing behind at a future that does not settle, however often it waits', async () => {
    const { future, control } = create();
    const then = vi.spyOn(future, 'then');
    for (let i = 0; i < 5; i++) await wait([future], { timeout: 0 });
    expect(then).toHaveBeenCalledTimes(1);
    const waits = [wait([future]), wait([future], { until: 'first' })];
    control.resolve('a');
    for (const waited of waits) expect(await waited).toEqual({ done: [future], pending: [] });
    expect(await wait([future], { timeout: 1000 })).toEqual({ done: [future], pending: [] });
  });

  it('says of all that have settled that they have', async () => {
    const [a, b, c] = [create('a'), create('b'), create('c')];
    for (const { control } of [a, b]) control.resolve(1);
    expect(await wait([a.future, b.future, c.future], { until: 'first' })).toEqual({ done: [a.future, b.future], pending: [c.future] });
  });

  it('stops waiting after its timeout and rejects an option that it does not know', async () => {
    const { future } = create();
    expect(await wait([future], { timeout: 5 })).toEqual({ done: [], pending: [future] });
    await expect(wait([], { until: 'some' as 'all' })).rejects.toThrow("'some'");
    await expect(wait([], { timeout: null as never })).rejects.toThrow("Option 'timeout' of wait() must be at least 0 ms, not null.");
  });

  it('has no limit where its timeout is longer than any timer', async () => {
    const { future, control } = create<number>();
    const waiting = wait([future], { timeout: Infinity });
    setTimeout(() => control.resolve(1), 5);
    expect((await waiting).done).toEqual([future]);
  });
});
