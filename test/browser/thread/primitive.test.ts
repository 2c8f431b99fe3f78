import { expect } from 'chai';
import type { Heddle } from '../../../src/namespace.ts';
import { primitiveSuite } from '../../contract/primitive/suite.ts';
import { threadForms } from '../../contract/primitive/threads.ts';
import { createStage, endAll, rejection } from './stage.ts';

/** On a thread. */
declare const heddle: Heddle;

afterEach(endAll);

describe('without shared memory', () => {
  primitiveSuite(threadForms(createOwnStage), { describe, it });

  it('a call that blocks fails, and says which headers the page needs', async () => {
    const { thread, Queue } = createStage();
    const error = await rejection(thread((queue: InstanceType<typeof Queue>) => queue.getSync())(new Queue()));
    expect(error.name).to.equal('ThreadError');
    expect(error.message).to.match(
      /^Queue\.getSync\(\) blocks its thread.*Cross-Origin-Opener-Policy: same-origin.*Or await Queue\.get\(\)\.$/,
    );
  });

  it('a thread makes locks and queues for its own use', async () => {
    const { thread } = createStage();
    const own = thread(async () => {
      const { Condition, Lock, Queue, RLock } = heddle;
      const [lock, queue, condition] = [new RLock(), new Queue<number>(), new Condition(new Lock())];
      const item = queue.get();
      await queue.put(1);
      await condition.acquire();
      return [await lock.acquire(), await lock.acquire({ blocking: false }), await condition.wait({ timeout: 1 }), await item];
    });
    expect(await own()).to.deep.equal([true, true, false, 1]);
  });

  it('a call that blocks fails where the primitive was made, with or without shared memory', () => {
    const { Lock, Condition } = createStage();
    expect(() => new Lock().acquireSync()).to.throw('Lock.acquireSync() blocks a thread that was given the Lock; where it was made, await');
    expect(() => new Condition().waitForSync(() => true)).to.throw('Condition.waitForSync() blocks a thread');
  });
});

function createOwnStage(): ReturnType<typeof createStage> {
  return createStage({ grace: 20 });
}
