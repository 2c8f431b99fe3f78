import { expect } from 'chai';
import { Caches, type Reach, type Rule } from '../../../src/origin/index.ts';
import type { Calls } from '../../../src/origin/cache/calls.ts';
import { atEnd, freshApp, openTab, until, type Tab } from './tab.ts';

interface Module {
  Caches: typeof Caches;
}

const here: Module = { Caches };

const tab = (): Promise<Tab & Module> => openTab('/src/origin/index.ts');

interface Member extends Pick<Caches, 'resign' | 'rejoin' | 'map'> {
  readonly problems: unknown[];
  calls(rule?: Partial<Rule>, reach?: Reach): Calls;
  end(): void;
}

/** The caches of one session. */
function member(app: string, { Caches: Class } = here): Member {
  const end = new AbortController();
  atEnd(() => end.abort());
  const problems: unknown[] = [];
  const problem = (what: unknown): void => void problems.push(what);
  const caches = new Class(app, { signal: end.signal, onAlone: problem, onError: problem, run: (listener) => void listener() });
  return {
    problems,
    calls: (rule, reach = 'origin') => caches.calls('square', { reach, rule: { maxItems: null, policy: 'LRU', ...rule } }),
    get map() {
      return caches.map;
    },
    resign: () => caches.resign(),
    rejoin: () => caches.rejoin(),
    end: () => end.abort(),
  };
}

/** A function that says how often it ran. */
function counted(fn: (n: number) => unknown = (n) => n * n): {
  runs: number;
  call(calls: Calls, n: number, ttl?: number): Promise<unknown>;
} {
  const state = {
    runs: 0,
    call: (calls: Calls, n: number, ttl?: number) =>
      calls.call({
        args: [n],
        ttl: ttl ?? null,
        compute: () => {
          state.runs++;
          return fn(n);
        },
      }),
  };
  return state;
}

async function locksOf(app: string): Promise<string[]> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].map(({ name }) => name!).filter((name) => name.includes(app));
}

describe('state.cache', () => {
  it('shows what one session sets in all others, and what was there to one that comes later', async () => {
    const app = freshApp();
    const [a, b] = [member(app), member(app, await tab())];
    await Promise.all([a.map.ready, b.map.ready]);
    a.map.set('n', { deep: [1, new Date(5)] });
    expect(a.map.get('n')).to.deep.equal({ deep: [1, new Date(5)] });
    await until(() => b.map.has('n'));
    expect(b.map.get('n')).to.deep.equal({ deep: [1, new Date(5)] });
    b.map.set('m', 2).delete('n');
    await until(() => a.map.get('m') === 2 && !a.map.has('n'));
    const late = member(app, await tab());
    await late.map.ready;
    expect([...late.map]).to.deep.equal([['m', 2]]);
    expect([...a.problems, ...b.problems]).to.deep.equal([]);
  });

  it('tells of a change of a key, whoever made it', async () => {
    const app = freshApp();
    const [a, b] = [member(app), member(app, await tab())];
    await Promise.all([a.map.ready, b.map.ready]);
    const events: unknown[] = [];
    for (const each of [a, b]) each.map.onChange('n', (event) => events.push(event));
    const stop = b.map.onChange('n', () => events.push('stopped'));
    stop();
    a.map.set('other', 0);
    a.map.set('n', 1);
    await until(() => events.length === 2);
    expect(events).to.deep.equal([
      { key: 'n', new: 1, old: undefined },
      { key: 'n', new: 1, old: undefined },
    ]);
  });

  it('loses no update of three tabs that hammer the same key', async () => {
    const app = freshApp();
    const members = [member(app), member(app, await tab()), member(app, await tab())];
    await Promise.all(members.flatMap(({ map }) => Array.from({ length: 50 }, () => map.update<number>('n', (n = 0) => n + 1))));
    for (const { map } of members) await map.update<number>('n', (n) => n!);
    expect(members.map(({ map }) => map.get('n'))).to.deep.equal([150, 150, 150]);
  });

  it('comes to the same last value everywhere when all set at once', async () => {
    const app = freshApp();
    const members = [member(app), member(app, await tab()), member(app, await tab())];
    await Promise.all(members.map(({ map }) => map.ready));
    for (const [name, { map }] of members.entries()) for (let n = 0; n < 100; n++) map.set('n', `${name} ${n}`);
    // An update comes after all own writes, so that behind three of them all writes are done.
    for (const { map } of members) await map.update('done', () => true);
    for (const { map } of members) await map.reload();
    const values = members.map(({ map }) => map.get('n'));
    expect(values[0]).to.match(/ 99$/);
    expect(values).to.deep.equal([values[0], values[0], values[0]]);
  });

  it('changes nothing when an update throws or gives what cannot be cloned', async () => {
    const { map } = member(freshApp());
    await map.update('n', () => 1);
    const failure = (work: Promise<unknown>): Promise<Error> =>
      work.then(
        () => expect.fail(),
        (error: Error) => error,
      );
    expect(
      await failure(
        map.update('n', () => {
          throw new RangeError('no');
        }),
      ),
    ).to.include({ name: 'RangeError', message: 'no' });
    expect(await failure(map.update('n', () => () => 1)))
      .to.have.property('message')
      .that.includes("the value of 'n' cannot be shared");
    expect(await map.update('n', (n) => n)).to.equal(1);
  });

  it('is empty for whoever comes when all have gone', async () => {
    const app = freshApp();
    const a = member(app);
    await a.map.update('n', () => 1);
    a.end();
    while ((await locksOf(app)).length > 0);
    const b = member(app);
    await b.map.ready;
    expect(b.map.size).to.equal(0);
  });

  it('is kept while a page is frozen alone, and catches up with what others did', async () => {
    const app = freshApp();
    const a = member(app);
    await a.map.update('n', () => 1);
    a.resign();
    await a.rejoin();
    expect(a.map.get('n')).to.equal(1);
    const b = member(app, await tab());
    await b.map.ready;
    a.resign();
    await b.map.update('n', () => 2);
    await a.rejoin();
    expect(a.map.get('n')).to.equal(2);
  });
});

describe('cached results', () => {
  it('are computed once when sessions of three tabs ask for them at the same time', async () => {
    const app = freshApp();
    const square = counted(async (n) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return n * n;
    });
    const members = [member(app), member(app, await tab()), member(app, await tab())];
    const asked = Array.from({ length: 60 }, (_, i) => square.call(members[i % 3]!.calls(), i % 5));
    expect(await Promise.all(asked)).to.deep.equal(Array.from({ length: 60 }, (_, i) => (i % 5) ** 2));
    expect(square.runs).to.equal(5);
    expect(members.flatMap(({ problems }) => problems)).to.deep.equal([]);
  });

  it('are forgotten everywhere when one session clears them', async () => {
    const app = freshApp();
    const square = counted();
    const [a, b] = [member(app).calls(), member(app, await tab()).calls()];
    for (const calls of [a, b]) await square.call(calls, 3);
    expect(square.runs).to.equal(1);
    await a.clear();
    await square.call(a, 3);
    expect(square.runs).to.equal(2);
    let seen = 0;
    await until(() => {
      void square.call(b, 3).then(() => seen++);
      return seen > 2;
    });
    expect(square.runs).to.equal(2);
  });

  it('are not kept when they were begun before they were cleared', async () => {
    const app = freshApp();
    let finish: ((value: string) => void) | undefined;
    const slow = counted(() => new Promise((resolve) => (finish = resolve)));
    const [a, b] = [member(app).calls(), member(app, await tab()).calls()];
    const first = slow.call(a, 1).catch(() => 'given up');
    await until(() => finish !== undefined);
    await b.clear();
    const second = slow.call(b, 1); // does not wait for the first, which is out of date
    await until(() => slow.runs === 2);
    finish!('second');
    expect(await second).to.equal('second');
    void first;
  });

  it('are not kept when the function fails; a session of another tab tries itself', async () => {
    const app = freshApp();
    let fail = true;
    const flaky = counted((n) => {
      if (!fail) return n;
      fail = false;
      throw new RangeError('not yet');
    });
    const [a, b] = [member(app).calls(), member(app, await tab()).calls()];
    expect(await flaky.call(a, 1).catch((error: Error) => error.message)).to.equal('not yet');
    expect(await flaky.call(b, 1)).to.equal(1);
    expect(await flaky.call(a, 1)).to.equal(1);
    expect(flaky.runs).to.equal(2);
  });

  it('go by the policy over all sessions when there are too many', async () => {
    for (const [policy, gone] of [
      ['LRU', 2],
      ['LFU', 2],
      ['FIFO', 1],
    ] as const) {
      const app = freshApp();
      const square = counted();
      const [a, b] = [member(app).calls({ maxItems: 2, policy }), member(app, await tab()).calls({ maxItems: 2, policy })];
      await square.call(a, 1);
      await square.call(a, 2);
      await square.call(a, 1);
      await square.call(a, 3);
      expect(square.runs).to.equal(3);
      await square.call(b, gone === 1 ? 2 : 1);
      expect(square.runs, policy).to.equal(3);
      await square.call(b, gone);
      expect(square.runs, policy).to.equal(4);
    }
  });

  it('expire everywhere at the same time', async () => {
    const app = freshApp();
    const square = counted();
    const [a, b] = [member(app).calls(), member(app, await tab()).calls()];
    await square.call(a, 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await square.call(b, 1, 60_000);
    expect(square.runs).to.equal(2);
    await square.call(a, 1, 60_000);
    expect(square.runs).to.equal(2);
  });

  it('stay with each session where a copy is not as good, or arguments mean nothing elsewhere', async () => {
    const app = freshApp();
    class Client {}
    const connect = counted(() => new Client());
    const [a, b] = [member(app).calls(), member(app, await tab()).calls()];
    expect(await connect.call(a, 1)).to.equal(await connect.call(a, 1));
    expect(await connect.call(b, 1)).to.be.instanceOf(Client);
    expect(connect.runs).to.equal(2);
    const own = new Client();
    const ask = (calls: Calls): Promise<unknown> => calls.call({ args: [own], ttl: null, compute: () => 7 });
    expect(await Promise.all([ask(a), ask(b)])).to.deep.equal([7, 7]);
  });

  it('stay on the disk when all sessions have ended, if they go there', async () => {
    const app = freshApp();
    const square = counted();
    for (let session = 0; session < 2; session++) {
      const one = member(app);
      await square.call(one.calls({}, 'disk'), 4);
      await square.call(one.calls({}, 'origin'), 4);
      one.end();
      while ((await locksOf(app)).length > 0);
    }
    expect(square.runs).to.equal(3);
  });

  it('are computed by another session when that which does ends, and its own caller hears of the end', async () => {
    const app = freshApp();
    const never = counted(() => new Promise(() => {}));
    const square = counted();
    const a = member(app);
    const lost = never.call(a.calls(), 2).catch((error: Error) => error.name);
    await until(() => never.runs === 1);
    const found = square.call(member(app, await tab()).calls(), 2);
    a.end();
    expect(await found).to.equal(4);
    expect(await lost).to.equal('AbortError');
  });

  it('of this session alone survive that its page is frozen', async () => {
    const connect = counted(() => ({}));
    const session = member(freshApp());
    const first = await connect.call(session.calls({}, 'session'), 1);
    session.resign();
    await session.rejoin();
    expect(await connect.call(session.calls({}, 'session'), 1)).to.equal(first);
  });

  it('hold nobody up while the page of the session that computes is frozen', async () => {
    const app = freshApp();
    let finish: ((value: string) => void) | undefined;
    const slow = counted(() => new Promise((resolve) => (finish = resolve)));
    const square = counted();
    const a = member(app);
    const first = slow.call(a.calls(), 2);
    await until(() => slow.runs === 1);
    a.resign();
    expect(await square.call(member(app, await tab()).calls(), 2)).to.equal(4);
    finish!('late');
    await a.rejoin();
    expect(await first).to.equal('late');
    expect(slow.runs).to.equal(1);
  });

  it('leave no lock and no channel behind', async () => {
    const app = freshApp();
    const square = counted();
    const members = [member(app), member(app, await tab())];
    for (const each of members) {
      await each.map.update('n', () => 1);
      await square.call(each.calls(), 1);
    }
    expect(await locksOf(app)).to.have.length(4); // each is present in both parts
    for (const each of members) await each.rejoin(); // a page may hear twice that it is back
    expect(await locksOf(app)).to.have.length(4);
    for (const each of members) each.end();
    while ((await locksOf(app)).length > 0);
  });
});

describe('where the browser refuses to store', () => {
  /** Replaces a method until the test has ended; what it refuses cannot be had otherwise from a browser that stores. */
  function refuse<Owner extends object>(owner: Owner, method: keyof Owner & string, name: string): void {
    const original = Object.getOwnPropertyDescriptor(owner, method)!;
    const value = (): never => {
      throw new DOMException('refused by the browser', name);
    };
    Object.defineProperty(owner, method, { ...original, value });
    atEnd(() => Object.defineProperty(owner, method, original));
  }

  async function useAll(session: Member): Promise<unknown[]> {
    const square = counted();
    const results = [await square.call(session.calls(), 3), await square.call(session.calls(), 3), square.runs];
    session.map.set('n', 1).set('m', 2);
    await session.map.ready;
    return [...results, session.map.get('n')];
  }

  it('at all, as in some private windows, a session keeps values and results for itself and says so once', async () => {
    refuse(IDBFactory.prototype, 'open', 'SecurityError');
    const session = member(freshApp());
    expect(await useAll(session)).to.deep.equal([9, 9, 1, 1]);
    expect(await session.map.update<number>('n', (n) => n! + 1)).to.equal(2);
    expect(session.problems.map(String)).to.deep.equal([
      'Error: What tabs share cannot be stored, so this session keeps it for itself: SecurityError: refused by the browser',
    ]);
  });

  it('more, because the disk is full, a session keeps what is new for itself and says so once', async () => {
    const app = freshApp();
    const session = member(app);
    await session.map.update('old', () => 1);
    refuse(IDBObjectStore.prototype, 'put', 'QuotaExceededError');
    expect(await useAll(session)).to.deep.equal([9, 9, 1, 1]);
    await until(() => session.problems.length > 0);
    await session.map.reload();
    expect([session.map.get('n'), session.map.get('old')]).to.deep.equal([1, 1]);
    expect(session.problems.map(String)).to.deep.equal([
      'Error: What tabs share cannot be stored, so this session keeps it for itself: QuotaExceededError: refused by the browser',
    ]);
    const failed = await session.map.update('old', () => 2).catch((error: Error) => error.name);
    expect(failed).to.equal('QuotaExceededError');
  });
});
