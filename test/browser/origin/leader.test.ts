import { expect } from 'chai';
import { Leader } from '../../../src/origin/leader.ts';
import { atEnd, freshApp, openTab, until, type Tab } from './tab.ts';

interface Module {
  Leader: typeof Leader;
}

const tab = (): Promise<Tab & Module> => openTab('/src/origin/leader.ts');

function worker(app: string, options: { spin?: number } = {}): { said: string[]; terminate(): void } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  atEnd(() => worker.terminate());
  const said: string[] = [];
  worker.onmessage = ({ data }: MessageEvent<string>) => said.push(data);
  worker.postMessage({ app, ...options });
  return { said, terminate: () => worker.terminate() };
}

/** One who wants to lead: says when it does, and until when. */
function candidate(leader: Leader, key = 'key'): { readonly leads: boolean; readonly terms: number; stop(): void; done: Promise<void> } {
  const end = new AbortController();
  atEnd(() => end.abort());
  const state = { leads: false, terms: 0 };
  const body = (term: AbortSignal): Promise<void> => {
    state.leads = true;
    state.terms++;
    term.addEventListener('abort', () => (state.leads = false));
    return new Promise(() => {});
  };
  const done = leader.lead(key, body, { signal: end.signal });
  return {
    get leads() {
      return state.leads;
    },
    get terms() {
      return state.terms;
    },
    stop: () => end.abort(),
    done,
  };
}

describe('Leader', () => {
  it('lets one of several tabs lead, and the next one when that ends', async () => {
    const app = freshApp();
    const tabs = [{ Leader }, await tab(), await tab()].map((module) => candidate(new module.Leader(app)));
    for (let left = tabs.length; left > 0; left--) {
      await until(() => tabs.some((each) => each.leads));
      expect(tabs.filter((each) => each.leads)).to.have.length(1);
      const leader = tabs.find((each) => each.leads)!;
      leader.stop();
      await leader.done;
      expect(leader.leads).to.equal(false);
    }
    expect(tabs.map((each) => each.terms)).to.deep.equal([1, 1, 1]);
  });

  it('frees the lock when its tab closes', async () => {
    const app = freshApp();
    const other = await tab();
    const first = candidate(new other.Leader(app));
    await until(() => first.leads);
    const next = candidate(new Leader(app));
    other.close();
    await until(() => next.leads);
  });

  it('works in a worker, and frees the lock when the worker is terminated', async () => {
    const app = freshApp();
    const first = worker(app);
    await until(() => first.said.includes('leads'));
    const next = candidate(new Leader(app));
    first.terminate();
    await until(() => next.leads);
  });

  it('elects for each key and each app of its own', async () => {
    const app = freshApp();
    const all = [candidate(new Leader(app), 'a'), candidate(new Leader(app), 'b'), candidate(new Leader(freshApp()), 'a')];
    await until(() => all.every((each) => each.leads));
  });

  it('gives up its terms when the page is frozen, and stands again when it is back', async () => {
    const app = freshApp();
    const other = await tab();
    const frozen = new other.Leader(app);
    const first = candidate(frozen);
    await until(() => first.leads);
    const next = candidate(new Leader(app));
    frozen.resign();
    expect(first.leads).to.equal(false);
    await until(() => next.leads);
    frozen.rejoin();
    next.stop();
    await until(() => first.leads);
    expect(first.terms).to.equal(2);
  });

  it('does not lead between resign and rejoin, also when nobody else does', async () => {
    const app = freshApp();
    const leader = new Leader(app);
    leader.resign();
    const first = candidate(leader);
    const other = candidate(new Leader(app));
    await until(() => other.leads);
    other.stop();
    const next = candidate(new Leader(app));
    await until(() => next.leads);
    expect(first.terms).to.equal(0);
    next.stop();
    leader.rejoin();
    await until(() => first.leads);
  });

  it('gives up the term of one who stands for a key that another has just let go of', async () => {
    const leader = new Leader(freshApp());
    const first = candidate(leader);
    await until(() => first.leads);
    first.stop();
    const second = candidate(leader);
    await first.done;
    await until(() => second.leads);
    leader.resign();
    expect(second.leads).to.equal(false);
  });

  it('takes the lead by force from a worker that is busy, whose term has ended when it looks again', async () => {
    const app = freshApp();
    const busy = worker(app, { spin: 3000 });
    await until(() => busy.said.includes('spins'));
    const leader = new Leader(app);
    const next = candidate(leader);
    leader.seize('key');
    await until(() => next.leads);
    expect(busy.said).not.to.include('ended');
    await until(() => busy.said.includes('ended'));
    expect(next.leads).to.equal(true);
  });

  it('has no use for force while it leads', async () => {
    const leader = new Leader(freshApp());
    const first = candidate(leader);
    await until(() => first.leads);
    leader.seize('key');
    leader.seize('unknown');
    expect(first.leads).to.equal(true);
    expect(first.terms).to.equal(1);
  });

  it('is done when the body is, and passes its error on', async () => {
    const app = freshApp();
    const { signal } = new AbortController();
    await new Leader(app).lead('key', async () => {}, { signal });
    const failed = new Leader(app).lead('key', () => Promise.reject(new Error('no')), { signal });
    expect(await failed.catch((error: Error) => error.message)).to.equal('no');
    const next = candidate(new Leader(app));
    await until(() => next.leads);
  });

  it('settles when its signal aborts, waiting or leading, whatever the reason', async () => {
    const app = freshApp();
    const [first, second] = [new AbortController(), new AbortController()];
    const leads = new Leader(app).lead('key', () => new Promise(() => {}), { signal: first.signal });
    const waits = new Leader(app).lead('key', () => new Promise(() => {}), { signal: second.signal });
    second.abort(new Error('a reason of its own'));
    await waits;
    first.abort('a text');
    await leads;
    await new Leader(app).lead('key', () => Promise.reject(new Error('not reached')), { signal: AbortSignal.abort() });
  });

  it('leads alone where there are no locks', async () => {
    const app = freshApp();
    const all = [candidate(new Leader(app, null)), candidate(new Leader(app, null))];
    await until(() => all.every((each) => each.leads));
    all[0]!.stop();
    await all[0]!.done;
  });
});
