import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { GlobalTaskRunner, SessionTaskRunner } from '../../../src/component/runner/index.ts';
import { bindClass } from '../../../src/session/index.ts';
import { openSession } from '../session/harness.ts';

const worker = (): number => 1;
function* rows() {
  yield 1;
}

function open() {
  const { session } = openSession();
  return { session, Session: bindClass(SessionTaskRunner, session), Global: bindClass(GlobalTaskRunner, session) };
}

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

describe('SessionTaskRunner', () => {
  it('starts with an empty queue', () => {
    const { Session } = open();
    const runner = new Session({ worker });
    expect([runner.tasks, runner.status, runner.worker]).toEqual([0, 'The queue is empty', worker]);
    expect(runner.param.value.label).toBe('Last Result');
  });

  it('needs a worker', () => {
    const { Session } = open();
    expect(() => new Session({ worker: null as never })).toThrow(/SessionTaskRunner\.worker/);
    expect(() => new (Session as new () => unknown)()).toThrow(/SessionTaskRunner\.worker/);
    expect(() => new Session({ worker, size: 2 } as never)).toThrow(/size/);
  });

  it('lets nobody else set its result, count and status', () => {
    const { Session } = open();
    const runner = new Session({ worker });
    for (const name of ['value', 'tasks', 'status'] as const) {
      expect(() => Object.assign(runner, { [name]: 1 })).toThrow(`SessionTaskRunner.${name}`);
    }
  });

  it('refuses a worker that is a generator, when it is made and when it is set', () => {
    const { Session } = open();
    const rule = /SessionTaskRunner\.worker.* must not be a generator, since a task has one result; tell .* heddle\.task\.progress\(\)/;
    expect(() => new Session({ worker: rows })).toThrow(rule);
    const runner = new Session({ worker });
    expect(() => Object.assign(runner, { worker: rows })).toThrow(rule);
    expect(runner.worker).toBe(worker);
  });

  it('is kept by nobody once its author has let it go, though its session goes on', async () => {
    const { Session, session } = open();
    const left = new WeakRef(new Session({ worker }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    gc();
    expect(left.deref()).toBe(undefined);
    session.destroy();
  });

  it('takes no task once its session has ended', () => {
    const { Session, session } = open();
    const runner = new Session({ worker });
    session.destroy();
    expect(() => runner.append('late')).toThrow('SessionTaskRunner.append: the session has ended.');
  });
});

describe('GlobalTaskRunner', () => {
  it('is one object for a key in a session, as it was made first', () => {
    const { Global, session } = open();
    const first = new Global({ key: 'clock', worker, seconds: 60 });
    const second = new Global({ key: 'clock', worker: () => 2, seconds: 5 });
    expect(second).toBe(first);
    expect([first.seconds, first.worker]).toEqual([60, worker]);
    expect(new Global({ key: 'other', worker, seconds: 60 })).not.toBe(first);
    session.destroy();
  });

  it('is another object in another session', () => {
    const [a, b] = [open(), open()];
    const first = new a.Global({ key: 'clock', worker });
    expect(new b.Global({ key: 'clock', worker })).not.toBe(first);
    expect(first.session).toBe(a.session);
    a.session.destroy();
    b.session.destroy();
  });

  it('refuses options out of bounds, and the key stays free', () => {
    const { Global, session } = open();
    expect(() => new Global({ key: 'clock', worker, seconds: 0 })).toThrow(/GlobalTaskRunner\.seconds.*0\.001/);
    expect(() => new Global({ key: 'clock', worker: undefined as never })).toThrow(/GlobalTaskRunner\.worker/);
    expect(() => new Global({ key: 'clock', worker: rows })).toThrow(/GlobalTaskRunner\.worker.* must not be a generator/);
    expect(() => new Global({ key: 7 as never, worker })).toThrow(/GlobalTaskRunner\.key/);
    expect(() => new Global({ worker } as never)).toThrow(/GlobalTaskRunner\.key/);
    expect(new Global({ key: 'clock', worker, seconds: 2 }).seconds).toBe(2);
    session.destroy();
  });

  it('frees its key when it is removed', async () => {
    const { Global, session } = open();
    const first = new Global({ key: 'clock', worker });
    await first.remove();
    const second = new Global({ key: 'clock', worker });
    expect(second).not.toBe(first);
    await Global.removeAll();
    expect(new Global({ key: 'clock', worker })).not.toBe(second);
    session.destroy();
  });
});
