import { describe, expect, it } from 'vitest';
import { batch, bind, LoopError, param, Parameterized, rx, type Rx } from '../../../src/param/index.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const chain = (source: Rx<number>, length: number): Rx<number> => {
  let last = source;
  for (let i = 0; i < length; i++) last = last.map((it) => it + 1);
  return last;
};

describe('a derived value', () => {
  it('that comes out equal stops there: what is derived from it does not run', () => {
    const x = rx(1);
    const isPositive = x.map((it) => it > 0);
    let runs = 0;
    const text = isPositive.map((it) => (runs++, String(it)));
    const end = text.watch(() => {});
    x.set(2);
    end();
    x.set(3);
    expect(text.value).toBe('true');
    expect(runs).toBe(1);
  });

  it('that is an instance of a class counts as changed at each run, since it may have been changed in place', () => {
    class Box {}
    const box = new Box();
    const x = rx(1);
    const same = x.map(() => box);
    let told = 0;
    same.watch(() => told++);
    let runs = 0;
    const after = same.map(() => runs++);
    for (const i of [2, 3]) {
      x.set(i);
      after.value;
    }
    expect([told, runs]).toEqual([2, 2]);
  });

  it('is not computed for nobody, nor for a branch that is not chosen, even where both change together', () => {
    const [word, isWord] = [rx<string | null>('abc'), rx(true)];
    const lengths: number[] = [];
    const length = word.map((it) => (lengths.push((it as string).length), lengths.at(-1)));
    const shown = isWord.where(length, 0);
    shown.watch(() => {});
    batch(() => {
      word.set(null);
      isWord.set(false);
    });
    expect(shown.value).toBe(0);
    word.set('no');
    expect(lengths).toEqual([3]);
  });

  it('is not computed because another one is sampled when its inputs change', () => {
    const [x, go] = [rx(1), rx(0)];
    let runs = 0;
    const trigger = go.map(() => runs++);
    const sampled = x.when(trigger);
    const seen: number[] = [];
    sampled.watch((it) => seen.push(it));
    for (const i of [2, 3]) {
      x.set(i);
      go.set(i);
    }
    expect([seen, runs]).toEqual([[2, 3], 0]);
  });

  it('is sampled at a change of a choice, and of what is chosen, only', () => {
    const [x, isFirst, first, second] = [rx(0), rx(true), rx(0), rx(0)];
    const sampled = x.when(isFirst.where(first, second));
    const seen: number[] = [];
    sampled.watch((it) => seen.push(it));
    for (const touch of [() => first.set(1), () => second.set(1), () => isFirst.set(false), () => first.set(2), () => second.set(2)]) {
      x.set(x.value + 1);
      touch();
    }
    expect(seen).toEqual([1, 3, 5]);
  });

  it('may be joined with itself again and again, and is computed once all the same', () => {
    const x = rx(1);
    let runs = 0;
    let last: Rx<number> = x;
    for (let i = 0; i < 40; i++) last = last.pipe((a, b) => (runs++, (a + b) % 1000), last);
    const told: number[] = [];
    last.watch((it) => told.push(it), { onlyChanged: false });
    expect(runs).toBe(40);
    x.set(2);
    expect(runs).toBe(80);
    expect(told).toEqual([last.value]);
  });

  it('may stand at the end of thousands', () => {
    const x = rx(0);
    const last = chain(x, 3000);
    const told: number[] = [];
    last.watch((it) => told.push(it));
    x.set(1);
    expect(told).toEqual([3001]);
  });

  it('that reads itself sees its older value', () => {
    const x = rx(1);
    const sum: Rx<number> = x.map((it): number => it + ((sum.value as number | undefined) ?? 0));
    expect(sum.value).toBe(1);
    x.set(2);
    expect(sum.value).toBe(3);
  });
});

describe('a function that sets what it is derived from', () => {
  const cut = (limit: number): { x: Rx<number>; told: number[] } => {
    const x = rx(0);
    const told: number[] = [];
    x.map((it) => {
      if (it > limit) x.set(it - 1);
      return it;
    }).watch((it) => told.push(it));
    return { x, told };
  };

  it('runs again until that stays the same', () => {
    const { x, told } = cut(5);
    x.set(9);
    expect(x.value).toBe(5);
    expect(told.at(-1)).toBe(5);
  });

  it('without end fails with a LoopError until an input changes; others go on', () => {
    const x = rx(0);
    const isEndless = rx(true);
    const looping = x.pipe((it, endless) => {
      if (endless) x.set(it + 1);
      return it;
    }, isEndless);
    const told: number[] = [];
    const doubled = x.map((it) => it * 2);
    doubled.watch(() => {});
    looping.watch((it) => told.push(it));
    expect(() => x.set(1)).toThrow(LoopError);
    expect(() => looping.value).toThrow(LoopError);
    expect(doubled.value).toBe(x.value * 2);
    told.length = 0;
    isEndless.set(false);
    expect(told).toEqual([x.value]);
  });
});

describe('the end of the stack', () => {
  it('leaves derived values able to go on', () => {
    const x = rx(0);
    const told: number[] = [];
    chain(x, 1000).watch((it) => told.push(it));
    const atDepth = (depth: number, run: () => void): void => (depth === 0 ? run() : atDepth(depth - 1, run));
    const fall = (): void => {
      for (let depth = 0; ; depth += 50) atDepth(depth, () => x.set(depth + 1));
    };
    expect(fall).toThrow(RangeError);
    x.set(-1);
    expect(told.at(-1)).toBe(999);
  });
});

describe('the end of the last watcher', () => {
  it('aborts the run under way; whoever reads what is derived from it starts it anew', async () => {
    const x = rx(1);
    const signals: AbortSignal[] = [];
    const later = x.map(async (it, run) => {
      signals.push(run.signal);
      await turn();
      return it;
    });
    const text = later.map((it) => `got ${it}`);
    expect(text.value).toBeUndefined();
    text.watch(() => {})();
    expect(signals.map((it) => it.aborted)).toEqual([true]);
    expect(text.value).toBeUndefined();
    await turn();
    await turn();
    expect(text.value).toBe('got 1');
    expect(signals.length).toBe(2);
  });

  it('leaves what others watch as it was', () => {
    class Pair extends Parameterized.with({ a: param.integer(), b: param.integer() }) {}
    const pair = new Pair();
    const sum = rx(bind((a, b) => a + b, pair.param.a, pair.param.b));
    const told: number[] = [];
    const ends = [1, 2, 3].map((k) => sum.map((it) => it * k).watch((it) => told.push(it)));
    ends[1]?.();
    pair.a = 1;
    ends[0]?.();
    pair.b = 1;
    ends[2]?.();
    pair.a = 2;
    expect(told).toEqual([1, 3, 6]);
    expect(sum.value).toBe(3);
  });
});
