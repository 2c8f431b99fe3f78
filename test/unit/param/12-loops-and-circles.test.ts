import { describe, expect, it } from 'vitest';
import { bind, LoopError, param, Parameterized } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.number(),
  b: param.number(),
  child: param.instanceOf(Parameterized),
  sum: param.number({ allowRefs: true }),
}) {}

const errorOf = (run: () => void): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('watchers that set themselves off', () => {
  it('may do so until the value stays the same', () => {
    const pair = new Pair();
    pair.param.watch(({ new: a }) => (pair.a = Math.min(a + 1, 20)), 'a');
    pair.a = 1;
    expect(pair.a).toBe(20);
  });

  it('without end are reported with the path, and not by a stack overflow', () => {
    const pair = new Pair();
    pair.param.watch(({ new: a }) => (pair.a = a + 1), 'a');
    const error = errorOf(() => (pair.a = 1));
    expect(error).toBeInstanceOf(LoopError);
    expect((error as Error).message).toBe('Watchers set each other off without end: Pair.a → Pair.a.');
  });

  it('name each parameter on the way, also of other objects', () => {
    const [one, two] = [new Pair(), new Pair()];
    one.param.watch(({ new: a }) => (two.b = a + 1), 'a');
    two.param.watch(({ new: b }) => (one.a = b + 1), 'b');
    expect((errorOf(() => (one.a = 1)) as LoopError).path).toEqual(['Pair.a', 'Pair.b', 'Pair.a']);
  });

  it('are found where they are queued, too', () => {
    const pair = new Pair();
    pair.param.watch(({ new: a }) => (pair.b = a + 1), 'a', { queued: true });
    pair.param.watch(({ new: b }) => (pair.a = b + 1), 'b', { queued: true });
    expect((errorOf(() => (pair.a = 1)) as LoopError).path.join()).toMatch(/^Pair\.(a|b),Pair\.(a|b),Pair\.(a|b)$/);
  });

  it('leave nothing behind: the next set is told as ever', () => {
    const pair = new Pair();
    const watcher = pair.param.watch(({ new: a }) => (pair.a = a + 1), 'a');
    errorOf(() => (pair.a = 1));
    pair.param.unwatch(watcher);
    const told: number[] = [];
    pair.param.watch(({ new: a }) => told.push(a), 'a');
    pair.a = -1;
    expect(told).toEqual([-1]);
  });

  it('are not suspected in a long chain of objects', () => {
    const all = Array.from({ length: 150 }, () => new Pair());
    all.forEach((pair, i) => pair.param.link(all[i + 1] ?? new Pair(), { a: 'a' }));
    (all[0] as Pair).a = 3;
    expect(all.at(-1)?.a).toBe(3);
  });

  it('are found in a parameter that follows what is derived from itself', () => {
    const pair = new Pair();
    const error = errorOf(() => (pair.sum = bind((sum: number) => sum + 1, pair.param.sum) as never));
    expect(error).toBeInstanceOf(LoopError);
  });
});

describe('objects that hold each other', () => {
  it('are watched along paths as far as these go', () => {
    const told: string[] = [];
    class Node extends Pair {
      static override readonly depends = { seen: { on: ['child.child.a'], watch: true } };

      seen(): void {
        const end = (this.child as Pair | null)?.child as Pair | null | undefined;
        told.push(`${this.b} sees ${end?.a}`);
      }
    }
    const [one, two] = [new Node({ b: 1 }), new Node({ b: 2 })];
    one.child = two;
    two.child = one;
    told.length = 0;
    one.a = 5;
    two.a = 6;
    expect(told.splice(0)).toEqual(['1 sees 5', '2 sees 6']);
    one.child = null;
    expect(told.splice(0)).toEqual(['1 sees undefined', '2 sees undefined']);
    one.a = 7;
    expect(told).toEqual([]);
  });

  it('are shown briefly by errors, and are no JSON', () => {
    const one = new Pair();
    one.child = one;
    expect(() => (one.a = one as never)).toThrow("Number parameter 'Pair.a' must be a number, not a Pair.");
    expect(JSON.parse(one.param.serializeParameters())).toEqual({ a: 0, b: 0, sum: 0 });
  });
});
