import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { bind, follow, methodReference, param, Parameterized, rx } from '../../../src/param/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

class Source extends Parameterized.with({ a: param.number(), inner: param.instanceOf(Parameterized) }) {
  static override readonly depends = { twice: ['a'], deep: ['inner.param'] };

  twice(): number {
    return this.a * 2;
  }

  deep(): unknown {
    return this.inner;
  }
}

class Target extends Parameterized.with({ value: param.number({ allowRefs: true }), go: param.event() }) {}

/** Whether what `make` gives can be collected while `source` lives on. */
async function isCollected(make: () => object): Promise<boolean> {
  const weak = new WeakRef(make());
  for (let i = 0; i < 50 && weak.deref() !== undefined; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
  }
  return weak.deref() === undefined;
}

describe('what nobody holds any more is collected while its source lives', () => {
  const source = new Source({ inner: new Source() });

  it('a derived value that was only read', async () => {
    expect(
      await isCollected(() => {
        const derived = source.param.a.rx().map((a) => ({ a }));
        expect(derived.value).toEqual({ a: source.a });
        return derived;
      }),
    ).toBe(true);
  });

  it('a derived value whose watching has ended, and its watchers', async () => {
    const watcher = (): object => {
      const told = (value: number): number => value;
      source.param.a
        .rx()
        .map((a) => a + 1)
        .watch(told)();
      return told;
    };
    expect(await isCollected(watcher)).toBe(true);
  });

  it('a bound function that was followed until its signal aborted', async () => {
    expect(
      await isCollected(() => {
        const bound = bind((a: number) => a + 1, source.param.a);
        const controller = new AbortController();
        follow(bound, { value: () => {}, error: () => {}, signal: controller.signal });
        source.a++;
        controller.abort();
        return bound;
      }),
    ).toBe(true);
  });

  it('the reference to a method, with what watched its paths', async () => {
    expect(await isCollected(() => methodReference(source, 'twice')!)).toBe(true);
    expect(
      await isCollected(() => {
        const deep = rx(methodReference(source, 'deep')!);
        expect(deep.value).toBe(source.inner);
        return deep;
      }),
    ).toBe(true);
  });

  it('updating(), and what it watched', async () => {
    expect(
      await isCollected(() => {
        const derived = source.param.a.rx().map((a) => a);
        derived.updating();
        return derived;
      }),
    ).toBe(true);
  });

  it('an object that followed a reference, once it is given a plain value', async () => {
    expect(
      await isCollected(() => {
        const target = new Target({ value: source.param.a });
        target.value = 1;
        return target;
      }),
    ).toBe(true);
  });

  it('an object that follows a reference, whose function is called for it no longer', async () => {
    let calls = 0;
    const follows = (): object => {
      const target = new Target({ value: bind((a: number) => (calls++, a), source.param.a) });
      target.param.unwatch(target.param.watch(() => {}, 'value'));
      target.param.value
        .rx()
        .map((value) => value)
        .watch(() => {})();
      return target;
    };
    expect(await isCollected(follows)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 10));
    calls = 0;
    source.a++;
    expect(calls).toBe(0);
  });

  it('objects that follow one another', async () => {
    expect(await isCollected(() => new Target({ value: new Target({ value: source.param.a }).param.value }))).toBe(true);
  });

  it('an object whose constructor has failed after it began to follow', async () => {
    const made: WeakRef<object>[] = [];
    class Failing extends Parameterized.with({ value: param.number({ allowRefs: true }), other: param.number() }) {
      constructor(options: object) {
        super(options);
      }
    }
    const fail = (): object => {
      expect(() => new Failing({ value: source.param.a.rx().map((a) => (made.push(new WeakRef({})), a)), other: 'no number' })).toThrow(
        'must be a number',
      );
      const before = made.length;
      source.a++;
      expect(made.length).toBe(before);
      return {};
    };
    expect(await isCollected(fail)).toBe(true);
  });
});

describe('what is watched is held by its source', () => {
  it('so that a watcher of an expression that nobody else holds is still told', async () => {
    const source = new Source();
    const told: number[] = [];
    source.param.a
      .rx()
      .map((a) => a * 2)
      .watch((value) => told.push(value));
    await isCollected(() => ({}));
    source.a = 2;
    expect(told).toEqual([4]);
  });

  it('and so is an object that follows it, while somebody listens to that', async () => {
    const source = new Source();
    const told: string[] = [];
    class Depending extends Target {
      static override readonly depends = { tell: { on: ['value'], watch: true } };

      tell(): void {
        told.push(`depends ${this.value}`);
      }
    }
    const other = new Target();
    const follow = (): Target => new Target({ value: source.param.a });
    const kept = [
      () => new Depending({ value: source.param.a }),
      () => follow().param.watch(({ new: value }) => told.push(`watch ${value}`), 'value'),
      () =>
        follow()
          .param.value.rx()
          .watch((value) => told.push(`rx ${value}`)),
      () => bind((value: number) => told.push(`bind ${value}`), follow().param.value, { watch: true }),
      () => follow().param.link(other, { value: 'value' }),
    ];
    for (const make of kept) make();
    await isCollected(follow);
    source.a = 2;
    expect(told.sort()).toEqual(['bind 2', 'depends 2', 'rx 2', 'watch 2']);
    expect(other.value).toBe(2);
  });

  it('and while somebody has an expression of its value, which stays true', async () => {
    const source = new Source();
    const value = ((): { readonly value: number } => new Target({ value: source.param.a }).param.value.rx())();
    await isCollected(() => new Target({ value: source.param.a }));
    source.a = 2;
    expect(value.value).toBe(2);
  });
});
