import { expect } from 'chai';
import { type Loop, Loops } from '../../../src/origin/index.ts';
import { atEnd, freshApp, openTab, until, type Tab } from './tab.ts';

interface Module {
  Loops: typeof Loops;
}

const tab = (): Promise<Tab & Module> => openTab('/src/origin/index.ts');

interface Member {
  readonly loops: Loops;
  readonly loop: Loop;
  readonly values: unknown[];
  readonly errors: (Error | undefined)[];
  readonly paces: number[];
  readonly problems: unknown[];
  readonly runs: number;
  readonly removed: boolean;
  destroy(): void;
}

/** A session that takes part in the loop 'key', and what it sees of it. */
function member(
  app: string,
  work: () => unknown,
  { Loops: Class = Loops, seconds = 0.02 }: Partial<Module> & { seconds?: number } = {},
): Member {
  const end = new AbortController();
  atEnd(() => end.abort());
  const seen = {
    values: [] as unknown[],
    errors: [] as (Error | undefined)[],
    paces: [] as number[],
    problems: [] as unknown[],
    runs: 0,
    removed: false,
  };
  const problem = (what: unknown): void => void seen.problems.push(what);
  const loops = new Class(app, { signal: end.signal, onAlone: problem, onError: problem });
  const loop = loops.open('key', {
    seconds,
    work: async () => {
      seen.runs++;
      return work();
    },
    onResult: (value, error) => {
      seen.values.push(value);
      seen.errors.push(error);
    },
    onPace: (pace) => seen.paces.push(pace),
    onRemove: () => (seen.removed = true),
  });
  return Object.assign(seen, { loops, loop, destroy: () => end.abort() });
}

/** Counts the runs of one session: `a1`, `a2` … */
function counter(name: string): () => string {
  let runs = 0;
  return () => `${name}${++runs}`;
}

describe('Loops', () => {
  it('runs one loop for all tabs, and each sees every result', async () => {
    const app = freshApp();
    const a = member(app, counter('a'));
    await until(() => a.values.length > 0);
    const b = member(app, counter('b'), await tab());
    await until(() => b.values.length >= 5);
    expect(b.runs).to.equal(0);
    expect(a.values.slice(-5)).to.deep.equal(b.values.slice(-5));
    expect([...a.problems, ...b.problems]).to.deep.equal([]);
  });

  it('tells a session that comes late the last value at once', async () => {
    const app = freshApp();
    const a = member(app, counter('a'), { seconds: 3600 });
    await until(() => a.values.length === 1);
    const b = member(app, counter('b'), await tab());
    await until(() => b.values.length === 1);
    expect(b.values).to.deep.equal(['a1']);
    expect(b.paces).to.deep.equal([3600]);
  });

  it('goes on in another tab when the leader’s closes, from where it was', async () => {
    const app = freshApp();
    const other = await tab();
    const a = member(app, counter('a'), other);
    await until(() => a.values.length > 0);
    const b = member(app, counter('b'));
    await until(() => b.values.length > 0);
    other.close();
    await until(() => b.values.includes('b1'));
    expect(String(b.values[0])).to.match(/^a/);
  });

  it('goes on in another session when the leader’s is destroyed', async () => {
    const app = freshApp();
    const a = member(app, counter('a'));
    await until(() => a.values.length > 0);
    const b = member(app, counter('b'));
    a.destroy();
    await until(() => b.values.includes('b3'));
  });

  it('waits for the rest of the pause when the lead changes hands', async () => {
    const app = freshApp();
    const a = member(app, counter('a'), { seconds: 3600 });
    await until(() => a.values.length === 1);
    const b = member(app, counter('b'), { seconds: 3600 });
    await until(() => b.values.length === 1);
    a.destroy();
    const c = member(app, counter('c'), { seconds: 3600 });
    await until(() => c.values.length === 1);
    expect(b.runs).to.equal(0);
    expect(c.values).to.deep.equal(['a1']);
  });

  it('goes on in another tab while the leader’s page is frozen', async () => {
    const app = freshApp();
    const a = member(app, counter('a'));
    await until(() => a.values.length > 0);
    const b = member(app, counter('b'), await tab());
    await a.loops.resign();
    await until(() => b.values.includes('b3'));
    const runs = a.runs;
    await a.loops.rejoin();
    b.destroy();
    await until(() => a.runs > runs);
  });

  it('takes the lead from a worker that has been busy for seconds', async () => {
    const app = freshApp();
    const worker = new Worker(new URL('./loops-worker.ts', import.meta.url), { type: 'module' });
    atEnd(() => worker.terminate());
    let said = '';
    worker.onmessage = ({ data }: MessageEvent<string>) => (said = data);
    worker.postMessage({ app });
    await until(() => said === 'worker');
    const a = member(app, counter('a'));
    await until(() => a.values.length > 0);
    worker.postMessage({ spin: 8000 });
    await until(() => a.values.includes('a3'));
  });

  it('shows an error of a run everywhere, beside the last value', async () => {
    const app = freshApp();
    let runs = 0;
    const work = (): number => {
      if (++runs > 2) throw new RangeError(`no ${runs}`);
      return runs;
    };
    const a = member(app, work);
    await until(() => a.values.length > 0);
    const b = member(app, work, await tab());
    await until(() => b.errors.some((error) => error !== undefined));
    const failed = b.errors.findIndex((error) => error !== undefined);
    expect(b.errors[failed]!.message).to.match(/^no \d+$/);
    expect(b.errors[failed]!.name).to.equal('RangeError');
    expect(b.values[failed]).to.equal(2);
    expect(a.errors.some((error) => error instanceof RangeError)).to.equal(true);
  });

  it('shows a value that cannot be cloned nowhere, but the reason everywhere', async () => {
    const app = freshApp();
    let runs = 0;
    const a = member(app, () => (++runs === 1 ? 1 : () => 2));
    await until(() => a.values.length > 0);
    const b = member(app, () => 0, await tab());
    await until(() => b.errors.some((error) => error !== undefined));
    expect(a.values.every((value) => value === 1)).to.equal(true);
    expect(b.values.every((value) => value === 1)).to.equal(true);
    expect(a.errors.at(-1)!.name).to.equal('DataCloneError');
  });

  it('takes a new pause from any tab, for the pauses that follow', async () => {
    const app = freshApp();
    const a = member(app, counter('a'));
    await until(() => a.values.length > 0);
    const b = member(app, counter('b'), await tab());
    await until(() => b.values.length > 0);
    b.loop.setPace(3600);
    await until(() => a.paces.length > 0);
    expect(a.paces).to.deep.equal([3600]);
    const c = member(app, counter('c'));
    await until(() => c.paces.length > 0);
    expect(c.paces).to.deep.equal([3600]);
  });

  it('ends everywhere when one session removes it', async () => {
    const app = freshApp();
    const a = member(app, counter('a'));
    const b = member(app, counter('b'), await tab());
    await until(() => a.values.length > 0 && b.values.length > 0);
    await b.loop.remove();
    await until(() => a.removed && b.removed);
    await Promise.all([a.loop.done, b.loop.done]);
    const runs = a.runs + b.runs;
    const again = member(app, counter('again'));
    await until(() => again.values.includes('again3'));
    expect(a.runs + b.runs).to.equal(runs);
  });

  it('ends all loops of the app at once', async () => {
    const app = freshApp();
    const [a, b, other] = [member(app, counter('a')), member(app, counter('b'), await tab()), member(freshApp(), counter('c'))];
    await until(() => a.values.length > 0 && b.values.length > 0 && other.values.length > 0);
    await new Loops(app, { signal: AbortSignal.timeout(1000), onAlone: () => {}, onError: () => {} }).removeAll();
    await until(() => a.removed && b.removed);
    await Promise.all([a.loop.done, b.loop.done]);
    expect(other.removed).to.equal(false);
  });
});
