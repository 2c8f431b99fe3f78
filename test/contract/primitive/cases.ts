import { expect } from 'chai';
import type { Objects, Party, Pending, Primitives } from './party.ts';

/** How one case is run: four parties, of which the first and the third are one owner where there are two. */
type Parties = readonly [Party, Party, Party, Party];

export interface Case {
  readonly title: string;
  readonly make: (classes: Primitives) => Objects;
  readonly run: (...parties: Parties) => Promise<void>;
  /** The first two parties must be different owners. */
  readonly owners: 1 | 2;
  /** The second party must be a thread that can end. */
  readonly mortal: boolean;
}

/** What the documentation of Python's `threading` and `queue` says, one statement a case. */
export const cases: Case[] = [];

function it(title: string, make: Case['make'], run: Case['run'], { owners = 1, mortal = false } = {}): void {
  cases.push({ title, make, run, owners: owners === 2 ? 2 : 1, mortal });
}

const TWO = { owners: 2 };
const MORTAL = { owners: 2, mortal: true };

/** Calls and waits for the result. */
async function does(party: Party, object: string, method: string, ...args: readonly unknown[]): Promise<unknown> {
  return (await party.begin(object, method, ...args)).result;
}

/** The name and the message of the error that a call ends with. */
async function fails(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('The call did not fail.');
}

/** Nothing comes of it, although all that can happen has time to. */
async function waits(...calls: readonly Pending[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(calls.map(({ settled }) => settled)).to.deep.equal(calls.map(() => false));
}

const lock = ({ Lock }: Primitives): Objects => ({ lock: new Lock() });
const rlock = ({ RLock }: Primitives): Objects => ({ lock: new RLock() });
const event = ({ Event }: Primitives): Objects => ({ event: new Event() });
const condition = ({ Condition }: Primitives): Objects => ({ condition: new Condition() });
const queue =
  (maxSize = 0) =>
  ({ Queue }: Primitives): Objects => ({ queue: new Queue(maxSize) });
const semaphore =
  (value: number) =>
  ({ Semaphore }: Primitives): Objects => ({ semaphore: new Semaphore(value) });
const barrier =
  (parties: number, options = {}) =>
  ({ Barrier }: Primitives): Objects => ({ barrier: new Barrier(parties, options) });

// threading.Lock

it('Lock: acquire() takes it and gives true, release() frees it', lock, async (a) => {
  expect(await does(a, 'lock', 'acquire')).to.equal(true);
  expect(await a.read('lock', 'locked')).to.equal(true);
  await does(a, 'lock', 'release');
  expect(await a.read('lock', 'locked')).to.equal(false);
});

it('Lock: a second acquire() waits for the release', lock, async (a, b) => {
  await does(a, 'lock', 'acquire');
  const second = await b.begin('lock', 'acquire');
  await waits(second);
  await does(a, 'lock', 'release');
  expect(await second.result).to.equal(true);
});

it('Lock: its holder, too, waits for it', lock, async (a) => {
  await does(a, 'lock', 'acquire');
  expect(await does(a, 'lock', 'acquire', { blocking: false })).to.equal(false);
});

it('Lock: acquire({ blocking: false }) gives false at once where it is taken', lock, async (a, b) => {
  expect(await does(a, 'lock', 'acquire', { blocking: false })).to.equal(true);
  expect(await does(b, 'lock', 'acquire', { blocking: false })).to.equal(false);
});

it('Lock: acquire({ timeout }) gives false when the time is up, and is not handed the lock later', lock, async (a, b) => {
  await does(a, 'lock', 'acquire');
  expect(await does(b, 'lock', 'acquire', { timeout: 10 })).to.equal(false);
  expect(await does(b, 'lock', 'acquire', { timeout: 0 })).to.equal(false);
  await does(a, 'lock', 'release');
  expect(await a.read('lock', 'locked')).to.equal(false);
});

it('Lock: acquire({ timeout }) gives true when it is freed in time; the longest time is no limit', lock, async (a, b) => {
  await does(a, 'lock', 'acquire');
  const second = await b.begin('lock', 'acquire', { timeout: Infinity });
  await waits(second);
  await does(a, 'lock', 'release');
  expect(await second.result).to.equal(true);
});

it('Lock: a timeout is refused where acquire() does not wait, and below 0', lock, async (a, b) => {
  expect(await fails(does(a, 'lock', 'acquire', { blocking: false, timeout: 5 }))).to.match(
    /^ThreadError: .*'timeout' of Lock\.acquire\(\)/,
  );
  expect(await fails(does(b, 'lock', 'acquire', { timeout: -1 }))).to.match(/^ThreadError: .*at least 0 ms, not -1/);
  expect(await a.read('lock', 'locked')).to.equal(false);
});

it('Lock: options are refused where they are not in an object, as in Python, or misspelt', lock, async (a, b) => {
  await does(a, 'lock', 'acquire');
  expect(await fails(does(b, 'lock', 'acquire', false))).to.match(/^ThreadError: Lock\.acquire\(\): false is none of its options/);
  expect(await fails(does(b, 'lock', 'acquire', { block: false }))).to.match(/"block" is none of its options, \{ timeout, blocking \}\.$/);
});

it('Lock: anybody may release it', lock, async (a, b) => {
  await does(a, 'lock', 'acquire');
  await does(b, 'lock', 'release');
  expect(await does(b, 'lock', 'acquire', { blocking: false })).to.equal(true);
});

it('Lock: releasing one that is not acquired is an error', lock, async (a, b) => {
  for (const party of [a, b])
    expect(await fails(does(party, 'lock', 'release'))).to.equal('ThreadError: Lock.release(): it is not acquired.');
});

it('Lock: it is handed on in the order of asking', lock, async (a, b, c, d) => {
  await does(a, 'lock', 'acquire');
  const line = [await b.begin('lock', 'acquire'), await c.begin('lock', 'acquire'), await d.begin('lock', 'acquire')];
  while (line.length > 0) {
    await does(a, 'lock', 'release');
    expect(await line.shift()?.result).to.equal(true);
    await waits(...line);
  }
});

it(
  'Lock: it is free when the thread that holds it ends, and goes to the next one',
  lock,
  async (a, b) => {
    await does(b, 'lock', 'acquire');
    const next = await a.begin('lock', 'acquire');
    await waits(next);
    b.end?.();
    expect(await next.result).to.equal(true);
  },
  MORTAL,
);

it(
  'Lock: it is not handed to a thread that ended while it waited',
  lock,
  async (a, b, c) => {
    await does(a, 'lock', 'acquire');
    await b.begin('lock', 'acquire');
    b.end?.();
    const next = await c.begin('lock', 'acquire');
    await does(a, 'lock', 'release');
    expect(await next.result).to.equal(true);
  },
  MORTAL,
);

it(
  'Lock: it is free when a thread ends that holds it and waits for it, too',
  lock,
  async (a, b) => {
    await does(b, 'lock', 'acquire');
    await b.begin('lock', 'acquire');
    b.end?.();
    expect(await does(a, 'lock', 'acquire')).to.equal(true);
  },
  MORTAL,
);

// threading.RLock

it('RLock: its owner may acquire it again and has to release it as often', rlock, async (a) => {
  expect(await does(a, 'lock', 'acquire')).to.equal(true);
  expect(await does(a, 'lock', 'acquire', { timeout: 10 })).to.equal(true);
  await does(a, 'lock', 'release');
  expect(await a.read('lock', 'locked')).to.equal(true);
  await does(a, 'lock', 'release');
  expect(await a.read('lock', 'locked')).to.equal(false);
});

it(
  'RLock: others wait until the last release',
  rlock,
  async (a, b) => {
    await does(a, 'lock', 'acquire');
    await does(a, 'lock', 'acquire');
    expect(await does(b, 'lock', 'acquire', { blocking: false })).to.equal(false);
    const theirs = await b.begin('lock', 'acquire');
    await does(a, 'lock', 'release');
    await waits(theirs);
    await does(a, 'lock', 'release');
    expect(await theirs.result).to.equal(true);
  },
  TWO,
);

it(
  'RLock: only its owner may release it',
  rlock,
  async (a, b) => {
    await does(a, 'lock', 'acquire');
    expect(await fails(does(b, 'lock', 'release'))).to.equal('ThreadError: RLock.release(): it was acquired by somebody else.');
    await does(a, 'lock', 'release');
    expect(await fails(does(a, 'lock', 'release'))).to.equal('ThreadError: RLock.release(): it is not acquired.');
  },
  TWO,
);

it(
  'RLock: it is free when its owner ends, however often it was acquired',
  rlock,
  async (a, b) => {
    await does(b, 'lock', 'acquire');
    await does(b, 'lock', 'acquire');
    const next = await a.begin('lock', 'acquire');
    b.end?.();
    expect(await next.result).to.equal(true);
  },
  MORTAL,
);

// threading.Event

it('Event: wait() waits until it is set, and set() wakes all', event, async (a, b, c, d) => {
  expect(await a.read('event', 'isSet')).to.equal(false);
  const all = [await b.begin('event', 'wait'), await c.begin('event', 'wait'), await d.begin('event', 'wait')];
  await waits(...all);
  await does(a, 'event', 'set');
  expect(await Promise.all(all.map(({ result }) => result))).to.deep.equal([true, true, true]);
  expect(await a.read('event', 'isSet')).to.equal(true);
});

it('Event: wait() gives true at once where it is set, and waits again once it is cleared', event, async (a, b) => {
  await does(a, 'event', 'set');
  await does(a, 'event', 'set');
  expect(await does(b, 'event', 'wait', { timeout: 0 })).to.equal(true);
  await does(b, 'event', 'clear');
  expect(await does(b, 'event', 'wait', { timeout: 10 })).to.equal(false);
});

it('Event: who waited when it was set goes on, although it is cleared at once', event, async (a, b) => {
  const waiting = await b.begin('event', 'wait');
  await Promise.all([does(a, 'event', 'set'), does(a, 'event', 'clear')]);
  expect(await waiting.result).to.equal(true);
});

// threading.Condition

it('Condition: wait() and notify() need its lock', condition, async (a, b) => {
  expect(await fails(does(a, 'condition', 'wait'))).to.equal('ThreadError: Condition.wait(): acquire its lock first.');
  for (const method of ['notify', 'notifyAll'])
    expect(await fails(does(b, 'condition', method))).to.equal('ThreadError: Condition.notify(): acquire its lock first.');
  expect(await fails(does(b, 'condition', 'release'))).to.equal('ThreadError: RLock.release(): it is not acquired.');
});

it(
  'Condition: who holds nothing of its RLock can neither wait nor notify while somebody else holds it',
  condition,
  async (a, b) => {
    await does(a, 'condition', 'acquire');
    expect(await fails(does(b, 'condition', 'wait'))).to.match(/acquire its lock first/);
    expect(await fails(does(b, 'condition', 'notify'))).to.match(/acquire its lock first/);
  },
  TWO,
);

it(
  'Condition: wait() lets go of the lock, and goes on when it was notified and the lock is free again',
  condition,
  async (a, b) => {
    await does(b, 'condition', 'acquire');
    const waiting = await b.begin('condition', 'wait');
    expect(await does(a, 'condition', 'acquire', { timeout: 5000 })).to.equal(true);
    await does(a, 'condition', 'notify');
    await waits(waiting);
    await does(a, 'condition', 'release');
    expect(await waiting.result).to.equal(true);
    expect(await does(a, 'condition', 'acquire', { blocking: false })).to.equal(false);
    await does(b, 'condition', 'release');
  },
  TWO,
);

it(
  'Condition: wait() lets go of an RLock that was acquired twice, and has it twice afterwards',
  condition,
  async (a, b) => {
    await does(b, 'condition', 'acquire');
    await does(b, 'condition', 'acquire');
    const waiting = await b.begin('condition', 'wait');
    await does(a, 'condition', 'acquire');
    await does(a, 'condition', 'notifyAll');
    await does(a, 'condition', 'release');
    expect(await waiting.result).to.equal(true);
    await does(b, 'condition', 'release');
    expect(await does(a, 'condition', 'acquire', { blocking: false })).to.equal(false);
    await does(b, 'condition', 'release');
    expect(await does(a, 'condition', 'acquire', { blocking: false })).to.equal(true);
  },
  TWO,
);

const plain = ({ Condition, Lock }: Primitives): Objects => ({ condition: new Condition(new Lock()) });

/** Lets parties wait at a condition whose lock is a plain one. */
async function queueUp(...parties: readonly Party[]): Promise<Pending[]> {
  const waiting: Pending[] = [];
  for (const party of parties) {
    await does(party, 'condition', 'acquire');
    waiting.push(await party.begin('condition', 'wait'));
  }
  return waiting;
}

async function notify(party: Party, method: string, ...args: readonly unknown[]): Promise<void> {
  await does(party, 'condition', 'acquire');
  await does(party, 'condition', method, ...args);
  await does(party, 'condition', 'release');
}

it('Condition: notify(n) wakes n at most, oldest first; each goes on when the one before lets go', plain, async (a, b, c, d) => {
  const [first, second, third] = (await queueUp(b, c, d)) as [Pending, Pending, Pending];
  await notify(a, 'notify', 2);
  expect(await first.result).to.equal(true);
  await waits(second, third);
  await does(b, 'condition', 'release');
  expect(await second.result).to.equal(true);
  await does(c, 'condition', 'release');
  await waits(third);
  await notify(a, 'notify');
  expect(await third.result).to.equal(true);
});

it('Condition: notifyAll() wakes all', plain, async (a, b, c, d) => {
  const line = await queueUp(b, c, d);
  await notify(a, 'notifyAll');
  for (const waiting of line) {
    expect(await waiting.result).to.equal(true);
    await does(a, 'condition', 'release');
  }
});

it('Condition: a notification for which nobody waits is not kept', plain, async (a, b) => {
  await notify(a, 'notify', 5);
  await does(b, 'condition', 'acquire');
  expect(await does(b, 'condition', 'wait', { timeout: 10 })).to.equal(false);
});

it('Condition: after its timeout wait() gives false, as soon as the lock is free again', plain, async (a, b) => {
  await does(b, 'condition', 'acquire');
  const other = await a.begin('condition', 'acquire');
  const waiting = await b.begin('condition', 'wait', { timeout: 5 });
  expect(await other.result).to.equal(true);
  await waits(waiting);
  await does(a, 'condition', 'release');
  expect(await waiting.result).to.equal(false);
  expect(await does(a, 'condition', 'acquire', { blocking: false })).to.equal(false);
});

it(
  'Condition: two can stand on one lock, and notify each their own',
  ({ Condition, Lock }) => {
    const lock = new Lock();
    return { condition: new Condition(lock), other: new Condition(lock), lock };
  },
  async (a, b) => {
    const [waiting] = (await queueUp(b)) as [Pending];
    await does(a, 'other', 'acquire');
    expect(await does(a, 'condition', 'acquire', { blocking: false })).to.equal(false);
    await does(a, 'other', 'notifyAll');
    await does(a, 'lock', 'release');
    await waits(waiting);
    await notify(a, 'notify');
    expect(await waiting.result).to.equal(true);
  },
);

it(
  'Condition: its lock is not handed to a thread that ends in the turn in which it is notified',
  condition,
  async (a, b) => {
    await does(b, 'condition', 'acquire');
    await b.begin('condition', 'wait');
    await does(a, 'condition', 'acquire');
    const calls = [does(a, 'condition', 'notify'), does(a, 'condition', 'release')];
    b.end?.();
    await Promise.all(calls);
    expect(await does(a, 'condition', 'acquire')).to.equal(true);
  },
  MORTAL,
);

const conditionAndEvent = ({ Condition, Event, Lock }: Primitives): Objects => ({
  condition: new Condition(new Lock()),
  event: new Event(),
});
const isSet = { object: 'event', property: 'isSet' };

it('Condition: waitFor() gives what its predicate says, without waiting where that is true', conditionAndEvent, async (a, b) => {
  await does(a, 'event', 'set');
  await does(b, 'event', 'wait');
  await does(b, 'condition', 'acquire');
  expect(await does(b, 'condition', 'waitFor', isSet)).to.equal(true);
});

it('Condition: waitFor() looks again whenever it is notified', conditionAndEvent, async (a, b) => {
  await does(b, 'condition', 'acquire');
  const waiting = await b.begin('condition', 'waitFor', isSet);
  await notify(a, 'notify');
  await waits(waiting);
  await does(a, 'event', 'set');
  await notify(a, 'notify');
  expect(await waiting.result).to.equal(true);
});

it('Condition: waitFor() gives what its predicate said last when the time is up', conditionAndEvent, async (_a, b) => {
  await does(b, 'condition', 'acquire');
  expect(await does(b, 'condition', 'waitFor', isSet, { timeout: 10 })).to.equal(false);
});

it(
  'Condition: a thread that ended while it waited takes no notification, and holds no lock',
  plain,
  async (a, b, c) => {
    const [, next] = (await queueUp(b, c)) as [Pending, Pending];
    b.end?.();
    await notify(a, 'notify');
    expect(await next.result).to.equal(true);
  },
  MORTAL,
);

// threading.Semaphore

it('Semaphore: it has as many permits as its value; who comes then waits for a release', semaphore(2), async (a, b) => {
  expect([await does(a, 'semaphore', 'acquire'), await does(b, 'semaphore', 'acquire')]).to.deep.equal([true, true]);
  expect(await a.read('semaphore', 'value')).to.equal(0);
  const third = await b.begin('semaphore', 'acquire');
  await waits(third);
  await does(a, 'semaphore', 'release');
  expect(await third.result).to.equal(true);
});

it('Semaphore: it may begin without a permit, and release() adds one', semaphore(0), async (a, b) => {
  expect(await does(b, 'semaphore', 'acquire', { blocking: false })).to.equal(false);
  expect(await does(b, 'semaphore', 'acquire', { timeout: 10 })).to.equal(false);
  await does(a, 'semaphore', 'release');
  expect(await does(b, 'semaphore', 'acquire')).to.equal(true);
});

it('Semaphore: release(n) wakes n of those who wait, in the order of asking', semaphore(0), async (a, b, c, d) => {
  const line = [
    await b.begin('semaphore', 'acquire'),
    await c.begin('semaphore', 'acquire'),
    await d.begin('semaphore', 'acquire'),
  ] as const;
  await does(a, 'semaphore', 'release', 2);
  expect([await line[0].result, await line[1].result]).to.deep.equal([true, true]);
  await waits(line[2]);
  await does(a, 'semaphore', 'release');
  expect(await line[2].result).to.equal(true);
});

it('Semaphore: release(n) takes a whole number from 1; options as of a Lock', semaphore(1), async (a, b) => {
  for (const n of [0, -1, 1.5]) expect(await fails(does(a, 'semaphore', 'release', n))).to.match(/^ThreadError: Semaphore\.release\(\)/);
  expect(await fails(does(b, 'semaphore', 'acquire', { blocking: false, timeout: 1 }))).to.match(/'timeout' of Semaphore\.acquire\(\)/);
  expect(await a.read('semaphore', 'value')).to.equal(1);
});

it(
  'BoundedSemaphore: it cannot be released more often than it was acquired',
  ({ BoundedSemaphore }) => ({ semaphore: new BoundedSemaphore(2) }),
  async (a, b) => {
    await does(a, 'semaphore', 'acquire');
    await does(b, 'semaphore', 'release');
    expect(await fails(does(a, 'semaphore', 'release'))).to.match(/^ThreadError: BoundedSemaphore.*more often than acquired/);
    expect(await a.read('semaphore', 'value')).to.equal(2);
  },
);

it(
  'Semaphore: what a thread held when it ended is there again',
  semaphore(2),
  async (a, b) => {
    await does(b, 'semaphore', 'acquire');
    await does(b, 'semaphore', 'acquire');
    const mine = await a.begin('semaphore', 'acquire');
    await waits(mine);
    b.end?.();
    expect(await mine.result).to.equal(true);
    expect(await does(a, 'semaphore', 'acquire')).to.equal(true);
  },
  MORTAL,
);

it(
  'Semaphore: what a thread held is there again when it ends while it waits for more',
  semaphore(2),
  async (a, b) => {
    await does(b, 'semaphore', 'acquire');
    await does(b, 'semaphore', 'acquire');
    await b.begin('semaphore', 'acquire');
    b.end?.();
    expect([await does(a, 'semaphore', 'acquire'), await does(a, 'semaphore', 'acquire')]).to.deep.equal([true, true]);
  },
  MORTAL,
);

// threading.Barrier

it('Barrier: all go on when the last one has come, each with a number of its own; then it begins again', barrier(3), async (a, b, c, d) => {
  for (const [first, second, third] of [
    [b, c, d],
    [d, b, a],
  ] as const) {
    const early = [await first.begin('barrier', 'wait'), await second.begin('barrier', 'wait')] as const;
    await waits(...early);
    expect(await does(third, 'barrier', 'wait')).to.equal(2);
    expect([await early[0].result, await early[1].result]).to.deep.equal([0, 1]);
  }
  expect(await a.read('barrier', 'nWaiting')).to.equal(0);
});

it('Barrier: it tells how many it is for and how many wait', barrier(3), async (a, b) => {
  await b.begin('barrier', 'wait');
  expect([await a.read('barrier', 'parties'), await a.read('barrier', 'broken')]).to.deep.equal([3, false]);
  const second = await a.begin('barrier', 'wait', { timeout: 10 });
  expect(await fails(second.result)).to.match(/^BrokenBarrierError/);
});

it('Barrier: one who waits in vain breaks it for all, and for all who come, until it is reset', barrier(3), async (a, b, c, d) => {
  const patient = await b.begin('barrier', 'wait');
  expect(await fails(does(c, 'barrier', 'wait', { timeout: 10 }))).to.match(/^BrokenBarrierError/);
  expect(await fails(patient.result)).to.match(/^BrokenBarrierError/);
  expect(await fails(does(d, 'barrier', 'wait'))).to.equal('BrokenBarrierError: The barrier is broken.');
  await does(a, 'barrier', 'reset');
  const all = [await b.begin('barrier', 'wait'), await c.begin('barrier', 'wait'), await d.begin('barrier', 'wait')];
  expect(await Promise.all(all.map(({ result }) => result))).to.deep.equal([0, 1, 2]);
});

it('Barrier: its own timeout is that of each wait()', barrier(2, { timeout: 10 }), async (a, b) => {
  expect(await fails(does(b, 'barrier', 'wait'))).to.match(/^BrokenBarrierError/);
  expect(await fails(does(a, 'barrier', 'wait'))).to.match(/broken/);
});

it('Barrier: reset() sends those away who wait, and the barrier is whole', barrier(2), async (a, b) => {
  const waiting = await b.begin('barrier', 'wait');
  await does(a, 'barrier', 'reset');
  expect(await fails(waiting.result)).to.match(/^BrokenBarrierError: .*reset/);
  expect(await a.read('barrier', 'broken')).to.equal(false);
});

it('Barrier: abort() breaks it', barrier(2), async (a, b) => {
  const waiting = await b.begin('barrier', 'wait');
  await does(a, 'barrier', 'abort');
  expect(await fails(waiting.result)).to.match(/^BrokenBarrierError: .*aborted/);
  expect(await fails(does(b, 'barrier', 'wait'))).to.match(/^BrokenBarrierError/);
});

it(
  'Barrier: its action runs once a round, before anybody goes on',
  ({ Barrier, Queue }) => {
    const queue = new Queue();
    return { queue, barrier: new Barrier(2, { action: () => queue.put('action') }) };
  },
  async (a, b) => {
    for (let round = 1; round <= 2; round++) {
      const early = await b.begin('barrier', 'wait');
      await does(a, 'barrier', 'wait');
      await early.result;
      expect(await does(a, 'queue', 'get', { block: false })).to.equal('action');
      expect(await fails(does(b, 'queue', 'get', { block: false }))).to.match(/^Empty/);
    }
  },
);

it(
  'Barrier: an action that fails breaks it; who came last gets the error',
  ({ Barrier }) => ({
    barrier: new Barrier(2, {
      action: () => {
        throw new RangeError('not today');
      },
    }),
  }),
  async (a, b) => {
    const early = await b.begin('barrier', 'wait');
    expect(await fails(does(a, 'barrier', 'wait'))).to.equal('RangeError: not today');
    expect(await fails(early.result)).to.match(/^BrokenBarrierError: .*action failed/);
    expect(await a.read('barrier', 'broken')).to.equal(true);
  },
);

it(
  'Barrier: a thread that ends at it breaks it for the others',
  barrier(3),
  async (a, b, c) => {
    await b.begin('barrier', 'wait');
    const other = await c.begin('barrier', 'wait');
    b.end?.();
    expect(await fails(other.result)).to.match(/^BrokenBarrierError/);
    expect(await a.read('barrier', 'broken')).to.equal(true);
  },
  MORTAL,
);

// queue.Queue

it('Queue: first in, first out', queue(), async (a, b) => {
  for (const item of ['x', 'y', 'z']) await does(a, 'queue', 'put', item);
  expect([await a.read('queue', 'size'), await a.read('queue', 'empty'), await a.read('queue', 'full')]).to.deep.equal([3, false, false]);
  expect([await does(b, 'queue', 'get'), await does(a, 'queue', 'get'), await does(b, 'queue', 'get')]).to.deep.equal(['x', 'y', 'z']);
  expect([await b.read('queue', 'size'), await b.read('queue', 'empty')]).to.deep.equal([0, true]);
});

it('Queue: get() waits for an item; those who wait are served in the order of asking', queue(), async (a, b, c, d) => {
  const line = [await b.begin('queue', 'get'), await c.begin('queue', 'get'), await d.begin('queue', 'get')];
  await waits(...line);
  for (const item of [1, 2, 3]) await does(a, 'queue', 'put', item);
  expect(await Promise.all(line.map(({ result }) => result))).to.deep.equal([1, 2, 3]);
});

it('Queue: put() waits while the queue is full, and its items come in the order of asking', queue(1), async (a, b, c) => {
  await does(a, 'queue', 'put', 1);
  expect(await a.read('queue', 'full')).to.equal(true);
  const line = [await b.begin('queue', 'put', 2), await c.begin('queue', 'put', 3)];
  await waits(...line);
  expect([await does(a, 'queue', 'get'), await does(a, 'queue', 'get'), await does(a, 'queue', 'get')]).to.deep.equal([1, 2, 3]);
  await Promise.all(line.map(({ result }) => result));
});

it('Queue: without waiting, or in vain, get() fails with Empty and put() with Full', queue(1), async (a, b) => {
  expect(await fails(does(b, 'queue', 'get', { block: false }))).to.equal('Empty: The Queue is empty.');
  expect(await fails(does(a, 'queue', 'get', { timeout: 10 }))).to.match(/^Empty/);
  await does(a, 'queue', 'put', 1);
  expect(await fails(does(b, 'queue', 'put', 2, { block: false }))).to.match(/^Full/);
  expect(await fails(does(b, 'queue', 'put', 2, { timeout: 10 }))).to.match(/^Full/);
  expect(await does(b, 'queue', 'get')).to.equal(1);
  expect(await fails(does(b, 'queue', 'get', { timeout: 0 }))).to.match(/^Empty/);
});

it('Queue: a negative timeout is refused', queue(), async (a, b) => {
  expect(await fails(does(a, 'queue', 'get', { timeout: -1 }))).to.match(/^ThreadError: .*Queue\.get\(\).*at least 0 ms/);
  expect(await fails(does(b, 'queue', 'put', 1, { timeout: NaN }))).to.match(/^ThreadError: .*Queue\.put\(\).*at least 0 ms/);
  expect(await a.read('queue', 'size')).to.equal(0);
});

it('Queue: options are refused where they are not in an object, as in Python, or misspelt', queue(), async (a, b) => {
  expect(await fails(does(a, 'queue', 'get', false))).to.equal(
    'ThreadError: Queue.get(): false is none of its options, { timeout, block }.',
  );
  expect(await fails(does(b, 'queue', 'put', 1, { blocking: false }))).to.equal(
    'ThreadError: Queue.put(): "blocking" is none of its options, { timeout, block }.',
  );
  expect(await does(a, 'queue', 'put', 1, { block: undefined, timeout: undefined })).to.equal(undefined);
});

it('Queue: a maxSize of 0 or less is no bound', queue(-1), async (a, b) => {
  for (let n = 0; n < 5; n++) await does(b, 'queue', 'put', n, { block: false });
  await does(a, 'queue', 'put', 5, { block: false });
  expect(await a.read('queue', 'full')).to.equal(false);
});

it('Queue: join() waits until each item that was put in is told done', queue(), async (a, b) => {
  await does(b, 'queue', 'join');
  await does(a, 'queue', 'put', 1);
  await does(a, 'queue', 'put', 2);
  const joined = await b.begin('queue', 'join');
  await does(a, 'queue', 'get');
  await does(a, 'queue', 'get');
  await does(a, 'queue', 'taskDone');
  await waits(joined);
  await does(a, 'queue', 'taskDone');
  await joined.result;
  expect(await fails(does(b, 'queue', 'taskDone'))).to.match(/^ThreadError: Queue\.taskDone\(\).*more often/);
});

it('Queue: after shutdown() put() fails with ShutDown, and get() once the queue is empty', queue(), async (a, b) => {
  await does(a, 'queue', 'put', 1);
  await does(b, 'queue', 'shutdown');
  expect(await fails(does(a, 'queue', 'put', 2))).to.equal('ShutDown: The Queue was shut down.');
  expect(await does(b, 'queue', 'get')).to.equal(1);
  expect(await fails(does(b, 'queue', 'get'))).to.match(/^ShutDown/);
  expect(await fails(does(a, 'queue', 'get', { block: false }))).to.match(/^ShutDown/);
});

it('Queue: shutdown() sends those away who wait to get', queue(), async (a, b, c) => {
  const line = [await b.begin('queue', 'get'), await c.begin('queue', 'get')];
  await does(a, 'queue', 'shutdown');
  for (const { result } of line) expect(await fails(result)).to.match(/^ShutDown/);
});

it('Queue: shutdown() sends those away who wait to put; what is in it can still be joined', queue(1), async (a, b, c) => {
  await does(a, 'queue', 'put', 1);
  const put = await b.begin('queue', 'put', 2);
  const joined = await c.begin('queue', 'join');
  await does(a, 'queue', 'shutdown');
  expect(await fails(put.result)).to.match(/^ShutDown/);
  await waits(joined);
  expect(await does(a, 'queue', 'get')).to.equal(1);
  await does(a, 'queue', 'taskDone');
  await joined.result;
});

it('Queue: shutdown({ immediate }) drops what is in it, which counts as done', queue(), async (a, b, c) => {
  await does(a, 'queue', 'put', 1);
  await does(a, 'queue', 'put', 2);
  const joined = await c.begin('queue', 'join');
  await does(b, 'queue', 'shutdown', { immediate: true });
  await joined.result;
  expect(await fails(does(a, 'queue', 'get'))).to.match(/^ShutDown/);
  expect(await b.read('queue', 'size')).to.equal(0);
});

it('Queue: an item that was taken before an immediate shutdown is still to be told done', queue(), async (a, b, c) => {
  await does(a, 'queue', 'put', 1);
  await does(a, 'queue', 'put', 2);
  await does(a, 'queue', 'get');
  const joined = await c.begin('queue', 'join');
  await does(b, 'queue', 'shutdown', { immediate: true });
  await waits(joined);
  await does(a, 'queue', 'taskDone');
  await joined.result;
});

it('Queue: an item that was told done before it was taken is dropped by an immediate shutdown all the same', queue(), async (a, b, c) => {
  for (const n of [1, 2]) await does(a, 'queue', 'put', n);
  await does(a, 'queue', 'taskDone');
  const joined = await c.begin('queue', 'join');
  await does(b, 'queue', 'shutdown', { immediate: true });
  await joined.result;
  expect(await fails(does(a, 'queue', 'taskDone'))).to.match(/more often than there were items/);
});

it(
  'LifoQueue: last in, first out',
  ({ LifoQueue }) => ({ queue: new LifoQueue() }),
  async (a, b) => {
    for (const n of [1, 2, 3]) await does(a, 'queue', 'put', n);
    expect([await does(b, 'queue', 'get'), await does(b, 'queue', 'get'), await does(a, 'queue', 'get')]).to.deep.equal([3, 2, 1]);
  },
);

it(
  'PriorityQueue: smallest first, lists by their first items that differ',
  ({ PriorityQueue }) => ({ queue: new PriorityQueue() }),
  async (a, b) => {
    const items = [[2, 'b'], [1, 'z'], [3, 'a'], [1, 'a'], [1]];
    for (const item of items) await does(b, 'queue', 'put', item);
    const out: unknown[] = [];
    for (const _ of items) out.push(await does(a, 'queue', 'get'));
    expect(out).to.deep.equal([[1], [1, 'a'], [1, 'z'], [2, 'b'], [3, 'a']]);
  },
);

it(
  'PriorityQueue: who waits gets the next item that comes',
  ({ PriorityQueue }) => ({ queue: new PriorityQueue(1) }),
  async (a, b, c) => {
    const get = await b.begin('queue', 'get');
    await does(a, 'queue', 'put', 5);
    expect(await get.result).to.equal(5);
    await does(a, 'queue', 'put', 9);
    const put = await c.begin('queue', 'put', 1);
    expect(await does(b, 'queue', 'get')).to.equal(9);
    await put.result;
    expect(await does(b, 'queue', 'get')).to.equal(1);
  },
);

it(
  'PriorityQueue: a record has no order, but may follow its priority',
  ({ PriorityQueue }) => ({ queue: new PriorityQueue() }),
  async (a, b) => {
    expect(await fails(does(a, 'queue', 'put', { priority: 1 }))).to.equal(
      'ThreadError: PriorityQueue.put() takes what has an order, such as [priority, item], not a record.',
    );
    const dates = [new Date(7), new Date(5)];
    for (const item of [
      [2, { job: 'b' }],
      [1, { job: 'a' }],
    ])
      await does(a, 'queue', 'put', item);
    expect([await does(b, 'queue', 'get'), await does(b, 'queue', 'get')]).to.deep.equal([
      [1, { job: 'a' }],
      [2, { job: 'b' }],
    ]);
    for (const date of dates) await does(a, 'queue', 'put', date);
    expect(await does(b, 'queue', 'get')).to.deep.equal(new Date(5));
  },
);

it('Queue: items arrive as they are', queue(), async (a, b) => {
  const items = [
    { when: new Date(5), bytes: Uint8Array.of(1, 2, 3), big: 12n, none: undefined, nothing: null, odd: [NaN, -0, Infinity] },
    new Map<unknown, unknown>([['a', new Set([1, 'ü €'])]]),
    new Float64Array(20_000).fill(0.5),
    Array.from({ length: 3000 }, (_, i) => ({ i, text: `item ${i}` })),
    undefined,
  ];
  for (const item of items) await does(a, 'queue', 'put', item);
  for (const item of items) expect(await does(b, 'queue', 'get')).to.deep.equal(item);
});

it(
  'Queue: a thread that ended while it waited takes no item',
  queue(),
  async (a, b, c) => {
    await b.begin('queue', 'get');
    const next = await c.begin('queue', 'get');
    b.end?.();
    await does(a, 'queue', 'put', 1);
    expect(await next.result).to.equal(1);
  },
  MORTAL,
);
