import { describe, expect, it } from 'vitest';
import { ASYNC, batch, bind, param, Parameterized, rx, Skip } from '../../../src/param/index.ts';

class Source extends Parameterized.with({
  n: param.integer({ default: 1 }),
  m: param.integer({ default: 10 }),
  text: param.string({ default: 'abc' }),
  flag: param.boolean(),
  go: param.event(),
  any: param.any(),
}) {}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('rx', () => {
  it('holds a plain value that can be set', () => {
    const x = rx(1);
    const doubled = x.map((it) => it * 2);
    expect(doubled.value).toBe(2);
    x.set(4);
    expect(doubled.value).toBe(8);
    expect(() => doubled.set(3)).toThrow('A derived rx cannot be set');
  });

  it('cannot be set where it is one of a parameter, whose value is its object’s', () => {
    const source = new Source();
    expect(() => rx(source.param.n).set(3)).toThrow('A derived rx cannot be set');
    expect(() => source.param.n.rx().set(3)).toThrow('A derived rx cannot be set');
    expect([source.n, source.param.n.rx().value]).toEqual([1, 1]);
  });

  it('is a text that follows its references, as a tag', () => {
    const source = new Source();
    const text = rx`n is ${source.param.n}, m is ${source.param.m}${null}!`;
    expect(text.value).toBe('n is 1, m is 10!');
    source.n = 2;
    expect(text.value).toBe('n is 2, m is 10!');
  });

  it('is evaluated when it is read, and cached until an input changes', () => {
    const source = new Source();
    let evaluations = 0;
    const x = source.param.n.rx().map((n) => {
      evaluations++;
      return n;
    });
    expect(evaluations).toBe(0);
    x.value;
    x.value;
    source.m = 3;
    x.value;
    expect(evaluations).toBe(1);
    source.n = 2;
    source.n = 3;
    expect(evaluations).toBe(1);
    expect(x.value).toBe(3);
    expect(evaluations).toBe(2);
  });

  it('keeps its value while watchers come and go, and starts an asynchronous run anew only where it was aborted', async () => {
    const x = rx(1);
    let runs = 0;
    const later = x.map(async (it) => {
      runs++;
      await turn();
      return it;
    });
    const end = later.watch(() => {});
    end();
    expect(later.value).toBeUndefined();
    await turn();
    await turn();
    expect([later.value, runs]).toEqual([1, 2]);
    later.watch(() => {})();
    expect([later.value, runs]).toEqual([1, 2]);
  });

  it('is fresh inside a watcher of its input, and inside a batch', () => {
    const source = new Source();
    const x = source.param.n.rx().map((n) => n * 2);
    const seen: number[] = [];
    source.param.watch(() => seen.push(x.value), 'n');
    source.n = 2;
    batch(() => {
      source.n = 3;
      expect(x.value).toBe(6);
    });
    expect(seen).toEqual([4, 6]);
  });

  it('never shows a mixture of old and new inputs', () => {
    const source = new Source();
    const n = source.param.n.rx();
    const both = n.map((it) => it * 2).pipe((doubled, it) => doubled - it, n);
    const seen: number[] = [];
    both.watch((it) => seen.push(it));
    source.n = 5;
    expect(seen).toEqual([5]);
  });

  it('raises the error of its function until an input changes', () => {
    const source = new Source();
    const x = source.param.n.rx().map((n) => {
      if (n === 2) throw new Error('two');
      return n;
    });
    source.n = 2;
    expect(() => x.value).toThrow('two');
    expect(() => x.map(String).value).toThrow('two');
    source.n = 3;
    expect(x.value).toBe(3);
  });

  it('keeps its value where its function skips', () => {
    const x = rx(1);
    const odd = x.map((it) => {
      if (it % 2 === 0) throw new Skip();
      return it;
    });
    expect(odd.value).toBe(1);
    x.set(2);
    expect(odd.value).toBe(1);
    x.set(3);
    expect(odd.value).toBe(3);
  });

  it('is undefined while a first asynchronous value is pending, and keeps the older value later', async () => {
    const x = rx(1);
    const later = x.map(async (it) => it * 2);
    const seen: number[] = [];
    later.watch((it) => seen.push(it));
    expect(later.value).toBeUndefined();
    await turn();
    expect(later.value).toBe(2);
    x.set(2);
    x.set(3);
    expect(later.value).toBe(2);
    await turn();
    expect(later.value).toBe(6);
    expect(seen).toEqual([2, 6]);
  });

  it('derives from bound functions', () => {
    const source = new Source();
    expect(rx(bind((n, m) => n + m, source.param.n, source.param.m)).map((it) => it * 2).value).toBe(22);
  });

  it('of a list compares item by item, so that it must be set to a new list: one mutated in place is no change', () => {
    const list = [1];
    const queue = rx(list);
    const seen: number[] = [];
    queue.watch((it) => seen.push(it.length));
    queue.set([...queue.value, 2]);
    expect(seen).toEqual([2]);
    queue.value.push(3);
    queue.set(queue.value);
    expect(seen).toEqual([2]);
  });
});

describe('the operators of rx', () => {
  it('map takes the value, mapItems each item, also asynchronously', async () => {
    const xs = rx([1, 2]);
    expect(xs.map((it) => it.length).value).toBe(2);
    expect(xs.mapItems((it) => it * 2).value).toEqual([2, 4]);
    const later = xs.mapItems(async (it) => it * 3);
    later.value;
    await turn();
    expect(later.value).toEqual([3, 6]);
    expect(
      () =>
        xs.mapItems(function* () {
          yield 1;
        }).value,
    ).toThrow('Rx: mapItems takes no generator');
  });

  it('pipe gives further references to the function', () => {
    const source = new Source();
    const x = source.param.n.rx().pipe((n, m, k) => n + m + k, source.param.m, 100);
    source.m = 20;
    expect(x.value).toBe(121);
  });

  it('where chooses; the other branch does nothing', () => {
    const source = new Source();
    const x = source.param.flag.rx().where(source.param.n, source.param.text);
    const seen: unknown[] = [];
    x.watch((it) => seen.push(it), { onlyChanged: false });
    source.n = 2;
    expect(seen).toEqual([]);
    source.text = 'b';
    source.flag = true;
    source.n = 3;
    source.text = 'c';
    expect(seen).toEqual(['b', 2, 3]);
  });

  it('when changes with its references only', () => {
    const source = new Source();
    const x = source.param.n.rx().when(source.param.go, { initial: 'nothing yet' });
    expect(x.value).toBe('nothing yet');
    source.n = 2;
    expect(x.value).toBe('nothing yet');
    source.go = true;
    expect(x.value).toBe(2);
    source.n = 3;
    expect(x.value).toBe(2);
    source.go = true;
    expect(x.value).toBe(3);
  });

  it('and, or, not, is, in, len are what JavaScript’s operators would be', () => {
    const source = new Source();
    const n = source.param.n.rx();
    expect(n.and(source.param.text).value).toBe('abc');
    expect(rx(0).or(source.param.text).value).toBe('abc');
    expect(n.not().value).toBe(false);
    expect(n.is(1).value).toBe(true);
    expect(n.in([1, 2]).value).toBe(true);
    expect(rx('b').in(source.param.text).value).toBe(true);
    expect(source.param.text.rx().len().value).toBe(3);
    expect(rx(new Map([[1, 2]])).len().value).toBe(1);
    expect(() => rx(3).len().value).toThrow('Rx: len needs a text or a collection, not 3.');
  });

  it('buffer keeps the newest values', () => {
    const x = rx(1);
    const last = x.buffer(2);
    const seen: number[][] = [];
    last.watch((it) => seen.push(it));
    x.set(2);
    x.set(3);
    expect(seen).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(() => x.buffer(0)).toThrow('Rx: buffer needs a positive integer, not 0.');
  });

  it('format fills a template', () => {
    const source = new Source();
    const text = source.param.n.rx().format('{} of {m} {{}}', { m: source.param.m });
    expect(text.value).toBe('1 of 10 {}');
    source.m = 11;
    expect(text.value).toBe('1 of 11 {}');
    expect(() => rx('n is {n}').format({ n: 1 } as never)).toThrow(
      `The format of an rx must be given a text such as 'n is {n}' first, not { n: 1 }.`,
    );
    expect(() => rx(1).format('{zzz}')).toThrow('The format "{zzz}" has a field {zzz} that is given no value.');
  });

  it('resolve follows references that are values', () => {
    const source = new Source();
    source.any = source.param.n;
    const x = source.param.any.rx().resolve();
    expect(x.value).toBe(1);
    source.n = 2;
    expect(x.value).toBe(2);
    source.any = source.param.m;
    expect(x.value).toBe(10);
    source.any = { deep: [source.param.n] };
    expect(source.param.any.rx().resolve({ recursive: true }).value).toEqual({ deep: [2] });
  });

  it('updating is true while watchers are told', () => {
    const source = new Source();
    const updating = source.param.n.rx().updating();
    const seen: boolean[] = [];
    source.param.watch(() => seen.push(updating.value), 'n');
    expect(updating.value).toBe(false);
    source.n = 2;
    expect(seen).toEqual([true]);
    expect(updating.value).toBe(false);
  });

  it('updating is true while an asynchronous value is computed', async () => {
    const x = rx(1);
    const later = x.map(async (it) => it);
    const updating = later.updating();
    await turn();
    const seen: boolean[] = [];
    updating.watch((it) => seen.push(it));
    x.set(2);
    expect(updating.value).toBe(true);
    await turn();
    expect(updating.value).toBe(false);
    expect(seen).toEqual([true, false]);
  });

  it('when without initial begins with the value at its first reading', () => {
    const source = new Source();
    const x = source.param.n.rx().when(source.param.go);
    expect(x.value).toBe(1);
    source.n = 2;
    expect(x.value).toBe(1);
  });
});

describe('watching an rx', () => {
  it('calls with each new value, until it is ended', () => {
    const source = new Source();
    const seen: boolean[] = [];
    const end = source.param.n
      .rx()
      .map((n) => n > 2)
      .watch((it) => seen.push(it));
    source.n = 2;
    source.n = 3;
    source.n = 4;
    end();
    source.n = 0;
    expect(seen).toEqual([true]);
  });

  it('calls at every change of an input with onlyChanged: false', () => {
    const source = new Source();
    let calls = 0;
    source.param.n
      .rx()
      .map((n) => n > 2)
      .watch(() => calls++, { onlyChanged: false });
    source.n = 2;
    source.n = 3;
    expect(calls).toBe(2);
  });

  it('honours precedence and queued', () => {
    const source = new Source();
    const seen: string[] = [];
    source.param.n.rx().watch(() => seen.push('late'), { precedence: 1 });
    source.param.n.rx().watch(
      () => {
        seen.push('start');
        source.m = 1;
        seen.push('end');
      },
      { queued: true },
    );
    source.param.watch(() => seen.push('m'), 'm');
    source.n = 2;
    expect(seen).toEqual(['start', 'end', 'late', 'm']);
    expect(() => source.param.n.rx().watch(() => {}, { precedence: -1 })).toThrow('must be at least 0, not -1');
  });

  it('lets errors reach the setter', () => {
    const source = new Source();
    source.param.n
      .rx()
      .map((n) => {
        if (n === 2) throw new Error('derived');
        return n;
      })
      .watch((n) => {
        if (n === 3) throw new Error('watcher');
      });
    expect(() => (source.n = 2)).toThrow('derived');
    expect(() => (source.n = 3)).toThrow('watcher');
    source.n = 4;
  });

  it('may be asynchronous; what it does later is done in the name of the object that the value comes from', async () => {
    const work: string[] = [];
    class Owner extends Source {
      override [ASYNC](promise: Promise<unknown>, what: string): void {
        promise.catch((error: Error) => work.push(`${what}: ${error.message}`));
      }
    }
    const owner = new Owner();
    owner.param.n.rx().watch(async () => {
      throw new Error('no');
    });
    owner.n = 2;
    await turn();
    expect(work).toEqual(['watcher of an rx: no']);
  });

  it('is ended at once by the function that it gives, and by a signal, also where a change waits', () => {
    const source = new Source();
    const seen: string[] = [];
    const ending = new AbortController();
    const end = source.param.n.rx().watch(() => seen.push('ended by its function'));
    source.param.n.rx().watch(() => seen.push('ended by a signal'), { signal: ending.signal });
    batch(() => {
      source.n = 2;
      end();
      ending.abort();
    });
    expect(seen).toEqual([]);
  });
});
