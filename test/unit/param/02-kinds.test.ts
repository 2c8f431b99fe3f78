import { describe, expect, it } from 'vitest';
import { param, Parameterized, type Parameter } from '../../../src/param/index.ts';

/** What setting each of `values` gives: the value, or the rule that it breaks. */
function outcomes(parameter: Parameter<never>, values: readonly unknown[]): unknown[] {
  class Owner extends Parameterized.with({ x: parameter as Parameter }) {}
  const owner = new Owner();
  return values.map((value) => {
    try {
      owner.x = value;
      return 'ok';
    } catch (error) {
      return (error as Error).message.replace(/.*'Owner.x' (.*), not .*/, '$1');
    }
  });
}

const initial = (parameter: Parameter<never>): unknown => new (Parameterized.with({ x: parameter as Parameter }))().x;

describe('numbers', () => {
  it('number takes numbers only', () => {
    expect(outcomes(param.number() as never, [1.5, NaN, '1', true, null])).toEqual([
      'ok',
      'ok',
      'must be a number',
      'must be a number',
      'must be a number',
    ]);
  });

  it('integer takes whole numbers, of which 1.0 is one', () => {
    expect(outcomes(param.integer() as never, [1, 1.0, 1.5, NaN])).toEqual(['ok', 'ok', 'must be an integer', 'must be an integer']);
  });

  it('magnitude is from 0 to 1', () => {
    expect(outcomes(param.magnitude() as never, [0.5, 1.1])).toEqual(['ok', 'must be at most 1']);
    expect(initial(param.magnitude() as never)).toBe(1);
  });

  it('bounds may be open or exclusive', () => {
    expect(outcomes(param.number({ default: 1, bounds: [0, null], inclusiveBounds: [false, true] }) as never, [0, 1e9])).toEqual([
      'must be greater than 0',
      'ok',
    ]);
    expect(outcomes(param.number({ default: 1, bounds: [null, 2], inclusiveBounds: [true, false] }) as never, [2, -1e9])).toEqual([
      'must be less than 2',
      'ok',
    ]);
  });

  it('a bad slot is refused where it is declared', () => {
    expect(() => param.number({ bounds: [3, 1] })).toThrow("Number parameter: slot 'bounds' must not start after its end, not [3, 1].");
    expect(() => param.number({ step: -1 })).toThrow("slot 'step' must be a positive number, not -1.");
    expect(() => param.range({ step: 0 })).toThrow("slot 'step' must be a positive number, not 0.");
    // @ts-expect-error there is no such slot
    expect(() => param.number({ bound: [0, 1] })).toThrow("Number parameter has no slot 'bound'; its slots are default, defaultFactory");
    // @ts-expect-error there is no such slot
    expect(() => param.string({ bounds: [0, 1] })).toThrow(
      'its slots are default, defaultFactory, doc, label, precedence, constant, readonly, allowNone, allowRefs, nestedRefs, regex.',
    );
    // @ts-expect-error a label is a text
    expect(() => param.number({ label: 3 })).toThrow("slot 'label' must be a string, not 3.");
    expect(() => Parameterized.with({ x: param.number({ default: 3, bounds: [0, 1] }) })).toThrow(
      "Number parameter 'Parameterized.x' must be at most 1, not 3.",
    );
  });
});

describe('the edges of numbers', () => {
  it('integer takes −0 and refuses the infinities', () => {
    expect(outcomes(param.integer() as never, [-0, Infinity])).toEqual(['ok', 'must be an integer']);
  });

  it('NaN is a number, but lies between no bounds', () => {
    expect(outcomes(param.number({ bounds: [0, null] }) as never, [NaN])).toEqual(['must be at least 0']);
    expect(outcomes(param.number({ default: 0, bounds: [null, 1] }) as never, [NaN, -Infinity])).toEqual(['must be at most 1', 'ok']);
    expect(outcomes(param.range({ default: [0, 1] }) as never, [[NaN, 1]])).toEqual(['must not start after its end']);
  });

  it('−0 lies at 0, and is another value than 0', () => {
    class Owner extends Parameterized.with({ x: param.number({ bounds: [0, 1] }) }) {}
    const owner = new Owner();
    const told: unknown[] = [];
    owner.param.watch((event) => told.push(event.new), 'x');
    owner.x = -0;
    owner.x = -0;
    expect(told).toEqual([-0]);
    expect(outcomes(param.selector({ objects: [0, 1] }) as never, [-0])).toEqual(['must be one of [0, 1]']);
  });

  it('setting NaN again is no change', () => {
    const owner = new (Parameterized.with({ x: param.number() }))();
    const told: unknown[] = [];
    owner.param.watch((event) => told.push(event.new), 'x');
    owner.x = NaN;
    owner.x = NaN;
    expect(told).toEqual([NaN]);
  });

  it('reversed bounds are refused where they are declared and where they are set, also those of dates and lists', () => {
    const owner = new (Parameterized.with({ x: param.number({ bounds: [0, 1] }) }))();
    expect(() => (owner.param.x.bounds = [2, 1])).toThrow("Number parameter 'Parameterized.x': slot 'bounds' must not start after its end");
    expect(owner.param.x.bounds).toEqual([0, 1]);
    expect(() => param.date({ bounds: [new Date(2), new Date(1)] })).toThrow("slot 'bounds' must not start after its end");
    expect(() => param.list({ bounds: [2, 1] })).toThrow("slot 'bounds' must not start after its end");
    expect(() => param.number({ bounds: [NaN, 1] })).toThrow("slot 'bounds' must be a lowest and a highest value");
    expect(param.number({ default: 1, bounds: [1, 1] }).bounds).toEqual([1, 1]);
  });
});

describe('other kinds', () => {
  it('boolean takes no 1', () => {
    expect(outcomes(param.boolean() as never, [true, 1])).toEqual(['ok', 'must be true or false']);
  });

  it('string may have to match a pattern as a whole', () => {
    expect(outcomes(param.string({ default: 'a1', regex: /[a-z]\d/ }) as never, ['b2', 'b22', 3])).toEqual([
      'ok',
      'must match /[a-z]\\d/',
      'must be a string',
    ]);
  });

  it('bytes is a Uint8Array, color a CSS colour', () => {
    expect(outcomes(param.bytes() as never, [new Uint8Array(), [1], null])).toEqual(['ok', 'must be a Uint8Array', 'ok']);
    expect(outcomes(param.color() as never, ['#fff', '#12345678', 'tomato', '#12', 3])).toEqual([
      'ok',
      'ok',
      'ok',
      'must be a hexadecimal colour or the name of one',
      'must be a colour',
    ]);
  });

  it('selector takes one of its objects, by default the first', () => {
    expect(initial(param.selector({ objects: ['a', 'b'] }) as never)).toBe('a');
    expect(initial(param.selector({ objects: { One: 1, Two: 2 } }) as never)).toBe(1);
    expect(outcomes(param.selector({ objects: ['a', 'b'] }) as never, ['b', 'c', null])).toEqual([
      'ok',
      'must be one of ["a", "b"]',
      'must be one of ["a", "b"]',
    ]);
    expect(outcomes(param.selector({ objects: [[1, 2], { a: 1 }] }) as never, [[1, 2], { a: 1 }, [1]])).toEqual([
      'ok',
      'ok',
      'must be one of [[…], {…}]',
    ]);
    expect(outcomes(param.selector() as never, ['anything', 3])).toEqual(['ok', 'ok']);
  });

  it('listSelector takes some of its objects', () => {
    expect(outcomes(param.listSelector({ objects: [1, 2, 3] }) as never, [[1, 3], [], [4], 1])).toEqual([
      'ok',
      'ok',
      'must be some of [1, 2, 3]',
      'must be a list',
    ]);
  });

  it('range is a start and an end inside the bounds', () => {
    expect(outcomes(param.range({ default: [0, 1], bounds: [0, 10] }) as never, [[2, 3], [3, 2], [0, 11], [1], 3])).toEqual([
      'ok',
      'must not start after its end',
      'must have ends of at most 10',
      'must be two numbers',
      'must be two numbers',
    ]);
  });

  it('tuple has the length of its default', () => {
    expect(outcomes(param.tuple({ default: [1, 'a'] }) as never, [[2, 'b'], [1], 'ab'])).toEqual([
      'ok',
      'must have 2 items',
      'must be a list',
    ]);
  });

  it('date and dateRange take valid Dates', () => {
    const [early, late] = [new Date('2020-01-01'), new Date('2030-01-01')];
    expect(outcomes(param.date({ bounds: [early, null] }) as never, [late, new Date(NaN), new Date(0), '2020'])).toEqual([
      'ok',
      'must be a valid Date',
      'must be at least 2020-01-01T00:00:00.000Z',
      'must be a valid Date',
    ]);
    expect(outcomes(param.dateRange() as never, [[early, late], [late, early], early])).toEqual([
      'ok',
      'must not start after its end',
      'must be two valid Dates',
    ]);
  });

  it('list checks the type of its items and its length', () => {
    expect(outcomes(param.list({ itemType: 'number', bounds: [0, 2] }) as never, [[1], ['a'], [1, 2, 3], 1])).toEqual([
      'ok',
      'must be a list of number',
      'must have at most 2 items',
      'must be a list',
    ]);
    expect(outcomes(param.list({ itemType: Date }) as never, [[new Date()], [1]])).toEqual(['ok', 'must be a list of Date']);
  });

  it('dict is a plain object, callable a function', () => {
    expect(outcomes(param.dict() as never, [{ a: 1 }, new Map(), []])).toEqual(['ok', 'must be a plain object', 'must be a plain object']);
    expect(outcomes(param.callable() as never, [() => 1, null, 1])).toEqual(['ok', 'ok', 'must be a function']);
  });

  it('instanceOf takes instances of a class or of one of several', () => {
    expect(outcomes(param.instanceOf(Map) as never, [new Map(), new Set(), null])).toEqual(['ok', 'must be an instance of Map', 'ok']);
    expect(outcomes(param.instanceOf<object>([Map, Set]) as never, [new Set(), 1])).toEqual(['ok', 'must be an instance of Map or Set']);
  });

  it('array is a typed array, of one class if that is said', () => {
    expect(outcomes(param.array() as never, [new Float32Array(1), [1]])).toEqual(['ok', 'must be a typed array']);
    expect(outcomes(param.array({ type: Float64Array }) as never, [new Float64Array(1), new Float32Array(1)])).toEqual([
      'ok',
      'must be a Float64Array',
    ]);
  });

  it('dataFrame is columns of one length', () => {
    const frame = param.dataFrame({ columns: { x: 'number', label: 'string' } });
    expect(
      outcomes(frame as never, [
        { x: [1], label: ['a'] },
        { x: new Float64Array(1), label: ['a'] },
        { x: [1] },
        { x: [1], label: [2] },
        { x: [1, 2], label: ['a'] },
        [1],
      ]),
    ).toEqual([
      'ok',
      'ok',
      "must have a column 'label'",
      "must have string in column 'label'",
      'must have columns of one length',
      'must be lists by the name of their column',
    ]);
  });
});

describe('a selector with labels', () => {
  it('takes the values, not the labels, of an object or a Map', () => {
    expect(outcomes(param.selector({ objects: { One: 1, Two: 2 } }) as never, [2, 'Two'])).toEqual(['ok', 'must be one of [1, 2]']);
    expect(outcomes(param.selector({ objects: new Map([['One', 1]]) }) as never, [1, 2])).toEqual(['ok', 'must be one of [1]']);
    expect(param.selector({ objects: { One: 1, Two: 2 } }).choices).toEqual([1, 2]);
  });

  it('chooses by content where the choices are lists or plain objects, and by identity where they are instances', () => {
    const [one, two] = [new Date(1), new Map([['a', 1]])];
    expect(outcomes(param.selector({ objects: { one, list: [1], two } }) as never, [new Date(1), [1], two, new URL('a:b')])).toEqual([
      'ok',
      'ok',
      'ok',
      'must be one of [1970-01-01T00:00:00.001Z, […], a Map]',
    ]);
  });
});

describe('a selector without objects', () => {
  const open = (): InstanceType<ReturnType<typeof make>> => new (make())();
  const make = () => Parameterized.with({ x: param.selector<unknown>(), all: param.listSelector<unknown>({ default: ['z'] }) });

  it('takes anything, and null at first', () => {
    const owner = open();
    expect([owner.x, owner.param.x.objects]).toEqual([null, []]);
    owner.x = 'a';
    owner.x = 3;
    owner.x = null;
    owner.x = 'a';
    expect(owner.param.x.objects).toEqual(['a', 3]);
    expect(owner.param.x.default).toBe(null);
  });

  it('gathers what is set for this instance only, and tells watchers of its objects', () => {
    const [owner, other] = [open(), open()];
    const told: unknown[] = [];
    owner.param.watch((event) => told.push(event.new), 'all', { what: 'objects' });
    owner.all = ['z', 'y'];
    owner.all = ['y'];
    expect(told).toEqual([['z', 'y']]);
    expect(other.param.all.objects).toEqual([]);
  });

  it('is closed by giving it objects, and opened by taking them', () => {
    const owner = open();
    owner.x = 'a';
    owner.param.x.objects = ['b'];
    expect(() => (owner.x = 'c')).toThrow('must be one of ["b"], not "c".');
    owner.param.x.objects = [];
    owner.x = 'c';
    expect(owner.param.x.objects).toEqual(['c']);
  });
});

describe('null', () => {
  it('is a value where the default is null, or allowNone says so', () => {
    expect(outcomes(param.number({ default: null }) as never, [null])).toEqual(['ok']);
    expect(outcomes(param.number({ allowNone: true }) as never, [null])).toEqual(['ok']);
    expect(outcomes(param.string() as never, [null])).toEqual(['must be a string']);
  });
});
