import { expect } from 'chai';
import type { GlobalTaskRunner } from '../../../src/component/index.ts';
import { atEnd, openTab, until } from '../origin/tab.ts';
import { openSession, type Opened } from './stage.ts';

interface Stage {
  openSession: typeof openSession;
}

let count = 0;
const freshKey = (): string => `key-${Date.now()}-${count++}`;

function open(): Opened {
  const opened = openSession();
  atEnd(() => opened.end());
  return opened;
}

/** A session in another document, which ends with it. */
async function openElsewhere(): Promise<Opened & { close(): void }> {
  const tab = await openTab<Stage>('/test/browser/runner/stage.ts');
  return { ...tab.openSession(), close: () => tab.close() };
}

/** A worker whose results nobody else makes. */
const worker = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

function valuesOf(runner: GlobalTaskRunner): unknown[] {
  const seen: unknown[] = [];
  runner.param.watch((event) => seen.push(event.new), 'value');
  return seen;
}

describe('GlobalTaskRunner', () => {
  it('runs its worker on a thread again and again', async () => {
    const { heddle, problems } = open();
    const runner = new heddle.GlobalTaskRunner({ key: freshKey(), worker: () => typeof document, seconds: 0.01 });
    await until(() => runner.value === 'undefined');
    const ticks = new heddle.GlobalTaskRunner({ key: freshKey(), worker, seconds: 0.01 });
    const seen = valuesOf(ticks);
    await until(() => seen.length >= 3);
    expect(new Set(seen)).to.have.property('size', seen.length);
    expect(problems).to.deep.equal([]);
  });

  it('runs once for all sessions of a page, and all see what it gives', async () => {
    const key = freshKey();
    const [a, b] = [open(), open()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker, seconds: 0.02 });
    await until(() => first.value !== null);
    const second = new b.heddle.GlobalTaskRunner({ key, worker, seconds: 0.02 });
    expect(second).not.to.equal(first);
    const [one, two] = [valuesOf(first), valuesOf(second)];
    await until(() => two.length >= 5);
    expect(one.slice(-3)).to.deep.equal(two.slice(-3));
  });

  it('runs once for all tabs, and goes on when its tab closes', async () => {
    const key = freshKey();
    const other = await openElsewhere();
    const first = new other.heddle.GlobalTaskRunner({ key, worker: () => 'there', seconds: 0.02 });
    await until(() => first.value === 'there');
    const second = new (open().heddle.GlobalTaskRunner)({ key, worker: () => 'here', seconds: 0.02 });
    await until(() => second.value === 'there');
    other.close();
    await until(() => second.value === 'here');
  });

  it('goes on in another session when its own ends', async () => {
    const key = freshKey();
    const [a, b] = [open(), open()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker: () => 'a', seconds: 0.02 });
    await until(() => first.value === 'a');
    const second = new b.heddle.GlobalTaskRunner({ key, worker: () => 'b', seconds: 0.02 });
    await until(() => second.value === 'a');
    a.end();
    await until(() => second.value === 'b');
    expect(first.value).to.equal('a');
  });

  it('gives a session that comes late the last value without another run', async () => {
    const key = freshKey();
    const first = new (open().heddle.GlobalTaskRunner)({ key, worker, seconds: 3600 });
    await until(() => first.value !== null);
    const other = await openElsewhere();
    const second = new other.heddle.GlobalTaskRunner({ key, worker });
    await until(() => second.value !== null);
    expect(second.value).to.equal(first.value);
    expect(second.seconds).to.equal(3600);
  });

  it('shows an error of its worker everywhere, with its class, and keeps the last value', async () => {
    const key = freshKey();
    const [a, b] = [open(), await openElsewhere()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker: () => 1, seconds: 0.02 });
    await until(() => first.value === 1);
    const second = new b.heddle.GlobalTaskRunner({ key, worker: () => 2, seconds: 0.02 });
    await until(() => second.value === 1);
    first.worker = () => {
      throw new RangeError('that is enough');
    };
    await until(() => first.exception !== null && second.exception !== null);
    expect(first.exception).to.be.instanceOf(RangeError);
    for (const runner of [first, second]) {
      expect(runner.exception).to.include({ name: 'RangeError', message: 'that is enough' });
      expect(runner.value).to.equal(1);
    }
    expect([...a.problems, ...b.problems]).to.deep.equal([]);
  });

  it('keeps its value, and tells no watcher of it, when its very first run fails', async () => {
    const key = freshKey();
    const [a, b] = [open(), await openElsewhere()];
    const worker = (): never => {
      throw new Error('no');
    };
    const runners = [a, b].map(({ heddle }) => new heddle.GlobalTaskRunner({ key, worker, seconds: 0.01 }));
    const seen = runners.map(valuesOf);
    await until(() => runners.every(({ exception }) => exception !== null));
    expect(runners.map(({ value }) => value)).to.deep.equal([null, null]);
    expect(seen).to.deep.equal([[], []]);
  });

  it('clears its exception with the next result', async () => {
    const { heddle } = open();
    const runner = new heddle.GlobalTaskRunner({
      key: freshKey(),
      worker: () => {
        throw new Error('no');
      },
      seconds: 0.01,
    });
    await until(() => runner.exception !== null);
    runner.worker = () => 'yes';
    await until(() => runner.value === 'yes');
    expect(runner.exception).to.equal(null);
  });

  it('takes a new pause in any tab, and all show it', async () => {
    const key = freshKey();
    const [a, b] = [open(), await openElsewhere()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker, seconds: 0.05 });
    const second = new b.heddle.GlobalTaskRunner({ key, worker, seconds: 0.05 });
    await until(() => first.value !== null && second.value !== null);
    second.seconds = 0.02;
    await until(() => first.seconds === 0.02);
    first.seconds = 3600;
    await until(() => second.seconds === 3600);
    expect(() => (first.seconds = 0)).to.throw('0.001');
  });

  it('ends everywhere when it is removed anywhere', async () => {
    const key = freshKey();
    const [a, b] = [open(), await openElsewhere()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker, seconds: 0.02 });
    const second = new b.heddle.GlobalTaskRunner({ key, worker, seconds: 0.02 });
    await until(() => first.value !== null && second.value !== null);
    await second.remove();
    const fresh = (): GlobalTaskRunner => new a.heddle.GlobalTaskRunner({ key, worker: () => 'fresh', seconds: 0.02 });
    await until(() => fresh() !== first);
    const old = first.value;
    await until(() => fresh().value === 'fresh');
    expect(first.value).to.equal(old);
  });

  it('ends all loops at once', async () => {
    const [a, b] = [open(), await openElsewhere()];
    const [here, there] = [freshKey(), freshKey()];
    const make = ({ heddle }: Opened, key: string): GlobalTaskRunner => new heddle.GlobalTaskRunner({ key, worker, seconds: 0.02 });
    const [first, second] = [make(a, here), make(b, there)];
    await until(() => first.value !== null && second.value !== null);
    await a.heddle.GlobalTaskRunner.removeAll();
    expect(make(a, here)).not.to.equal(first);
    await until(() => make(b, there) !== second);
  });

  it('gives up the lead while its page is frozen', async () => {
    const key = freshKey();
    const [a, b] = [open(), open()];
    const first = new a.heddle.GlobalTaskRunner({ key, worker: () => 'a', seconds: 0.02 });
    await until(() => first.value === 'a');
    const second = new b.heddle.GlobalTaskRunner({ key, worker: () => 'b', seconds: 0.02 });
    a.control.post({ type: 'freeze' });
    await until(() => second.value === 'b');
    a.control.post({ type: 'thaw' });
    b.end();
    await until(() => first.value === 'a');
  });

  it('survives a watcher that throws, which its session reports', async () => {
    const { heddle, problems } = open();
    const runner = new heddle.GlobalTaskRunner({ key: freshKey(), worker, seconds: 0.01 });
    runner.param.watch(() => {
      throw new Error('bad watcher');
    }, 'value');
    await until(() => problems.length >= 2);
    expect(problems[0]).to.equal('bad watcher');
  });

  it('shows its last result and its last exception', async () => {
    const { heddle } = open();
    const runner = new heddle.GlobalTaskRunner({ key: freshKey(), worker: () => 'done', seconds: 3600 });
    await until(() => runner.value === 'done');
    const texts = runner.view().objects.map((pane) => (pane as { object?: unknown }).object);
    expect(texts).to.include('Last Result: done');
  });
});
