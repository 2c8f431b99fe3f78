import { describe, expect, it, vi } from 'vitest';
import { bindSession, sleep } from '../../../src/session/index.ts';
import { openSession, settle } from './harness.ts';

describe('Session', () => {
  it('runs the app, then the load callbacks in order, then says that it is ready', async () => {
    const { session, told } = openSession();
    const order: string[] = [];
    await session.start(() => {
      session.state.onload(() => {
        order.push('first', String(session.state.loaded));
        session.state.onload(() => order.push('added while loading'));
      });
      session.state.onload(async () => {
        await sleep(1);
        order.push('second');
      });
      order.push('app');
    });
    await settle();
    expect(order).toEqual(['app', 'first', 'false', 'added while loading', 'second']);
    expect(session.state.loaded).toBe(true);
    expect(told.at(-1)).toEqual({ type: 'ready' });
    session.state.onload(() => order.push('late'));
    expect(order.at(-1)).toBe('late');
  });

  it('names the author’s line when the app fails to load, and is never ready', async () => {
    const { session, told } = openSession();
    await session.start(() => {
      const error = new TypeError('no such thing');
      error.stack = `TypeError: no such thing\n    at app.js:12:7`;
      throw error;
    });
    await settle();
    expect(told.filter((message) => message.type === 'error')).toMatchObject([
      {
        weight: 'fatal',
        report: { name: 'TypeError', message: 'no such thing', what: 'loading the app', where: { file: 'app.js', line: 12, column: 7 } },
      },
    ]);
    expect(told.some((message) => message.type === 'ready')).toBe(false);
  });

  it('does not take a file for the author’s whose name ends like its', async () => {
    const { session, told } = openSession();
    const report = (stack: string): void => session.report(Object.assign(new Error('x'), { stack }), 'x');
    report('Error: x\n    at f (https://a.org/my-app.js:2:9)\n    at eval (app.js:3:5)');
    report('f@https://a.org/app.js:2:9\n@app.js:4:5');
    report('Error: x\n    at https://a.org/lib/app.js:2:9');
    await settle();
    expect(told.map((message) => message.type === 'error' && message.report.where?.line)).toEqual([3, 4, undefined]);
  });

  it('tells all of several errors, and the place of the first', async () => {
    const { session, told } = openSession();
    const at = (line: number, error: Error): Error => Object.assign(error, { stack: `at app.js:${line}:5` });
    const errors = [at(3, new RangeError('a')), at(4, new TypeError('b')), 'c'];
    session.report(Object.assign(new AggregateError(errors, 'Several failed.'), { stack: '' }), 'x');
    await settle();
    expect(told).toMatchObject([
      {
        report: {
          message: 'Several failed. – RangeError: a – TypeError: b – Error: A value that is no Error was thrown: "c"',
          where: { line: 3, column: 5 },
        },
      },
    ]);
  });

  it('reports a callback’s error with its causes and goes on', async () => {
    const { session, told } = openSession();
    void session.dispatch(() => {
      throw new Error('outer', { cause: new RangeError('inner') });
    }, 'button.onClick');
    await session.dispatch(() => Promise.reject(new Error('later')), 'async callback');
    await settle();
    expect(told.filter((message) => message.type === 'error')).toMatchObject([
      { weight: 'callback', report: { what: 'button.onClick', message: 'outer', cause: { name: 'RangeError', message: 'inner' } } },
      { weight: 'callback', report: { what: 'async callback', message: 'later' } },
    ]);
  });

  it('describes what was thrown even when it is no Error', async () => {
    const { session, told } = openSession();
    void session.dispatch(() => {
      throw { code: 7 }; // eslint-disable-line no-throw-literal
    }, 'callback');
    await settle();
    expect(told).toMatchObject([{ report: { message: 'A value that is no Error was thrown: {"code":7}' } }]);
  });

  it('gives errors to the author’s handler instead of the page, and reports a handler that fails', async () => {
    const { session, told } = openSession();
    const seen: unknown[] = [];
    bindSession(() => session).configure({ exceptionHandler: (error: unknown, what: string) => void seen.push([String(error), what]) });
    session.report(new Error('x'), 'here');
    expect(seen).toEqual([['Error: x', 'here']]);
    bindSession(() => session).configure({
      exceptionHandler: () => {
        throw new Error('handler');
      },
    });
    session.report(new Error('x'), 'here');
    await settle();
    expect(told.filter((message) => message.type === 'error')).toMatchObject([
      { report: { what: 'exceptionHandler', message: 'handler' } },
    ]);
  });

  it('runs what it is told to execute as a callback: busy meanwhile, its errors reported', async () => {
    const { session, told } = openSession();
    session.state.execute(async () => {
      await sleep(1);
      throw new Error('in vain');
    });
    expect(session.state.busy).toBe(true);
    await vi.waitFor(() => expect(session.state.busy).toBe(false));
    await settle();
    expect(told).toMatchObject([
      { type: 'busy' },
      { type: 'busy' },
      { type: 'error', report: { what: 'state.execute', message: 'in vain' } },
    ]);
  });

  it('executes on a thread only what thread() made, and knows no other schedule', () => {
    const { state } = openSession().session;
    expect(() => state.execute(() => undefined, { schedule: 'thread' })).toThrow('fn must be made by thread()');
    const looksLikeOne = Object.assign(() => undefined, { with: () => undefined });
    expect(() => state.execute(looksLikeOne, { schedule: 'thread' })).toThrow('fn must be made by thread()');
    expect(() => state.execute(() => undefined, { schedule: 'later' as 'auto' })).toThrow(
      "schedule must be 'auto' or 'thread', not 'later'",
    );
  });

  it('is busy from the first callback under way to the end of the last', async () => {
    const { session, told } = openSession();
    const first = session.dispatch(() => sleep(5), 'a');
    const second = session.dispatch(() => sleep(1), 'b');
    expect(session.state.busy).toBe(true);
    await second;
    expect(session.state.busy).toBe(true);
    await first;
    expect(session.state.busy).toBe(false);
    await settle();
    expect(told).toEqual([
      { type: 'busy', busy: true },
      { type: 'busy', busy: false },
    ]);
  });

  it('ends once: every hook runs though one fails, then the signal aborts, and late errors are nobody’s', async () => {
    const { session, told } = openSession();
    const order: string[] = [];
    session.state.onSessionDestroyed(() => {
      throw new Error('hook');
    });
    session.state.onSessionDestroyed(() => order.push(`aborted ${session.signal.aborted}`));
    session.destroy();
    session.destroy();
    session.report(new Error('late'), 'late');
    await settle();
    expect(order).toEqual(['aborted false']);
    expect(told.map((message) => message.type)).toEqual(['error', 'destroyed']);
  });

  it('reports the error of an async hook, and says that it has ended when the last one has', async () => {
    const { session, told } = openSession();
    let fail: ((error: Error) => void) | undefined;
    session.state.onSessionDestroyed(() => new Promise((_, reject) => (fail = reject)));
    session.state.onSessionDestroyed(() => Promise.reject(session.signal.reason ?? new DOMException('Gone.', 'AbortError')));
    session.destroy();
    await settle();
    expect([session.signal.aborted, told.filter(({ type }) => type !== 'busy')]).toEqual([true, []]);
    fail!(new RangeError('not saved'));
    await settle();
    expect(told.filter(({ type }) => type !== 'busy')).toMatchObject([
      { type: 'error', report: { message: 'not saved', what: 'state.onSessionDestroyed' } },
      { type: 'destroyed' },
    ]);
  });

  it('runs a callback that is a generator to its end, and reports where it fails', async () => {
    const { session, told } = openSession();
    const order: unknown[] = [];
    session.state.execute(function* () {
      order.push('one');
      yield;
      order.push('two', session.state.busy);
    });
    session.state.execute(async function* () {
      yield;
      throw new RangeError('half way');
    });
    await settle();
    expect(order).toEqual(['one', 'two', true]);
    expect(told).toContainEqual(expect.objectContaining({ type: 'error', report: expect.objectContaining({ message: 'half way' }) }));
    expect(session.state.busy).toBe(false);
  });

  it('starts though the browser does not answer who else is there, or refuses to', async () => {
    for (const query of [() => new Promise(() => {}), () => Promise.reject(new DOMException('no', 'SecurityError'))]) {
      vi.stubGlobal('navigator', { locks: { query } });
      const { session } = openSession();
      const began = performance.now();
      let ran = false;
      await session.start(() => (ran = true));
      expect(ran).toBe(true);
      expect(performance.now() - began).toBeLessThan(2000);
    }
    vi.unstubAllGlobals();
  });

  it('does not run the code of an app that was removed before it began', async () => {
    const { session } = openSession();
    let ran = false;
    const started = session.start(() => (ran = true));
    session.destroy();
    await started;
    expect(ran).toBe(false);
  });

  it('refuses an unknown option and changes nothing', () => {
    const { session } = openSession();
    expect(() => bindSession(() => session).configure({ throttled: true, nosuch: 1 })).toThrow(/nosuch/);
    expect(session.config.throttled).toBe(false);
  });
});

describe('withLock', () => {
  it('runs first come first served and holds across awaits, while unlocked work and other sessions go on', async () => {
    vi.useFakeTimers();
    const [one, other] = [openSession('one'), openSession('other')];
    const start = Date.now();
    const log: string[] = [];
    const note = (what: string): void => void log.push(`${what} ${Date.now() - start}`);
    const locked = (session: typeof one.session, what: string, ms: number) =>
      bindSession(() => session).withLock(async () => {
        note(what);
        await sleep(ms);
      })();
    const all = [
      locked(one.session, 'L1', 400),
      locked(one.session, 'L2', 400),
      locked(one.session, 'S', 0),
      locked(other.session, 'other', 400),
    ];
    note('unlocked');
    await vi.runAllTimersAsync();
    await Promise.all(all);
    expect(log).toEqual(['unlocked 0', 'L1 0', 'other 0', 'L2 400', 'S 800']);
    vi.useRealTimers();
  });

  it('gives way after an error, which its own caller gets', async () => {
    const { session } = openSession();
    const { withLock } = bindSession(() => session);
    const failed = withLock(() => {
      throw new Error('x');
    })();
    const next = withLock(() => 'next')();
    await expect(failed).rejects.toThrow('x');
    expect(await next).toBe('next');
  });

  it('refuses what is no function', () => {
    const { session } = openSession();
    expect(() => bindSession(() => session).withLock(5 as never)).toThrow(new TypeError('withLock: fn must be a function, not 5.'));
  });
});

describe('callbacks of a session', () => {
  it('must be functions, and their options be there', () => {
    const { state } = openSession().session;
    for (const name of ['onload', 'onSessionDestroyed', 'execute'] as const)
      expect(() => state[name](5 as never)).toThrow(new TypeError(`state.${name}: fn must be a function, not 5.`));
    expect(() => state.execute(() => {}, 'thread' as never)).toThrow('state.execute: "thread" is none of its options, { schedule }.');
    expect(() => state.execute(() => {}, { when: 'later' } as never)).toThrow(
      'state.execute: "when" is none of its options, { schedule }.',
    );
  });
});

describe('sleep', () => {
  it('rejects with the reason of its signal and refuses a negative time', async () => {
    const stop = new AbortController();
    const sleeping = sleep(60_000, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(sleep(-1)).rejects.toThrow('sleep: ms must be at least 0, not -1.');
  });

  it('takes any time, also one that no timer can count', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const log: string[] = [];
    void sleep(2 ** 32 + 5).then(() => log.push('awake'));
    const endless = sleep(Infinity, { signal: stop.signal });
    await vi.advanceTimersByTimeAsync(2 ** 32 + 4);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([log, vi.getTimerCount()]).toEqual([['awake'], 1]);
    stop.abort(new Error('enough'));
    await expect(endless).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
