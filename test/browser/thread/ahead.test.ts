import { expect } from 'chai';
import type { Future } from '../../../src/thread/index.ts';
import { createPool, endAll, until } from './stage.ts';

afterEach(endAll);

/** Counts, on its thread, what has begun. */
declare const self: { runs?: number };

/** So long a task keeps its thread that a busy page has time to do something meanwhile, in milliseconds. */
const LONG = 1000;

/** A pool of one thread, and a session with tasks of some milliseconds; each tells how many have begun. */
function createSessions() {
  const { pool, connect } = createPool({ size: 1, grace: 50 });
  const { thread } = connect();
  /** Of each such function, the pool learns anew how long it takes. */
  const makeSpin = () =>
    thread((ms: number): number => {
      self.runs = (self.runs ?? 0) + 1;
      for (const end = performance.now() + ms; performance.now() < end;);
      return self.runs;
    });
  const count = thread((): number => self.runs ?? 0);
  return { pool, connect, makeSpin, count };
}

type Spin = ReturnType<ReturnType<typeof createSessions>['makeSpin']>;

/** How several tasks are called. */
const oneByOne = (spin: Spin, all: readonly number[]): readonly Future<number>[] => all.map((ms) => spin(ms));
const asMap = (spin: Spin, all: readonly number[]): readonly Future<number>[] => spin.map(all).futures;

/**
 * A task of so many milliseconds with others behind it, of which at least so many were sent ahead. Where the machine is so busy
 * that the pool is not sure how long they take, none is, and it is tried with a function of which the pool knows nothing yet.
 */
async function sendAhead({ pool, makeSpin, count }: ReturnType<typeof createSessions>, ms: number, call = oneByOne, most = 1) {
  for (;;) {
    const spin = makeSpin();
    await spin(6);
    const before = await count();
    const futures = call(spin, [ms, ...Array.from({ length: 3 * most }, () => 6)]);
    await until(() => pool.look().threads[0]!.behind >= most || futures[0]!.settled);
    const order = async (of: readonly Future<number>[]): Promise<number[]> => (await Promise.all(of)).map((all) => all - before);
    if (!futures[0]!.settled) return { spin, futures, before, order };
    await Promise.all(futures);
  }
}

describe('a task that is sent ahead of its turn', () => {
  it('runs once and in order', async () => {
    const sessions = createSessions();
    const { spin, order } = await sendAhead(sessions, 6);
    await sessions.count();
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(await order(spin.map(numbers.map(() => 6)).futures)).to.deep.equal(numbers.map((n) => n + 4));
  });

  it('lets the task of another session pass, which came while the one before it ran', async () => {
    const sessions = createSessions();
    const count = sessions.connect().thread(() => self.runs);
    const { futures, before, order } = await sendAhead(sessions, LONG);
    expect(futures[1]!.state).to.equal('pending');
    expect(await count()).to.equal(before + 1);
    expect(await order(futures)).to.deep.equal([1, 2, 3, 4]);
  });

  it('never runs when it is cancelled before', async () => {
    const { futures, order } = await sendAhead(createSessions(), LONG);
    const [first, second, ...others] = futures;
    second!.cancel();
    expect(await order([first!, ...others])).to.deep.equal([1, 2, 3]);
  });

  it('runs on another thread when the one before it hangs and is given up', async () => {
    const { futures } = await sendAhead(createSessions(), LONG);
    const [first, ...others] = futures;
    first!.cancel();
    expect(await Promise.all(others)).to.deep.equal([1, 2, 3]);
  });
});

describe('the items of a map, some of which are sent ahead together', () => {
  /** Of six items behind a first one, two or three are sent ahead. */
  const sendMap = (sessions: ReturnType<typeof createSessions>, ms: number) => sendAhead(sessions, ms, asMap, 2);

  it('run once and in order', async () => {
    const { futures, order } = await sendMap(createSessions(), 20);
    expect(await order(futures)).to.deep.equal(futures.map((_, i) => i + 1));
  });

  it('let the task of another session pass, which came while the one before them ran', async () => {
    const sessions = createSessions();
    const count = sessions.connect().thread(() => self.runs);
    const { futures, before, order } = await sendMap(sessions, LONG);
    expect(futures[1]!.state).to.equal('pending');
    expect(await count()).to.equal(before + 1);
    expect(await order(futures)).to.deep.equal(futures.map((_, i) => i + 1));
  });

  it('all come back but the one that hangs and the one that was cancelled behind it', async () => {
    const { futures } = await sendMap(createSessions(), LONG);
    for (const given of [0, 2]) futures[given]!.cancel();
    expect(await Promise.all(futures.filter((_, i) => i !== 0 && i !== 2))).to.have.lengthOf(5);
  });
});
