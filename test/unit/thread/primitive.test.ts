import { describe, expect, it } from 'vitest';
import * as api from '../../../src/api.ts';
import {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  Lock,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
} from '../../../src/thread/primitive/index.ts';
import { SHARE, type Shareable } from '../../../src/thread/share.ts';
import { primitiveSuite } from '../../contract/primitive/suite.ts';
import { threadForms } from '../../contract/primitive/threads.ts';
import { createRig } from './rig.ts';

primitiveSuite(
  threadForms(() => createRig()),
  { describe, it },
);

describe('a primitive where it was made', () => {
  it('refuses a time that is not in an object, as in Python: it would wait for ever', async () => {
    const [event, condition, semaphore, barrier] = [new Event(), new Condition(), new Semaphore(0), new Barrier(2)];
    await condition.acquire();
    for (const wait of [
      () => event.wait(50 as never),
      () => condition.wait(50 as never),
      () => condition.waitFor(() => false, 50 as never),
      () => semaphore.acquire(true as never),
      () => barrier.wait(50 as never),
      () => api.wait([new Promise(() => {})], 50 as never),
    ]) {
      await expect(wait()).rejects.toThrow(/ is none of its options, \{ timeout.* \}\.$/);
    }
    expect(() => new Queue().shutdown(true as never)).toThrow('Queue.shutdown(): true is none of its options');
    expect(() => new Barrier(2, { timout: 5 } as never)).toThrow('Barrier: "timout" is none of its options, { timeout, action }.');
  });

  it('takes effect at once where nobody has to wait, before the promise settles', () => {
    const [lock, queue, semaphore] = [new Lock(), new Queue<number>(), new Semaphore(2)];
    void lock.acquire();
    void queue.put(1);
    void queue.put(2);
    void queue.get();
    void semaphore.acquire();
    expect([lock.locked, queue.size, semaphore.value]).toEqual([true, 1, 1]);
  });

  it('cannot block, and says who can', () => {
    expect(() => new RLock().acquireSync()).toThrow('RLock.acquireSync() blocks a thread that was given the RLock');
    expect(() => new Event().waitSync()).toThrow('Event.waitSync() blocks a thread');
    expect(() => new Barrier(1).waitSync()).toThrow('Barrier.waitSync()');
    expect(() => new BoundedSemaphore().acquireSync()).toThrow('BoundedSemaphore.acquireSync()');
    expect(() => new PriorityQueue<number>().putSync(1)).toThrow('PriorityQueue.putSync()');
    expect(() => new Queue().joinSync()).toThrow('await Queue.join()');
    expect(() => new Condition().waitForSync(() => true)).toThrow('Condition.waitForSync()');
  });

  it('tells threads what changed until they are gone', async () => {
    const queue = new Queue<number>();
    const heard: unknown[] = [];
    const end = new AbortController();
    queue[SHARE]().subscribe((values) => heard.push(values['size']), end.signal);
    await queue.put(1);
    await queue.get();
    end.abort();
    await queue.put(2);
    expect(heard).toEqual([1, 0]);
  });

  it('checks what it is made of', () => {
    expect(() => new Semaphore(-1)).toThrow('The value of a semaphore must be a whole number from 0, not -1.');
    expect(() => new BoundedSemaphore(1.5)).toThrow('not 1.5');
    expect(() => new Barrier(0)).toThrow('The parties of a barrier must be a whole number from 1, not 0.');
    expect(() => new Barrier(2, { timeout: -1 })).toThrow("Option 'timeout' of Barrier must be at least 0 ms, not -1.");
    expect(() => new Barrier(2, { action: 5 as never })).toThrow("Option 'action' of Barrier must be a function, not 5.");
    expect(() => new Queue('many' as never)).toThrow('The maxSize of a queue must be a number, not many.');
    for (const wrong of [{}, null, new Event()])
      expect(() => new Condition(wrong as never)).toThrow('The lock of a Condition must be a Lock or an RLock.');
  });

  it('belongs to its thread where there is no session', async () => {
    const [lock, queue] = [new api.RLock(), new api.Queue<number>()];
    expect([await lock.acquire(), await lock.acquire({ blocking: false })]).toEqual([true, true]);
    const item = queue.get();
    await queue.put(1);
    expect(await item).toBe(1);
  });
});

describe('a task that ends', () => {
  /** Makes calls as one task, and ends it. */
  function task(id: number) {
    const life = new AbortController();
    const call = (object: Shareable, method: string, ...args: unknown[]): Promise<unknown> =>
      Promise.resolve(object[SHARE]().call(method, args, { id, signal: life.signal }));
    return { call, end: () => life.abort(new Error('ended')), signal: life.signal };
  }

  it('gets neither lock, permit, item nor notification for what it waited for, whoever hears of its end first', async () => {
    const [lock, semaphore, queue, condition] = [new Lock(), new Semaphore(1), new Queue<number>(), new Condition(new Lock())];
    const [ending, other] = [task(1), task(2)];
    ending.signal.addEventListener('abort', () => {
      lock.release();
      semaphore.release();
      void queue.put(7);
      condition.notifyAll();
      condition.release();
    });
    await Promise.all([lock.acquire(), semaphore.acquire(), ending.call(condition, 'acquire')]);
    const waiting = [
      ending.call(lock, 'acquire'),
      ending.call(semaphore, 'acquire'),
      ending.call(queue, 'get'),
      ending.call(condition, 'wait'),
    ];
    await condition.acquire();
    ending.end();
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
    expect([lock.locked, semaphore.value, queue.size, condition.locked]).toEqual([false, 1, 1, false]);
    expect(await other.call(lock, 'acquire')).toBe(true);
  });

  it('breaks no barrier that was reset in the same turn', async () => {
    const barrier = new Barrier(2);
    const ending = task(1);
    const waiting = ending.call(barrier, 'wait');
    barrier.reset();
    ending.end();
    await expect(waiting).rejects.toThrow('reset');
    expect(barrier.broken).toBe(false);
  });

  it('breaks no barrier that all had reached, nor does a timeout, however long its action takes', async () => {
    let finish: () => void = () => {};
    const barrier = new Barrier(3, { action: () => new Promise<void>((resolve) => (finish = resolve)) });
    const ending = task(1);
    const all = [ending.call(barrier, 'wait'), barrier.wait({ timeout: 1 }), barrier.wait()];
    ending.end();
    await new Promise((resolve) => setTimeout(resolve, 10));
    finish();
    expect(await Promise.all(all)).toEqual([0, 1, 2]);
    expect(barrier.broken).toBe(false);
  });
});

describe('the action of a Barrier', () => {
  it('may be asynchronous: the next round begins after it', async () => {
    const log: string[] = [];
    let finish: () => void = () => {};
    const barrier = new Barrier(1, {
      action: () => {
        log.push('begins');
        return new Promise<void>((resolve) => (finish = resolve)).then(() => log.push('ends'));
      },
    });
    const rounds = [barrier.wait(), barrier.wait()];
    await Promise.resolve();
    expect(log).toEqual(['begins']);
    finish();
    await rounds[0];
    await new Promise((resolve) => setTimeout(resolve, 0));
    finish();
    expect(await Promise.all(rounds)).toEqual([0, 0]);
    expect(log).toEqual(['begins', 'ends', 'begins', 'ends']);
  });
});
