import { describe, expect, it } from 'vitest';
import { param, Parameterized, type Watcher } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.integer({ default: 0 }),
  b: param.integer({ default: 0, bounds: [0, 100] }),
  list: param.list({ itemType: 'number' }),
  go: param.event(),
}) {}

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

  it('is refused without anything to link', () => {
    // @ts-expect-error the pairs are missing
    expect(() => new Pair().param.link(new Pair())).toThrow('Pair must link at least one parameter.');
  });

  it('links nothing where one of several pairs is refused', () => {
    const [one, two] = [new Pair(), new Pair()];
    // @ts-expect-error there is no such parameter
    expect(() => one.param.link(two, { a: 'a', zzz: 'b' })).toThrow("'zzz' is not a parameter of Pair");
    expect(() => one.param.link(two, { a: 'a', b: 3 as never })).toThrow('Pair must link with the name of a parameter or a function.');
    one.a = 3;
    expect(two.a).toBe(0);
  });

  it('carries events, too', () => {
    const [one, two] = [new Pair(), new Pair()];
    let times = 0;
    one.param.link(two, { go: 'go' }, { bidirectional: true });
    two.param.watch(() => times++, 'go');
    one.go = true;
    one.go = true;
    expect(times).toBe(2);
  });
});
