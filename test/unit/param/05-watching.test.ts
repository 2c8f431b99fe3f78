import { describe, expect, it } from 'vitest';
import { batch, discardEvents, param, Parameterized, type ChangeEvent, type Watcher } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.integer({ default: 0 }),
  b: param.integer({ default: 0, bounds: [0, 100] }),
  list: param.list({ itemType: 'number' }),
  go: param.event(),
}) {}

const brief = (event: ChangeEvent): string => `${event.name} ${String(event.old)}→${String(event.new)} ${event.type}`;

describe('watch', () => {
  it('calls the function at once, with one event per changed name in the order of the names', () => {
    const pair = new Pair();
    const seen: string[][] = [];
    pair.param.watch((...events) => seen.push(events.map(brief)), ['a', 'b']);
    pair.a = 1;
    expect(seen).toEqual([['a 0→1 changed']]);
    pair.param.update({ b: 2, a: 2 });
    expect(seen[1]).toEqual(['a 1→2 changed', 'b 0→2 changed']);
  });

  it('gives the object, its class and what changed', () => {
    const pair = new Pair();
    let event: ChangeEvent | undefined;
    pair.param.watch((it) => (event = it), 'a');
    pair.a = 1;
    expect(event).toEqual({ what: 'value', name: 'a', obj: pair, cls: Pair, old: 0, new: 1, type: 'changed' });
  });

  it('does not call for an equal value, unless onlyChanged is false', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch((event) => seen.push(`only ${event.type}`), 'a');
    pair.param.watch((event) => seen.push(`any ${event.type}`), 'a', { onlyChanged: false });
    pair.a = 0;
    expect(seen).toEqual(['any set']);
  });

  it('runs lower precedence first, and equal precedence in the order of registration', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => seen.push('late'), 'a', { precedence: 2 });
    pair.param.watch(() => seen.push('first'), 'a');
    pair.param.watch(() => seen.push('second'), 'a');
    pair.a = 1;
    expect(seen).toEqual(['first', 'second', 'late']);
  });

  it('refuses a negative precedence, which is the runtime’s own, and an unknown name', () => {
    const pair = new Pair();
    expect(() => pair.param.watch(() => {}, 'a', { precedence: -1 })).toThrow(
      "Watcher parameter 'Pair.precedence' must be at least 0, not -1.",
    );
    // @ts-expect-error there is no such parameter
    expect(() => pair.param.watch(() => {}, 'c')).toThrow("'c' is not a parameter of Pair: its parameters are a, b, list, go.");
    expect(() => pair.param.watch(() => {}, 'a', { what: 'regex' })).toThrow("Integer parameter 'Pair.a' has no slot 'regex' to watch.");
  });

  it('dispatches what a watcher sets inside it', () => {
    const seen = order(false);
    expect(seen).toEqual(['W1 start', 'Wb', 'W1 end', 'W2']);
  });

  it('lets what a queued watcher sets wait until all watchers have been called', () => {
    const seen = order(true);
    expect(seen).toEqual(['W1 start', 'W1 end', 'W2', 'Wb']);
  });

  function order(queued: boolean): string[] {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(
      () => {
        seen.push('W1 start');
        pair.b = 1;
        seen.push('W1 end');
      },
      'a',
      { queued },
    );
    pair.param.watch(() => seen.push('W2'), 'a');
    pair.param.watch(() => seen.push('Wb'), 'b');
    pair.a = 1;
    return seen;
  }

  it('lets an error reach the setter: the value stays, later watchers are skipped', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => {
      throw new Error('no');
    }, 'a');
    pair.param.watch(() => seen.push('later'), 'a');
    expect(() => (pair.a = 1)).toThrow('no');
    expect(pair.a).toBe(1);
    expect(seen).toEqual([]);
    pair.b = 1;
    expect(seen).toEqual([]);
  });

  it('is ended by unwatch, which may be repeated', () => {
    const pair = new Pair();
    const seen: number[] = [];
    const watcher = pair.param.watch((event) => seen.push(event.new), 'a');
    pair.a = 1;
    pair.param.unwatch(watcher);
    pair.param.unwatch(watcher);
    pair.a = 2;
    expect(seen).toEqual([1]);
  });

  it('still calls a watcher that is unwatched while its event is dispatched', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => pair.param.unwatch(second), 'a');
    const second = pair.param.watch(() => seen.push('second'), 'a');
    pair.a = 1;
    pair.a = 2;
    expect(seen).toEqual(['second']);
  });

  it('still calls a watcher that is unwatched while its event waits in a batch', () => {
    const pair = new Pair();
    const seen: string[] = [];
    const watcher = pair.param.watch((event) => seen.push(brief(event)), 'a');
    batch(() => {
      pair.a = 1;
      pair.param.unwatch(watcher);
      pair.a = 2;
    });
    expect(seen).toEqual(['a 0→1 changed']);
  });

  it('does not call a watcher of the event during which it was made', () => {
    const pair = new Pair();
    const seen: number[] = [];
    pair.param.watch(() => void pair.param.watch(({ new: a }) => seen.push(a), 'a'), 'a');
    pair.a = 1;
    expect(seen).toEqual([]);
    pair.a = 2;
    expect(seen).toEqual([2]);
  });

  it('watches a slot of this instance only', () => {
    const pair = new Pair();
    const other = new Pair();
    const seen: unknown[] = [];
    pair.param.watch((event) => seen.push([event.what, event.old, event.new]), 'b', { what: 'bounds' });
    pair.param.b.bounds = [0, 9];
    expect(seen).toEqual([['bounds', [0, 100], [0, 9]]]);
    expect(() => (pair.b = 10)).toThrow('must be at most 9, not 10');
    other.b = 10;
    expect(other.param.b.bounds).toEqual([0, 100]);
  });

  it('compares lists item by item, so that the same list mutated in place is no change', () => {
    const pair = new Pair();
    let count = 0;
    pair.param.watch(() => count++, 'list');
    pair.list = [1, 2];
    pair.list = [1, 2];
    expect(count).toBe(1);
    pair.list.push(3);
    pair.list = [...pair.list];
    expect(count).toBe(1);
    pair.list = [...pair.list, 4];
    expect(count).toBe(2);
  });
});

describe('an event parameter', () => {
  it('is true while its watchers are told, and resets itself', () => {
    const pair = new Pair();
    const seen: unknown[] = [];
    pair.param.watch((event) => seen.push([event.old, event.new, pair.go]), 'go');
    pair.go = true;
    expect(seen).toEqual([[false, true, true]]);
    expect(pair.go).toBe(false);
    pair.go = false;
    pair.go = true;
    expect(seen).toHaveLength(2);
  });

  it('resets itself after a batch, and after an error', () => {
    const pair = new Pair();
    const seen: boolean[] = [];
    const watcher = pair.param.watch(() => seen.push(pair.go), 'go');
    batch(() => {
      pair.go = true;
      expect(pair.go).toBe(true);
    });
    expect(seen).toEqual([true]);
    expect(pair.go).toBe(false);
    pair.param.unwatch(watcher);
    pair.param.watch(() => {
      throw new Error('no');
    }, 'go');
    expect(() => (pair.go = true)).toThrow('no');
    expect(pair.go).toBe(false);
  });
});

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
});

describe('an asynchronous watcher', () => {
  it('runs once for each event; the setter does not wait', async () => {
    const pair = new Pair();
    const seen: string[] = [];
    const gates: (() => void)[] = [];
    pair.param.watch(async (event) => {
      seen.push(`start ${event.new}`);
      await new Promise<void>((resolve) => gates.push(resolve));
      seen.push(`end ${event.new}`);
    }, 'a');
    pair.a = 1;
    pair.a = 2;
    expect(seen).toEqual(['start 1', 'start 2']);
    gates[1]?.();
    await Promise.resolve();
    gates[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['start 1', 'start 2', 'end 2', 'end 1']);
  });

  it('may be a generator, which is run to its end', async () => {
    const pair = new Pair();
    const seen: number[] = [];
    pair.param.watch(async function* () {
      seen.push(1);
      yield;
      seen.push(2);
    }, 'a');
    pair.a = 1;
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([1, 2]);
  });
});

describe('link', () => {
  it('sets the target’s parameter at each change', () => {
    const [one, two] = [new Pair(), new Pair()];
    one.param.link(two, { a: 'b' });
    one.a = 3;
    expect(two.b).toBe(3);
    two.b = 4;
    expect(one.a).toBe(3);
  });

  it('calls a function with the target and the event instead, until it is unwatched', () => {
    const [one, two] = [new Pair(), new Pair()];
    const [watcher] = one.param.link(two, { a: (target, event) => (target.b = event.new * 2), b: 'a' });
    one.a = 3;
    one.b = 8;
    expect([two.b, two.a]).toEqual([6, 8]);
    one.param.unwatch(watcher as Watcher);
    one.a = 4;
    expect(two.b).toBe(6);
  });

  it('is refused both ways with a function', () => {
    expect(() => new Pair().param.link(new Pair(), { a: () => {} }, { bidirectional: true })).toThrow(
      'Pair cannot link a function both ways.',
    );
  });

  it('goes both ways without playing ping-pong', () => {
    const [one, two] = [new Pair(), new Pair()];
    one.param.link(two, { a: 'b' }, { bidirectional: true });
    two.b = 4;
    expect(one.a).toBe(4);
    one.a = 5;
    expect(two.b).toBe(5);
  });

  it('is refused where the target has no such parameter', () => {
    // @ts-expect-error there is no such parameter
    expect(() => new Pair().param.link(new Pair(), { a: 'zzz' })).toThrow("'zzz' is not a parameter of Pair");
    expect(() => new Pair().param.link(new Pair(), {})).toThrow('Pair must link at least one parameter.');
  });
});
