import { describe, expect, it } from 'vitest';
import { bind, LoopError, param, Parameterized, rx } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.number(),
  b: param.number(),
  child: param.instanceOf(Parameterized),
  sum: param.number({ allowRefs: true }),
  go: param.event(),
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

  it('are named by the author’s expressions where these are on the way', () => {
    const pair = new Pair();
    const { a } = pair.param;
    const pathOf = (run: () => void): readonly string[] => (errorOf(run) as LoopError).path;
    const end = a
      .rx()
      .map(function double(n: number) {
        return n * 2;
      })
      .watch(() => pair.a++);
    expect(pathOf(() => (pair.a = 1))).toEqual(['rx(Pair.a).map(double)', 'rx(Pair.a).map(double)']);
    end();
    const sum = (x: number, y: number): number => x + y;
    rx`${a.rx().pipe(sum, pair.param.b).is(3).where('yes', a)}!`.watch(() => pair.b++);
    pair.param.watch(() => pair.a++, 'b');
    expect(pathOf(() => (pair.a = 1))).toEqual(['Pair.b', 'rx`…!`', 'Pair.b']);
    const next = (n: number): number => n + 1;
    const other = new Pair();
    expect(pathOf(() => (other.sum = bind(next, other.param.sum) as never))).toEqual(['bind(next, Pair.sum)', 'bind(next, Pair.sum)']);
  });

  it('are named by their method where static depends goes along a path', () => {
    class Node extends Pair {
      static override readonly depends = { count: { on: ['child.a'], watch: true } };

      count(): void {
        (this.child as Pair).a++;
      }
    }
    const child = new Pair();
    new Node({ child });
    expect((errorOf(() => (child.a = 1)) as LoopError).path).toEqual(['Node.count', 'Node.count']);
  });

  it('leave no event set, and no parameter that has not followed', () => {
    const pair = new Pair();
    class Following extends Parameterized.with({ a: param.number({ allowRefs: true }) }) {}
    const following = new Following({ a: pair.param.a });
    pair.param.watch(
      () => {
        pair.go = true;
        pair.a++;
      },
      'a',
      { queued: true },
    );
    expect(errorOf(() => (pair.a = 1))).toBeInstanceOf(LoopError);
    expect(pair.go).toBe(false);
    expect(following.a).toBe(pair.a);
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
    expect(JSON.parse(one.param.serializeParameters())).toEqual({ a: 0, b: 0, sum: 0, go: false });
  });
});

describe('values that contain themselves', () => {
  it('are resolved as far as they go, and left as they are where they lead back', () => {
    const pair = new Pair({ a: 2 });
    const list: unknown[] = [pair.param.a];
    list.push(list, { list });
    const [a, itself, inner] = rx<unknown>(list).resolve({ recursive: true }).value as [number, unknown, { list: unknown }];
    expect(a).toBe(2);
    expect(itself).toBe(list);
    expect(inner.list).toBe(list);
  });

  it('are resolved so through references, too', () => {
    class Holder extends Parameterized.with({ any: param.any({ allowRefs: false }) }) {}
    const holder = new Holder();
    holder.any = [holder.param.any];
    const [within] = holder.param.any.rx().resolve({ recursive: true }).value as unknown[];
    expect(within).toBe(holder.any);
  });
});
