import { describe, expect, it } from 'vitest';
import { batch, discardEvents, param, Parameterized, type ChangeEvent } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.integer({ default: 0 }),
  b: param.integer({ default: 0, bounds: [0, 100] }),
  list: param.list({ itemType: 'number' }),
  go: param.event(),
}) {}

const brief = (event: ChangeEvent): string => `${event.name} ${String(event.old)}→${String(event.new)} ${event.type}`;

describe('update', () => {
  it('sets nothing unless everything may be set', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    expect(() => pair.param.update({ a: 1, b: 101 })).toThrow("Integer parameter 'Pair.b' must be at most 100, not 101.");
    expect(pair.a).toBe(0);
    pair.b = 5;
    expect(seen).toEqual([]);
  });

  it('restores the values when its function ends, also when it throws', () => {
    const pair = new Pair({ a: 1 });
    expect(pair.param.update({ a: 2 }, () => pair.a)).toBe(2);
    expect(pair.a).toBe(1);
    expect(() =>
      pair.param.update({ a: 3 }, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(pair.a).toBe(1);
  });

  it('restores the values when the promise of its function settles', async () => {
    const pair = new Pair({ a: 1 });
    const done = pair.param.update({ a: 2 }, async () => {
      await Promise.resolve();
      return pair.a;
    });
    expect(pair.a).toBe(2);
    expect(await done).toBe(2);
    expect(pair.a).toBe(1);
  });

  it('sets nothing where the value of a reference is refused, and follows nothing', () => {
    class Following extends Pair.with({ c: param.integer({ bounds: [0, 9], allowRefs: true }), d: param.integer({ allowRefs: true }) }) {}
    const [source, pair] = [new Pair({ a: 50 }), new Following({ d: new Pair({ a: 5 }).param.a })];
    const told: string[] = [];
    pair.param.watch((...events) => told.push(...events.map(brief)), ['a', 'c', 'd']);
    expect(() => pair.param.update({ a: 1, d: source.param.a, c: source.param.a })).toThrow('must be at most 9, not 50.');
    source.a = 3;
    expect([pair.a, pair.c, pair.d, told]).toEqual([0, 0, 5, []]);
    pair.param.update({ a: 1, d: source.param.a, c: source.param.a });
    expect(told).toEqual(['a 0→1 changed', 'c 0→3 changed', 'd 5→3 changed']);
  });

  it('names an unknown parameter', () => {
    // @ts-expect-error there is no such parameter
    expect(() => new Pair().param.update({ zzz: 3 })).toThrow("'zzz' is not a parameter of Pair");
  });

  it('tells each watcher once at the beginning and once at the end of a scoped update', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((...events) => seen.push(events.map(brief).join()), ['a', 'b']);
    pair.param.update({ a: 1, b: 2 }, () => seen.push('inside'));
    expect(seen).toEqual(['a 0→1 changed,b 0→2 changed', 'inside', 'a 1→0 changed,b 2→0 changed']);
  });

  it('keeps what it has set where a watcher fails, since that is told after all is set', () => {
    const pair = new Pair();
    pair.param.watch(() => {
      throw new Error('no');
    }, 'a');
    expect(() => pair.param.update({ a: 1, b: 2 })).toThrow('no');
    expect([pair.a, pair.b]).toEqual([1, 2]);
  });

  it('restores everything where a watcher fails at the beginning of a scoped update, whose function is not called', () => {
    const pair = new Pair();
    let called = false;
    pair.param.watch(({ new: a }) => {
      if (a === 5) throw new Error('no');
    }, 'a');
    expect(() => pair.param.update({ a: 5, b: 2 }, () => (called = true))).toThrow('no');
    expect([pair.a, pair.b, called]).toEqual([0, 0, false]);
  });

  it('that overlaps with others may end in any order: what was there before all of them comes back with the last', async () => {
    const pair = new Pair({ a: 7, b: 8 });
    const gates = new Map<string, () => void>();
    const scope = (name: string, values: { a?: number; b?: number }): Promise<void> =>
      pair.param.update(values, () => new Promise<void>((resolve) => gates.set(name, resolve)));
    const [one, two, three] = [scope('one', { a: 1, b: 1 }), scope('two', { a: 2 }), scope('three', { a: 3 })];
    gates.get('one')?.();
    await one;
    expect([pair.a, pair.b]).toEqual([3, 8]);
    gates.get('three')?.();
    await three;
    expect(pair.a).toBe(2);
    gates.get('two')?.();
    await two;
    expect(pair.a).toBe(7);
  });

  it('may be nested', () => {
    const pair = new Pair();
    const seen: number[] = [];
    pair.param.update({ a: 1 }, () => {
      pair.param.update({ a: 2 }, () => seen.push(pair.a));
      seen.push(pair.a);
    });
    expect([...seen, pair.a]).toEqual([2, 1, 0]);
  });

  it('is told depth-first like a set: what a watcher sets is told inside it, unless it is queued', () => {
    const told = (queued: boolean): string[] => {
      const pair = new Pair();
      const seen: string[] = [];
      pair.param.watch(
        () => {
          seen.push('begin');
          pair.list = [1];
          seen.push('end');
        },
        ['a', 'b'],
        { queued },
      );
      pair.param.watch(() => seen.push('second'), 'b');
      pair.param.watch(() => seen.push('list'), 'list');
      pair.param.update({ a: 1, b: 1 });
      return seen;
    };
    expect(told(false)).toEqual(['begin', 'list', 'end', 'second']);
    expect(told(true)).toEqual(['begin', 'end', 'second', 'list']);
  });

  it('says so where what it restores is refused by then, and is over', () => {
    const pair = new Pair({ b: 50 });
    expect(() => pair.param.update({ b: 5 }, () => (pair.param.b.bounds = [0, 9]))).toThrow('must be at most 9, not 50.');
    pair.param.update({ b: 7 }, () => {});
    expect(pair.b).toBe(5);
  });
});

describe('trigger', () => {
  it('tells watchers of an unchanged value', () => {
    const pair = new Pair({ a: 3 });
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    pair.param.trigger('a');
    expect(seen).toEqual(['a 3→3 triggered']);
  });

  it('calls a watcher of several names once', () => {
    const pair = new Pair();
    const seen: string[][] = [];
    pair.param.watch((...events) => seen.push(events.map(brief)), ['a', 'go']);
    pair.param.trigger('go', 'a');
    expect(seen).toEqual([['a 0→0 triggered', 'go true→true triggered']]);
    expect(pair.go).toBe(false);
  });

  it('leaves nothing behind when a watcher throws', () => {
    const pair = new Pair();
    const seen: string[] = [];
    const bad = pair.param.watch(() => {
      throw new Error('no');
    }, 'a');
    expect(() => pair.param.trigger('a')).toThrow('no');
    pair.param.unwatch(bad);
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    pair.a = 0;
    expect(seen).toEqual([]);
  });

  it('is told as such in a batch, too', () => {
    const pair = new Pair({ a: 3 });
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    batch(() => pair.param.trigger('a'));
    expect(seen).toEqual(['a 3→3 triggered']);
  });
});

describe('batch', () => {
  it('sets at once and tells each watcher once, with the last event of each parameter', () => {
    const pair = new Pair();
    const seen: string[][] = [];
    pair.param.watch((...events) => seen.push(events.map(brief)), ['a', 'b']);
    batch(() => {
      pair.b = 1;
      pair.a = 1;
      pair.a = 2;
      expect(pair.a).toBe(2);
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual([['a 1→2 changed', 'b 0→1 changed']]);
  });

  it('waits for the outermost batch', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    batch(() => {
      batch(() => (pair.a = 1));
      expect(seen).toEqual([]);
    });
    expect(seen).toEqual(['a 0→1 changed']);
  });

  it('still tells what was set before its function throws', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    expect(() =>
      batch(() => {
        pair.a = 1;
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(seen).toEqual(['a 0→1 changed']);
  });

  it('lasts as long as an asynchronous function', async () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    const done = batch(async () => {
      pair.a = 1;
      await Promise.resolve();
      pair.a = 2;
    });
    expect(seen).toEqual([]);
    await done;
    expect(seen).toEqual(['a 1→2 changed']);
  });

  it('holds only the objects that it is told to, while its function awaits', async () => {
    const [one, two] = [new Pair(), new Pair()];
    const seen: string[] = [];
    one.param.watch((...events) => seen.push(...events.map((event) => `one ${brief(event)}`)), ['a', 'b']);
    two.param.watch((event) => seen.push(`two ${brief(event)}`), 'a');
    const done = batch(
      async () => {
        one.a = 1;
        two.a = 1;
        expect(seen).toEqual([]);
        await Promise.resolve();
        one.b = 1;
        one.go = true;
        expect(one.go).toBe(true);
      },
      (owner) => owner === one,
    );
    expect(seen).toEqual(['two a 0→1 changed']);
    two.a = 2;
    await done;
    expect(one.go).toBe(false);
    expect(seen).toEqual(['two a 0→1 changed', 'two a 1→2 changed', 'one a 0→1 changed', 'one b 0→1 changed']);
  });

  it('ends for a function whose promise is rejected', async () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    const failing = batch(async () => {
      await Promise.resolve();
      pair.a = 1;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(seen).toEqual(['a 0→1 changed']);
    pair.a = 2;
    expect(seen).toHaveLength(2);
  });

  it('calls the watchers of several objects by their precedence', () => {
    const [one, two] = [new Pair(), new Pair()];
    const seen: string[] = [];
    one.param.watch(() => seen.push('one'), 'a', { precedence: 1 });
    two.param.watch(() => seen.push('two'), 'a');
    batch(() => {
      one.a = 1;
      two.a = 1;
    });
    expect(seen).toEqual(['two', 'one']);
  });

  it('tells a change that was taken back: the last event counts', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    batch(() => {
      pair.a = 1;
      pair.a = 0;
    });
    expect(seen).toEqual(['a 1→0 changed']);
  });

  it('that overlaps with another asynchronous one leaves what both hold to the last', async () => {
    const pair = new Pair();
    const seen: string[] = [];
    const gates: (() => void)[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    const open = (a: number): Promise<void> =>
      batch(() => {
        pair.a = a;
        return new Promise<void>((resolve) => gates.push(resolve));
      });
    const [one, two] = [open(1), open(2)];
    gates[0]?.();
    await one;
    expect(seen).toEqual([]);
    gates[1]?.();
    await two;
    expect(seen).toEqual(['a 1→2 changed']);
  });

  it('keeps back only events of the objects it covers: an event of another one has its end', async () => {
    const [one, two] = [new Pair(), new Pair()];
    const done = batch(
      async () => {
        two.go = true;
        await Promise.resolve();
      },
      (owner) => owner === one,
    );
    expect(two.go).toBe(false);
    await done;
  });
});

describe('discardEvents', () => {
  it('sets values without telling anybody', () => {
    const pair = new Pair();
    const other = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    other.param.watch((event) => seen.push(`other ${brief(event)}`), 'a');
    discardEvents(pair, () => {
      pair.a = 1;
      other.a = 1;
    });
    expect(pair.a).toBe(1);
    pair.a = 2;
    expect(seen).toEqual(['other a 0→1 changed', 'a 1→2 changed']);
  });

  it('keeps events from before it', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((...events) => seen.push(...events.map(brief)), ['a', 'b']);
    batch(() => {
      pair.a = 1;
      discardEvents(pair, () => (pair.b = 1));
    });
    expect(seen).toEqual(['a 0→1 changed']);
  });

  it('lasts as long as an asynchronous function, and ends where that fails', async () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    const discarding = discardEvents(pair, async () => {
      pair.a = 1;
      await Promise.resolve();
      pair.a = 2;
      throw new Error('no');
    });
    await expect(discarding).rejects.toThrow('no');
    pair.a = 3;
    expect(seen).toEqual(['a 2→3 changed']);
  });

  it('keeps derived values true, but reaches no reference', () => {
    class Following extends Parameterized.with({ a: param.integer({ allowRefs: true }) }) {}
    const pair = new Pair();
    const following = new Following({ a: pair.param.a });
    const doubled = pair.param.a.rx().map((a) => a * 2);
    discardEvents(pair, () => (pair.a = 4));
    expect([doubled.value, following.a]).toEqual([8, 0]);
    pair.a = 5;
    expect([doubled.value, following.a]).toEqual([10, 5]);
  });
});

describe('an error', () => {
  it('is told with those of mirrors that fail, too; all mirrors are told', () => {
    class Following extends Parameterized.with({
      x: param.integer({ bounds: [0, 9], allowRefs: true }),
      y: param.integer({ bounds: [0, 9], allowRefs: true }),
      z: param.integer({ allowRefs: true }),
    }) {}
    const pair = new Pair();
    const { a } = pair.param;
    const following = new Following({ x: a, y: a, z: a });
    expect(() => (pair.a = 50)).toThrow(AggregateError);
    expect([following.x, following.y, following.z]).toEqual([0, 0, 50]);
    pair.a = 3;
    expect([following.x, following.y, following.z]).toEqual([3, 3, 3]);
  });

  it('leaves no late events: what methods set in answer to it is not told at the next change', () => {
    const seen: string[] = [];
    class Answering extends Pair {
      static override readonly depends = { answer: { on: ['b'], watch: 'queued' as const } };

      answer(): void {
        this.list = [1];
      }
    }
    const answering = new Answering();
    answering.param.watch(() => seen.push('list'), 'list');
    answering.param.watch(() => (answering.b = 1), 'a', { queued: true });
    answering.param.watch(() => {
      throw new Error('no');
    }, 'a');
    expect(() => (answering.a = 1)).toThrow('no');
    expect(answering.list).toEqual([1]);
    answering.b = 2;
    expect(seen).toEqual([]);
  });
});
