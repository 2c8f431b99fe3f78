import { describe, expect, it } from 'vitest';
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
import { SHARE } from '../../../src/thread/share.ts';
import { primitiveSuite } from '../../contract/primitive/suite.ts';
import { threadForms } from '../../contract/primitive/threads.ts';
import { createRig } from './rig.ts';

primitiveSuite(
  threadForms(() => createRig()),
  { describe, it },
);

describe('a primitive where it was made', () => {
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
