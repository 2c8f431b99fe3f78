import { describe, expect, it } from 'vitest';
import {
  ASYNC,
  batch,
  bind,
  discardEvents,
  isRef,
  param,
  Parameterized,
  REF,
  rx,
  Skip,
  type Run,
  unlink,
} from '../../../src/param/index.ts';

class Source extends Parameterized.with({ n: param.integer({ default: 1, bounds: [0, 100] }) }) {}

class Target extends Parameterized.with({
  n: param.integer({ default: 0, bounds: [0, 50] }),
  text: param.string(),
  fixed: param.integer({ default: 0, constant: true }),
  list: param.list({ nestedRefs: true }),
  dict: param.dict({ nestedRefs: true }),
  any: param.any(),
  fn: param.callable(),
  source: param.instanceOf(Source),
  plain: param.any({ allowRefs: false }),
}) {
  static override readonly allowRefs = true;
  readonly work: { promise: Promise<unknown>; what: string }[] = [];

  override [ASYNC](promise: Promise<unknown>, what: string): void {
    promise.catch(() => {});
    this.work?.push({ promise, what });
  }
}

class Slider extends Source {
  [REF]() {
    return this.param.n;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a parameter that follows a reference', () => {
  it('takes parameters, widgets, rx and bound functions, in the constructor or later', () => {
    const source = new Source();
    const target = new Target({ n: source.param.n, text: rx`n is ${source.param.n}` });
    expect([target.n, target.text]).toEqual([1, 'n is 1']);
    source.n = 2;
    expect([target.n, target.text]).toEqual([2, 'n is 2']);
    const slider = new Slider({ n: 7 });
    target.param.update({ n: slider, any: bind((n) => n * 2, slider) });
    expect([target.n, target.any]).toEqual([7, 14]);
    slider.n = 8;
    expect([target.n, target.any]).toEqual([8, 16]);
  });

  it('is unlinked by a plain value, and relinked by another reference', () => {
    const [one, two] = [new Source(), new Source({ n: 2 })];
    const target = new Target({ n: one.param.n });
    target.n = 40;
    one.n = 5;
    expect(target.n).toBe(40);
    target.param.update({ n: two.param.n });
    one.n = 6;
    two.n = 3;
    expect(target.n).toBe(3);
  });

  it('stays linked when it is triggered, and is relinked by the end of an update', () => {
    const source = new Source();
    const target = new Target({ n: source.param.n });
    target.param.trigger('n');
    target.param.update({ n: 30 }, () => {
      source.n = 5;
      expect(target.n).toBe(30);
    });
    expect(target.n).toBe(5);
    source.n = 6;
    expect(target.n).toBe(6);
  });

  it('follows although it is constant', () => {
    const source = new Source();
    const target = new Target({ fixed: source.param.n });
    source.n = 9;
    expect(target.fixed).toBe(9);
    expect(() => (target.fixed = 3)).toThrow('is constant');
  });

  it('refuses a value against its rules; the error reaches the source’s setter', () => {
    const source = new Source();
    const target = new Target({ n: source.param.n });
    expect(() => (source.n = 60)).toThrow("Integer parameter 'Target.n' must be at most 50, not 60.");
    expect(target.n).toBe(1);
    source.n = 4;
    expect(target.n).toBe(4);
  });

  it('stays as it was where the value of a new reference is refused at once', () => {
    const [one, two] = [new Source(), new Source({ n: 99 })];
    const target = new Target({ n: one.param.n });
    expect(() => target.param.update({ n: two.param.n })).toThrow('must be at most 50, not 99');
    one.n = 3;
    two.n = 4;
    expect(target.n).toBe(3);
  });

  it('follows references inside lists and objects with nestedRefs', () => {
    const source = new Source();
    const target = new Target({ list: [source.param.n, 'x'], dict: { a: { b: source.param.n } } });
    source.n = 2;
    expect(target.list).toEqual([2, 'x']);
    expect(target.dict).toEqual({ a: { b: 2 } });
  });

  it('takes a function as it is where functions are values, and an instance where instances are', async () => {
    const fn = async (): Promise<number> => 1;
    const slider = new Slider();
    const target = new Target({ fn, source: slider });
    expect(target.fn).toBe(fn);
    expect(target.source).toBe(slider);
  });

  it('is not followed where references are not allowed', () => {
    const source = new Source();
    const target = new Target({ plain: source.param.n });
    expect(target.plain).toBe(source.param.n);
    expect(() => new Source({ n: source.param.n })).toThrow("Integer parameter 'Source.n' must be an integer, not a ");
  });

  it('has its default until an asynchronous reference arrives', async () => {
    const target = new Target({ n: async () => 7 });
    expect(target.n).toBe(0);
    await turn();
    expect(target.n).toBe(7);
  });

  it('stays linked after any number of overlapping runs, of which the newest wins', async () => {
    const source = new Source({ n: 0 });
    const gates: (() => void)[] = [];
    const signals: AbortSignal[] = [];
    const target = new Target({
      n: bind(async (n: number, run: Run) => {
        signals.push(run.signal);
        await new Promise<void>((resolve) => gates.push(resolve));
        return n;
      }, source.param.n),
    });
    for (const n of [1, 2, 3]) source.n = n;
    for (const open of gates.toReversed()) open();
    await turn();
    expect(target.n).toBe(3);
    expect(signals.map((it) => it.aborted)).toEqual([true, true, true, false]);
    source.n = 4;
    gates.at(-1)?.();
    await turn();
    expect(target.n).toBe(4);
  });

  it('aborts the run under way when it is given a plain value', async () => {
    let run: Run | undefined;
    const target = new Target();
    target.param.update({
      n: async (it: Run) => {
        run = it;
        await turn();
        return 9;
      },
    });
    expect(run?.signal.aborted).toBe(false);
    target.n = 3;
    expect(run?.signal.aborted).toBe(true);
    await turn();
    await turn();
    expect(target.n).toBe(3);
  });

  it('takes each value of a generator', async () => {
    const target = new Target();
    const seen: number[] = [];
    target.param.watch((event) => seen.push(event.new), 'n');
    target.param.update({
      n: async function* () {
        yield 1;
        yield 2;
      },
    });
    await turn();
    expect(seen).toEqual([1, 2]);
  });

  it('hands its asynchronous work and errors to its object', async () => {
    const target = new Target();
    target.param.update({
      n: async () => {
        throw new Error('no');
      },
    });
    expect(target.work.map((it) => it.what)).toEqual(['asynchronous reference']);
    await turn();
    const failures = await Promise.allSettled(target.work.map((it) => it.promise));
    expect(failures.map((it) => (it.status === 'rejected' ? String(it.reason) : it.status))).toEqual(['fulfilled', 'Error: no']);
    expect(target.n).toBe(0);
  });

  it('takes what changes together as one change', () => {
    const [source, other] = [rx(1), new Source({ n: 3 })];
    const target = new Target({ n: source.map((n) => n), any: source.map((n) => -n), text: rx`${source} ${other.param.n}` });
    const seen: unknown[] = [];
    target.param.watch((...events) => seen.push(events.map((it) => it.new)), ['n', 'text', 'any']);
    source.set(2);
    batch(() => {
      source.set(4);
      other.n = 5;
    });
    expect(seen).toEqual([
      [2, '2 3', -2],
      [4, '4 5', -4],
    ]);
  });

  it('takes of what changes together what is not refused or failing; the errors reach the setter', () => {
    const source = rx(1);
    const fail = (n: number): number => {
      if (n > 50) throw new Error('no');
      return n;
    };
    for (const refs of [
      { text: rx`${source}`, n: source.map((n) => n), any: source.map(fail) },
      { any: source.map(fail), n: source.map((n) => n), text: rx`${source}` },
    ]) {
      const target = new Target(refs);
      let error: unknown;
      try {
        source.set(60);
      } catch (thrown) {
        error = thrown;
      }
      const refused = "Integer parameter 'Target.n' must be at most 50, not 60.";
      expect((error as AggregateError).errors.map((it: Error) => it.message).toSorted()).toEqual([refused, 'no']);
      expect([target.n, target.any, target.text]).toEqual([1, 1, '60']);
      source.set(1);
      expect([target.n, target.any, target.text]).toEqual([1, 1, '1']);
      unlink(target);
    }
  });

  it('is not told with others what nobody was told of', () => {
    const [one, two] = [new Source(), new Source()];
    const target = new Target({ n: one.param.n, any: two.param.n });
    discardEvents(one, () => (one.n = 60));
    two.n = 2;
    expect([target.n, target.any]).toEqual([1, 2]);
  });

  it('follows references in containers that contain themselves', () => {
    const source = new Source();
    const circle: Record<string, unknown> = { n: source.param.n };
    circle['self'] = circle;
    const target = new Target({ dict: circle });
    source.n = 2;
    expect(target.dict['n']).toBe(2);
    expect(target.dict['self']).toBe(target.dict);
    const list: unknown[] = [1];
    list.push(list);
    target.list = list;
    expect(target.list).toBe(list);
  });

  it('stays linked through overlapping scoped updates, of which the first ends first', async () => {
    const source = new Source();
    const target = new Target({ n: source.param.n });
    const gates: (() => void)[] = [];
    const open = (n: number): Promise<void> => target.param.update({ n }, () => new Promise<void>((resolve) => gates.push(resolve)));
    const [one, two] = [open(10), open(20)];
    gates[0]?.();
    await one;
    expect(target.n).toBe(20);
    gates[1]?.();
    await two;
    source.n = 6;
    expect(target.n).toBe(6);
  });

  it('keeps its value where the function skips or fails, and stays linked; the failure reaches the source’s setter', () => {
    const source = new Source();
    const target = new Target({
      n: bind((n: number) => {
        if (n === 2) throw new Skip();
        if (n === 3) throw new Error('no');
        return n;
      }, source.param.n),
    });
    source.n = 2;
    expect(target.n).toBe(1);
    expect(() => (source.n = 3)).toThrow('no');
    expect(target.n).toBe(1);
    source.n = 4;
    expect(target.n).toBe(4);
  });

  it('may follow in a circle, which ends where nothing changes any more', () => {
    const [one, two] = [new Target({ n: 1 }), new Target({ n: 2 })];
    one.param.update({ n: two.param.n });
    two.param.update({ n: one.param.n.rx().map((n) => Math.min(n + 1, 9)) });
    expect([one.n, two.n]).toEqual([9, 9]);
  });
});

describe('isRef', () => {
  it('knows everything that stands for a changing value', () => {
    const source = new Source();
    expect([source.param.n, new Slider(), rx(1), bind(() => 1)].map(isRef)).toEqual([true, true, true, true]);
    expect([source, () => 1, null, 'n'].map(isRef)).toEqual([false, false, false, false]);
  });
});
