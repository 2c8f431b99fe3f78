import { describe, expect, it } from 'vitest';
import { ASYNC, batch, bind, param, Parameterized, rx, Skip, type ChangeEvent } from '../../../src/param/index.ts';

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

  it('refuses an option that it does not have', () => {
    const misspelt = { onlyChange: false };
    expect(() => new Pair().param.watch(() => {}, 'a', misspelt as object)).toThrow("Pair: a watcher has no option 'onlyChange'.");
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

  it('refuses what is no function, and to watch nothing', () => {
    const pair = new Pair();
    expect(() => pair.param.watch(3 as never, 'a')).toThrow("Watcher parameter 'Pair.fn' must be a function, not 3.");
    expect(() => pair.param.watch(() => {}, [])).toThrow("Watcher parameter 'Pair.names' must name at least one parameter, not [].");
    expect(() => pair.param.watch(() => {}, undefined as never)).toThrow('must name at least one parameter, not undefined.');
    expect(() => pair.param.watch(() => {}, 'a', { precedence: NaN })).toThrow('must be at least 0, not NaN.');
    expect(() => rx(1).watch(3 as never)).toThrow("Watcher parameter 'Rx.fn' must be a function, not 3.");
  });

  it('calls once for a name that is given twice', () => {
    const pair = new Pair();
    let calls = 0;
    pair.param.watch(() => calls++, ['a', 'a']);
    pair.a = 1;
    expect(calls).toBe(1);
  });

  it('takes a Skip that the function throws for its end, and no error', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => {
      throw new Skip();
    }, 'a');
    pair.param.watch(() => seen.push('later'), 'a');
    bind(
      () => {
        throw new Skip();
      },
      pair.param.a,
      { watch: true },
    );
    pair.a = 1;
    expect(seen).toEqual(['later']);
  });

  it('delivers what a queued watcher has left waiting, together with what a later watcher sets', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(() => (pair.b = 1), 'a', { queued: true });
    pair.param.watch(
      () => {
        pair.list = [1];
        seen.push('the later one has ended');
      },
      'a',
      { precedence: 1 },
    );
    pair.param.watch((...events) => seen.push(events.map(brief).join()), ['b', 'list']);
    pair.a = 1;
    expect(seen).toEqual(['b 0→1 changed,list →1 changed', 'the later one has ended']);
  });

  it('may set its own parameter: the inner change is told first, the outer one goes on', () => {
    const pair = new Pair();
    const seen: string[] = [];
    pair.param.watch(({ new: a }) => (pair.a = Math.min(a, 5)), 'a');
    pair.param.watch((event) => seen.push(brief(event)), 'a');
    pair.a = 9;
    expect(pair.a).toBe(5);
    expect(seen).toEqual(['a 9→5 changed', 'a 0→9 changed']);
  });

  it('tells a slot that is set to an equal value to nobody', () => {
    const pair = new Pair();
    let calls = 0;
    pair.param.watch(() => calls++, 'b', { what: 'bounds' });
    pair.param.b.bounds = [0, 100];
    expect(calls).toBe(0);
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

  it('is true until all its watchers have been told, whatever else they set', () => {
    const pair = new Pair();
    const seen: unknown[] = [];
    pair.param.watch(() => (pair.b = 1), 'a');
    pair.param.watch(() => seen.push(pair.go), 'go');
    batch(() => {
      pair.a = 1;
      pair.go = true;
    });
    expect(seen).toEqual([true]);
    expect(pair.go).toBe(false);
  });

  it('resets itself where a queued watcher has set it and another one fails', () => {
    const pair = new Pair();
    pair.param.watch(() => (pair.go = true), 'a', { queued: true });
    pair.param.watch(() => {
      throw new Error('no');
    }, 'a');
    expect(() => (pair.a = 1)).toThrow('no');
    expect(pair.go).toBe(false);
  });

  it('resets itself where it was set at the arrival of an asynchronous value', async () => {
    const pair = new Pair();
    rx(async () => 1).watch(() => (pair.go = true), { queued: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(pair.go).toBe(false);
  });

  it('may follow another one, each time', () => {
    class Following extends Parameterized.with({ go: param.event({ allowRefs: true }) }) {}
    const source = new Pair();
    const following = new Following({ go: source.param.go });
    let times = 0;
    following.param.watch(() => times++, 'go');
    source.go = true;
    source.go = true;
    expect([times, following.go]).toEqual([2, false]);
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

  it('is handed to its object, to which its failure belongs; a Skip is none', async () => {
    const ends: string[] = [];
    class Owner extends Pair {
      override [ASYNC](promise: Promise<unknown>, what: string): void {
        void promise.then(
          () => ends.push(`${what} has ended`),
          (error: Error) => ends.push(`${what}: ${error.message}`),
        );
      }
    }
    const owner = new Owner();
    owner.param.watch(async ({ new: a }) => {
      throw a === 1 ? new Skip() : new Error('no');
    }, 'a');
    owner.a = 1;
    owner.a = 2;
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends.toSorted()).toEqual(['watcher of Owner.a has ended', 'watcher of Owner.a: no']);
  });
});
