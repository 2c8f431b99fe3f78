import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { asCompleted } from '../../../src/thread/index.ts';
import { createPool } from './rig.ts';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

it('a result that its author has let go is kept by nobody, though no other task follows', async () => {
  const { connect } = createPool({ size: 1 });
  const rig = connect();
  const make = rig.thread(() => new Float64Array(100_000));
  const result = new WeakRef((await make()).buffer);
  await new Promise((resolve) => setTimeout(resolve, 20));
  gc();
  expect(result.deref()).toBe(undefined);
  rig.end();
});

it('a stream that nobody has any more gives up its task', async () => {
  const { connect } = createPool({ size: 1 });
  const rig = connect();
  const count = rig.thread(function* () {
    for (let i = 0; ; i++) yield i;
  });
  // In a function of its own, whose variables are gone when it has returned.
  const leave = async (): Promise<WeakRef<object>> => {
    const stream = count();
    await stream.next();
    return new WeakRef(stream);
  };
  const left = await leave();
  await new Promise((resolve) => setTimeout(resolve, 20));
  gc();
  expect(left.deref()).toBe(undefined);
  await expect.poll(() => rig.pool.tasks).toBe(0);
  rig.end();
});

it('a loop over futures that was left is kept by none of them', async () => {
  const slow = new Promise<void>(() => {});
  const leave = async (): Promise<WeakRef<object>> => {
    const quick = [Promise.resolve(), Promise.resolve()];
    for await (const _ of asCompleted([slow, ...quick])) break;
    return new WeakRef(quick[1]!);
  };
  const left = await leave();
  await new Promise((resolve) => setTimeout(resolve, 20));
  gc();
  expect(left.deref()).toBe(undefined);
  expect(slow).toBeInstanceOf(Promise);
});
