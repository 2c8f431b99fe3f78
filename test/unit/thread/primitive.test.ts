import { describe, expect, it } from 'vitest';
import { BrokenBarrierError, Empty, Full, ShutDown, ThreadError } from '../../../src/thread/errors.ts';
import {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  LifoQueue,
  Lock,
  PriorityQueue,
  Queue,
  RLock,
  Semaphore,
} from '../../../src/thread/primitive/index.ts';
import { type Caller, SHARE, type Shareable } from '../../../src/thread/share.ts';
import { rejection } from './rig.ts';

/** A thread as locks see it. */
function createCaller(id: string): Caller & { die(): void } {
  const life = new AbortController();
  return { id, signal: life.signal, die: () => life.abort(new Error(`${id} died`)) };
}

function call<T>(primitive: Shareable, caller: Caller, method: string, ...args: unknown[]): Promise<T> {
  return primitive[SHARE]().call(method, args, caller) as Promise<T>;
}

/** What has settled when everything that can happen now has happened. */
async function settledNow(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return settled;
}

describe('Lock', () => {
  it('is held by one at a time and handed on in the order of asking', async () => {
    const lock = new Lock();
    const order: string[] = [];
    expect(await lock.acquire()).toBe(true);
    const later = ['b', 'c'].map(async (name) => {
      await lock.acquire();
      order.push(name);
      lock.release();
    });
    expect(lock.locked).toBe(true);
    lock.release();
    await Promise.all(later);
    expect(order).toEqual(['b', 'c']);
    expect(lock.locked).toBe(false);
  });

  it('is taken at once where it is free, before its promise settles', () => {
    const lock = new Lock();
    void lock.acquire();
    expect(lock.locked).toBe(true);
  });

  it('gives up without waiting, or after a timeout', async () => {
    const lock = new Lock();
    await lock.acquire();
    expect(await lock.acquire({ blocking: false })).toBe(false);
    expect(await lock.acquire({ timeout: 5 })).toBe(false);
    await expect(lock.acquire({ blocking: false, timeout: 5 })).rejects.toThrow("Option 'timeout' of Lock.acquire() makes no sense");
    await expect(lock.acquire({ timeout: -1 })).rejects.toThrow('must be at least 0 ms, not -1');
  });

  it('can be released by somebody else, but not twice', async () => {
    const lock = new Lock();
    await call(lock, createCaller('t1'), 'acquire');
    lock.release();
    expect(() => lock.release()).toThrow('Lock.release(): it is not acquired.');
  });

  it('is released when the thread that holds it dies', async () => {
    const lock = new Lock();
    const thread = createCaller('t1');
    await call(lock, thread, 'acquire');
    const mine = lock.acquire();
    expect(await settledNow(mine)).toBe(false);
    thread.die();
    expect(await mine).toBe(true);
  });

  it('is not handed to a thread that died while it waited', async () => {
    const lock = new Lock();
    await lock.acquire();
    const thread = createCaller('t1');
    const theirs = call(lock, thread, 'acquire');
    thread.die();
    expect((await rejection(theirs)).message).toBe('t1 died');
    lock.release();
    expect(lock.locked).toBe(false);
  });
});

describe('RLock', () => {
  it('can be taken again by its owner, who has to release it as often', async () => {
    const lock = new RLock();
    await lock.acquire();
    await lock.acquire();
    lock.release();
    expect(lock.locked).toBe(true);
    lock.release();
    expect(lock.locked).toBe(false);
  });

  it('is not for anybody else to take or release', async () => {
    const lock = new RLock();
    await lock.acquire();
    const thread = createCaller('t1');
    expect(await call(lock, thread, 'acquire', { blocking: false })).toBe(false);
    expect(() => call(lock, thread, 'release')).toThrow('acquired by somebody else');
  });
});

describe('Event', () => {
  it('wakes all who wait when it is set', async () => {
    const event = new Event();
    const waiting = [event.wait(), event.wait()];
    event.set();
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(event.isSet).toBe(true);
    expect(await event.wait()).toBe(true);
    event.clear();
    expect(await event.wait({ timeout: 5 })).toBe(false);
  });
});

describe('Condition', () => {
  it('lets go of its lock while waiting and has it again afterwards', async () => {
    const condition = new Condition();
    await condition.acquire();
    await condition.acquire();
    const waiting = condition.wait();
    expect(condition.locked).toBe(false);
    const thread = createCaller('t1');
    await call(condition, thread, 'acquire');
    await call(condition, thread, 'notify');
    expect(await settledNow(waiting)).toBe(false);
    await call(condition, thread, 'release');
    expect(await waiting).toBe(true);
    condition.release();
    expect(condition.locked).toBe(true);
    condition.release();
    expect(condition.locked).toBe(false);
  });

  it('wakes as many as it is told to, oldest first', async () => {
    const condition = new Condition(new Lock());
    const woken: number[] = [];
    for (let i = 0; i < 3; i++) {
      await condition.acquire();
      void condition.wait().then(() => {
        woken.push(i);
        condition.release();
      });
    }
    await condition.acquire();
    condition.notify(2);
    condition.release();
    await settledNow(Promise.resolve());
    expect(woken).toEqual([0, 1]);
    await condition.acquire();
    condition.notifyAll();
    condition.release();
    await settledNow(Promise.resolve());
    expect(woken).toEqual([0, 1, 2]);
  });

  it('waits for what a predicate says, or until a timeout', async () => {
    const condition = new Condition();
    let ready = 0;
    await condition.acquire();
    const waiting = condition.waitFor(() => ready);
    const thread = createCaller('t1');
    await call(condition, thread, 'acquire');
    ready = 7;
    await call(condition, thread, 'notifyAll');
    await call(condition, thread, 'release');
    expect(await waiting).toBe(7);
    expect(await condition.waitFor(() => false, { timeout: 5 })).toBe(false);
    condition.release();
  });

  it('needs its lock for waiting and notifying', async () => {
    const condition = new Condition();
    await expect(condition.wait()).rejects.toThrow('Condition.wait(): acquire its lock first.');
    expect(() => condition.notify()).toThrow(ThreadError);
  });
});

describe('Semaphore', () => {
  it('has as many permits as its value', async () => {
    const semaphore = new Semaphore(2);
    await semaphore.acquire();
    await semaphore.acquire();
    expect(semaphore.locked).toBe(true);
    const third = semaphore.acquire();
    expect(await semaphore.acquire({ timeout: 5 })).toBe(false);
    semaphore.release();
    expect(await third).toBe(true);
    semaphore.release(3);
    expect(semaphore.value).toBe(3);
  });

  it('gets back what a thread held when it died', async () => {
    const semaphore = new Semaphore(2);
    const thread = createCaller('t1');
    await call(semaphore, thread, 'acquire');
    await call(semaphore, thread, 'acquire');
    thread.die();
    expect(semaphore.value).toBe(2);
  });

  it('cannot be released more often than acquired where it is bounded', () => {
    expect(() => new BoundedSemaphore(1).release()).toThrow('BoundedSemaphore.release(): it was released more often than acquired.');
  });
});

describe('Queue', () => {
  it('gives items first in, first out, and tells its size at once', async () => {
    const queue = new Queue<number>();
    void queue.put(1);
    void queue.put(2);
    expect(queue.size).toBe(2);
    expect([await queue.get(), await queue.get()]).toEqual([1, 2]);
    expect(queue.empty).toBe(true);
  });

  it('serves those who wait in the order of asking', async () => {
    const queue = new Queue<string>();
    const [first, second] = [queue.get(), queue.get()];
    void queue.put('a');
    void queue.put('b');
    expect([await first, await second]).toEqual(['a', 'b']);
  });

  it('lets putters wait while it is full', async () => {
    const queue = new Queue<number>(1);
    await queue.put(1);
    const second = queue.put(2);
    expect(queue.full).toBe(true);
    expect(await settledNow(second)).toBe(false);
    expect(await queue.get()).toBe(1);
    await second;
    expect(await queue.get()).toBe(2);
  });

  it('fails with Empty and Full where it may not wait, or not for so long', async () => {
    const queue = new Queue<number>(1);
    await expect(queue.get({ block: false })).rejects.toThrow(Empty);
    await expect(queue.get({ timeout: 5 })).rejects.toThrow('The Queue is empty.');
    await queue.put(1);
    await expect(queue.put(2, { block: false })).rejects.toThrow(Full);
    await expect(queue.put(2, { timeout: 5 })).rejects.toThrow(Full);
  });

  it('can be waited for until all its items are worked off', async () => {
    const queue = new Queue<number>();
    await queue.put(1);
    const done = queue.join();
    await queue.get();
    expect(await settledNow(done)).toBe(false);
    queue.taskDone();
    await done;
    expect(() => queue.taskDone()).toThrow('more often than there were items');
  });

  it('gives out what it has after a shutdown, and then ShutDown', async () => {
    const queue = new Queue<number>();
    await queue.put(1);
    queue.shutdown();
    await expect(queue.put(2)).rejects.toThrow(ShutDown);
    expect(await queue.get()).toBe(1);
    await expect(queue.get()).rejects.toThrow(ShutDown);
  });

  it('drops what it has after an immediate shutdown, and wakes all who wait', async () => {
    const queue = new Queue<number>(1);
    await queue.put(1);
    const [put, joined] = [queue.put(2), queue.join()];
    queue.shutdown({ immediate: true });
    await joined;
    await expect(put).rejects.toThrow(ShutDown);
    const waiting = new Queue();
    const get = waiting.get();
    waiting.shutdown();
    await expect(get).rejects.toThrow(ShutDown);
  });

  it('keeps an item for the next one where the thread that waited has died', async () => {
    const queue = new Queue<number>();
    const thread = createCaller('t1');
    const theirs = call(queue, thread, 'get');
    const mine = queue.get();
    thread.die();
    await rejection(theirs);
    await queue.put(1);
    expect(await mine).toBe(1);
  });

  it('comes last in, first out as a LifoQueue, and smallest first as a PriorityQueue', async () => {
    const last = new LifoQueue<number>();
    const smallest = new PriorityQueue<[number, string]>();
    for (const n of [2, 1, 3]) {
      await last.put(n);
      await smallest.put([n, `item ${n}`]);
    }
    expect([await last.get(), await last.get()]).toEqual([3, 1]);
    expect([await smallest.get(), await smallest.get()]).toEqual([
      [1, 'item 1'],
      [2, 'item 2'],
    ]);
  });

  it('tells threads what changed', async () => {
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
});

describe('Barrier', () => {
  it('lets all go on when the last one has come and its action has run', async () => {
    const ran: string[] = [];
    const barrier = new Barrier(3, { action: () => ran.push('action') });
    const early = [barrier.wait(), barrier.wait()];
    expect(barrier.nWaiting).toBe(2);
    expect(await Promise.all([...early, barrier.wait()])).toEqual([0, 1, 2]);
    expect(ran).toEqual(['action']);
    expect(barrier.nWaiting).toBe(0);
  });

  it('breaks for all when one waits in vain, and is whole again after a reset', async () => {
    const barrier = new Barrier(3);
    const [patient, impatient] = [barrier.wait(), barrier.wait({ timeout: 5 })];
    await expect(impatient).rejects.toThrow(BrokenBarrierError);
    await expect(patient).rejects.toThrow(BrokenBarrierError);
    expect(barrier.broken).toBe(true);
    await expect(barrier.wait()).rejects.toThrow('The barrier is broken.');
    barrier.reset();
    expect(barrier.broken).toBe(false);
  });

  it('breaks when a thread that waits at it dies', async () => {
    const barrier = new Barrier(3);
    const thread = createCaller('t1');
    const [theirs, mine] = [call(barrier, thread, 'wait'), barrier.wait()];
    thread.die();
    await rejection(theirs);
    await expect(mine).rejects.toThrow(BrokenBarrierError);
  });
});
