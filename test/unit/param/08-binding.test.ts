import { describe, expect, it } from 'vitest';
import { batch, bind, follow, param, Parameterized, rx, Skip, REF, type Follower, type Run } from '../../../src/param/index.ts';

class Source extends Parameterized.with({
  n: param.integer({ default: 1 }),
  m: param.integer({ default: 10 }),
  fn: param.callable<(n: number) => number>({ default: (n) => n + 1 }),
}) {}

/** A stand-in for a widget: it refers to one of its parameters. */
class Slider extends Source {
  [REF]() {
    return this.param.n;
  }
}

/** Gates that a test opens in the order it wants. */
class Gates {
  readonly open: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.open.push(resolve));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function record<T>(seen: unknown[]): Follower<T> {
  return {
    value: (value) => seen.push(value),
    error: (error) => seen.push(`error ${(error as Error).message}`),
  };
}

describe('bind', () => {
  it('gives a function that is evaluated with the current values', () => {
    const source = new Source();
    const sum = bind((n, m, k) => n + m + k, source.param.n, source.param.m, 100);
    expect(sum()).toBe(111);
    source.n = 2;
    expect(sum()).toBe(112);
  });

  it('takes parameters, widgets, rx, bound functions and constants', () => {
    const slider = new Slider({ n: 2 });
    const doubled = bind((n) => n * 2, slider);
    const all = bind((...values) => values.slice(0, 4), slider.param.m, rx(5), doubled, 'x');
    expect(all()).toEqual([10, 5, 4, 'x']);
  });

  it('appends arguments to a bound function', () => {
    const source = new Source();
    const first = bind((n: number, m: number) => `${n} ${m}`, source.param.n);
    expect(first(7)).toBe('1 7');
    expect(bind(first, source.param.m)()).toBe('1 10');
  });

  it('takes the function from a parameter', () => {
    const source = new Source();
    const bound = bind(source.param.fn, source.param.n);
    expect(bound()).toBe(2);
    source.fn = (n) => n - 1;
    expect(bound()).toBe(0);
  });

  it('gives a run to a function that declares one parameter more', () => {
    const source = new Source();
    const runs: Run[] = [];
    bind((_: number, run: Run) => void runs.push(run), source.param.n)();
    expect(runs[0]?.signal.aborted).toBe(false);
  });

  it('awaits an asynchronous bound argument', async () => {
    const source = new Source();
    const later = bind(async (n) => n * 2, source.param.n);
    expect(await bind((n: number) => n + 1, later)()).toBe(3);
  });

  it('with watch, is called at each change with the values of the event', async () => {
    const source = new Source();
    const seen: string[] = [];
    bind(
      async (n, m) => {
        await Promise.resolve();
        seen.push(`${n} ${m}`);
      },
      source.param.n,
      source.param.m,
      { watch: true },
    );
    source.n = 2;
    source.n = 3;
    await turn();
    expect(seen).toEqual(['2 10', '3 10']);
  });

  it('with watch, aborts the older call, whose effects then are its own affair', async () => {
    const source = new Source();
    const signals: AbortSignal[] = [];
    bind(
      async (_n: number, run: Run) => {
        signals.push(run.signal);
        await turn();
      },
      source.param.n,
      { watch: true },
    );
    source.n = 2;
    source.n = 3;
    expect(signals.map((it) => it.aborted)).toEqual([true, false]);
    await turn();
  });

  it('with watch, lets an error reach the setter', () => {
    const source = new Source();
    bind(
      () => {
        throw new Error('no');
      },
      source.param.n,
      { watch: true },
    );
    expect(() => (source.n = 2)).toThrow('no');
  });

  it('refuses what is no function, and a parameter of a class, which has no value to follow', () => {
    expect(() => bind(3 as never)).toThrow('bind needs a function, or a reference to one, not 3.');
    expect(() => bind(rx(3) as never, (n: number) => n)()).toThrow('bind needs a function, or a reference to one, not 3.');
    expect(() => bind((n: number) => n, Source.param.n)()).toThrow("The parameter 'Source.n' of a class is no reference");
  });

  it('with watch, runs a generator to its end unless a newer call supersedes it', async () => {
    const source = new Source();
    const seen: string[] = [];
    bind(
      async function* (n: number) {
        seen.push(`begin ${n}`);
        yield;
        seen.push(`end ${n}`);
      },
      source.param.n,
      { watch: true },
    );
    source.n = 2;
    source.n = 3;
    await turn();
    expect(seen).toEqual(['begin 2', 'begin 3', 'end 3']);
  });
});

describe('follow', () => {
  it('evaluates now and at each change', () => {
    const source = new Source();
    const seen: unknown[] = [];
    follow(
      bind((n) => n * 2, source.param.n),
      record(seen),
    );
    source.n = 2;
    source.m = 2;
    expect(seen).toEqual([2, 4]);
  });

  it('evaluates once where two inputs change together', () => {
    const source = new Source();
    let evaluations = 0;
    const seen: unknown[] = [];
    follow(
      bind(
        (n, m) => {
          evaluations++;
          return n + m;
        },
        source.param.n,
        source.param.m,
      ),
      record(seen),
    );
    source.param.update({ n: 2, m: 20 });
    const other = new Source();
    batch(() => {
      source.n = 3;
      other.n = 3;
      source.m = 30;
    });
    expect(seen).toEqual([11, 22, 33]);
    expect(evaluations).toBe(3);
  });

  it('tells errors, and goes on', () => {
    const source = new Source();
    const seen: unknown[] = [];
    follow(
      bind((n) => {
        if (n === 2) throw new Error('two');
        return n;
      }, source.param.n),
      record(seen),
    );
    source.n = 2;
    source.n = 3;
    expect(seen).toEqual([1, 'error two', 3]);
  });

  it('lets what its error callback throws reach the setter', () => {
    const source = new Source();
    follow(
      bind((n) => {
        if (n === 2) throw new Error('two');
      }, source.param.n),
      {
        value: () => {},
        error: (error) => {
          throw error;
        },
      },
    );
    expect(() => (source.n = 2)).toThrow('two');
  });

  it('keeps the old value when the function throws or returns a Skip', () => {
    const source = new Source();
    const seen: unknown[] = [];
    follow(
      bind((n) => {
        if (n === 2) throw new Skip();
        return n === 3 ? new Skip() : n;
      }, source.param.n),
      record(seen),
    );
    for (const n of [2, 3, 4]) source.n = n;
    expect(seen).toEqual([1, 4]);
  });

  it('shows the newest input only, for any number of overlapping runs', async () => {
    const source = new Source({ n: 0 });
    const gates = new Gates();
    const signals: AbortSignal[] = [];
    const seen: unknown[] = [];
    follow(
      bind(async (n: number, run: Run) => {
        signals.push(run.signal);
        await gates.wait();
        return n;
      }, source.param.n),
      record(seen),
    );
    for (let n = 1; n <= 19; n++) source.n = n;
    expect(signals.filter((it) => it.aborted)).toHaveLength(19);
    for (const open of gates.open.toReversed()) open();
    await turn();
    expect(seen).toEqual([19]);
  });

  it('is pending until the newest run has settled, and keeps the old value meanwhile', async () => {
    const source = new Source();
    const gates = new Gates();
    const seen: unknown[] = [];
    follow(
      bind(async (n) => {
        await gates.wait();
        return n;
      }, source.param.n),
      { ...record(seen), pending: (it) => seen.push(it) },
    );
    source.n = 2;
    gates.open[0]?.();
    await turn();
    expect(seen).toEqual([true]);
    gates.open[1]?.();
    await turn();
    expect(seen).toEqual([true, 2, false]);
    source.n = 3;
    expect(seen).toEqual([true, 2, false, true]);
    gates.open[2]?.();
    await turn();
    expect(seen).toEqual([true, 2, false, true, 3, false]);
  });

  it('tells the error of the newest run, not of a superseded one', async () => {
    const source = new Source();
    const seen: unknown[] = [];
    follow(
      bind(async (n) => {
        await turn();
        throw new Error(String(n));
      }, source.param.n),
      record(seen),
    );
    source.n = 2;
    await turn();
    await turn();
    expect(seen).toEqual(['error 2']);
  });

  it('delivers what a generator yields; a superseded one is closed and contributes nothing more', async () => {
    const source = new Source({ n: 0 });
    const seen: unknown[] = [];
    const closed: number[] = [];
    const gates = new Gates();
    follow(
      bind(async function* (n: number) {
        try {
          yield `${n}-0`;
          await gates.wait();
          yield `${n}-1`;
        } finally {
          closed.push(n);
        }
      }, source.param.n),
      record(seen),
    );
    await turn();
    source.n = 1;
    await turn();
    for (const open of gates.open) open();
    await turn();
    expect(seen).toEqual(['0-0', '1-0', '1-1']);
    expect(closed.toSorted()).toEqual([0, 1]);
  });

  it('steps a plain generator a turn at a time, so that newer inputs get through', async () => {
    const source = new Source({ n: 0 });
    const seen: number[] = [];
    follow(
      bind(function* (n: number) {
        for (let i = 0; ; i++) yield n * 1000 + i;
      }, source.param.n),
      record(seen),
    );
    for (let i = 0; i < 5; i++) await turn();
    expect(seen.length).toBeGreaterThan(1);
    source.n = 1;
    await turn();
    await turn();
    expect(seen.at(-1)).toBeGreaterThanOrEqual(1000);
    const ended = new AbortController();
    ended.abort();
    source.fn = () => 0;
  });

  it('ends with its signal: the run aborts, nothing is delivered any more', async () => {
    const source = new Source();
    const ending = new AbortController();
    const seen: unknown[] = [];
    let run: Run | undefined;
    follow(
      bind(async (n: number, it: Run) => {
        run = it;
        await turn();
        return n;
      }, source.param.n),
      { ...record(seen), signal: ending.signal },
    );
    expect(run?.signal.aborted).toBe(false);
    ending.abort();
    expect(run?.signal.aborted).toBe(true);
    await turn();
    source.n = 5;
    await turn();
    await turn();
    expect(seen).toEqual([]);
  });

  it('aborts the signal of a superseded run that is done, too, so that it can clear up', () => {
    const source = new Source();
    const signals: AbortSignal[] = [];
    const ending = new AbortController();
    const bound = bind((_: number, run: Run) => void signals.push(run.signal), source.param.n);
    follow(bound, { ...record([]), signal: ending.signal });
    source.n = 2;
    expect(signals.map((it) => it.aborted)).toEqual([true, false]);
    ending.abort();
    expect(signals.map((it) => it.aborted)).toEqual([true, true]);
  });

  it('cancels a promise that can be cancelled', () => {
    const source = new Source();
    let cancelled = 0;
    follow(
      bind(() => Object.assign(new Promise(() => {}), { cancel: () => cancelled++ }), source.param.n),
      record([]),
    );
    source.n = 2;
    expect(cancelled).toBe(1);
  });

  it('reports the progress of the newest run', async () => {
    const source = new Source();
    const seen: unknown[] = [];
    const runs: Run[] = [];
    follow(
      bind(async (_: number, run: Run) => void runs.push(run), source.param.n),
      {
        ...record([]),
        progress: (fraction, text) => seen.push([fraction, text]),
      },
    );
    source.n = 2;
    runs[0]?.progress(0.5);
    runs[1]?.progress(0.75, 'nearly');
    expect(seen).toEqual([[0.75, 'nearly']]);
    await turn();
  });

  it('gives a run whose members can be taken out of it', async () => {
    const source = new Source();
    const seen: unknown[] = [];
    const bound = bind(async (n: number, { signal, progress }: Run) => {
      progress(0.5, 'half');
      return signal.aborted ? -1 : n;
    }, source.param.n);
    follow(bound, { ...record(seen), progress: (...told) => seen.push(told) });
    await turn();
    expect(seen).toEqual([[0.5, 'half'], 1]);
    expect(await bound()).toBe(1);
  });

  it('follows asynchronous functions and generators without inputs', async () => {
    const seen: unknown[] = [];
    follow(async () => 1, record(seen));
    follow(async function* () {
      yield 2;
      yield 3;
    }, record(seen));
    await turn();
    expect(seen.toSorted()).toEqual([1, 2, 3]);
  });
});
