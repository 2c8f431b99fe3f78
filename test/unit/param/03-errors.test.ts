import { describe, expect, it } from 'vitest';
import {
  DeclarationError,
  param,
  type ParameterError,
  Parameterized,
  ParameterRangeError,
  ParameterTypeError,
  type Parameter,
} from '../../../src/param/index.ts';

class Thing {}

const [early, late] = [new Date('2020-01-01'), new Date('2030-01-01')];

/** A parameter, a value that it refuses, and what the error says after the name of the parameter. */
type Row = readonly [parameter: unknown, value: unknown, text: string];

const TYPES: readonly Row[] = [
  [param.any({ default: 1, allowNone: false }), null, 'must not be null, not null.'],
  [param.number(), '1', 'must be a number, not "1".'],
  [param.integer(), 1.5, 'must be an integer, not 1.5.'],
  [param.magnitude(), true, 'must be a number, not true.'],
  [param.boolean(), 1, 'must be true or false, not 1.'],
  [param.event(), 'now', 'must be true or false, not "now".'],
  [param.string(), 3, 'must be a string, not 3.'],
  [param.bytes(), [1], 'must be a Uint8Array, not [1].'],
  [param.color(), 3, 'must be a colour, not 3.'],
  [param.listSelector({ objects: [1] }), 1, 'must be a list, not 1.'],
  [param.range(), [1], 'must be two numbers, not [1].'],
  [param.tuple({ default: [1] }), 'a', 'must be a list, not "a".'],
  [param.date(), new Date(NaN), 'must be a valid Date, not an invalid Date.'],
  [param.dateRange(), [early], 'must be two valid Dates, not [2020-01-01T00:00:00.000Z].'],
  [param.list(), {}, 'must be a list, not {  }.'],
  [param.list({ itemType: Thing }), [1], 'must be a list of Thing, not [1].'],
  [param.dict(), [], 'must be a plain object, not [].'],
  [param.callable(), 1, 'must be a function, not 1.'],
  [param.action(), 1, 'must be a function, not 1.'],
  [param.instanceOf(Thing), new Map(), 'must be an instance of Thing, not a Map.'],
  [param.instanceOf<object>([Thing, Set]), 1, 'must be an instance of Thing or Set, not 1.'],
  [param.array(), [1], 'must be a typed array, not [1].'],
  [param.array({ type: Float64Array }), new Int8Array(), 'must be a Float64Array, not a Int8Array.'],
  [param.dataFrame(), [1], 'must be lists by the name of their column, not [1].'],
  [param.dataFrame(), { x: [1], y: [] }, 'must have columns of one length, not { x: […], y: [] }.'],
  [param.dataFrame({ columns: { x: 'number' } }), {}, "must have a column 'x', not {  }."],
  [param.dataFrame({ columns: { x: 'number' } }), { x: ['a'] }, "must have number in column 'x', not { x: […] }."],
];

const RANGES: readonly Row[] = [
  [param.number({ bounds: [0, 1] }), -1, 'must be at least 0, not -1.'],
  [param.number({ default: 1, bounds: [0, 1], inclusiveBounds: [false, true] }), 0, 'must be greater than 0, not 0.'],
  [param.integer({ bounds: [0, 9] }), 10, 'must be at most 9, not 10.'],
  [param.integer({ bounds: [0, 9], inclusiveBounds: [true, false] }), 9, 'must be less than 9, not 9.'],
  [param.magnitude(), 2, 'must be at most 1, not 2.'],
  [param.string({ default: 'a', regex: /[a-z]/ }), 'A', 'must match /[a-z]/, not "A".'],
  [param.color(), '#12', 'must be a hexadecimal colour or the name of one, not "#12".'],
  [param.selector({ objects: ['a', 'b'] }), 'c', 'must be one of ["a", "b"], not "c".'],
  [param.listSelector({ objects: [1, 2] }), [1, 3], 'must be some of [1, 2], not [1, 3].'],
  [param.range({ bounds: [0, 9] }), [-1, 3], 'must have ends of at least 0, not [-1, 3].'],
  [param.range(), [2, 1], 'must not start after its end, not [2, 1].'],
  [param.tuple({ default: [1, 2] }), [1], 'must have 2 items, not [1].'],
  [param.date({ bounds: [early, null] }), new Date(0), 'must be at least 2020-01-01T00:00:00.000Z, not 1970-01-01T00:00:00.000Z.'],
  [
    param.dateRange({ bounds: [null, early] }),
    [early, late],
    'must have ends of at most 2020-01-01T00:00:00.000Z, not [2020-01-01T00:00:00.000Z, 2030-01-01T00:00:00.000Z].',
  ],
  [param.dateRange(), [late, early], 'must not start after its end, not [2030-01-01T00:00:00.000Z, 2020-01-01T00:00:00.000Z].'],
  [param.list({ default: [1], bounds: [1, null] }), [], 'must have at least 1 items, not [].'],
  [param.list({ bounds: [null, 1] }), [1, 2], 'must have at most 1 items, not [1, 2].'],
];

/** Slots that contradict themselves, and what is said of each. */
const SLOTS: readonly (readonly [declare: () => unknown, text: string])[] = [
  [() => param.any({ label: 3 as never }), "Any parameter: slot 'label' must be a string, not 3."],
  [() => param.any({ doc: 3 as never }), "Any parameter: slot 'doc' must be a string, not 3."],
  [() => param.any({ precedence: '1' as never }), 'Any parameter: slot \'precedence\' must be a number, not "1".'],
  [() => param.any({ constant: 1 as never }), "Any parameter: slot 'constant' must be a boolean, not 1."],
  [() => param.any({ defaultFactory: [] as never }), "Any parameter: slot 'defaultFactory' must be a function, not []."],
  [() => param.number({ bounds: [2, 1] }), "Number parameter: slot 'bounds' must not start after its end, not [2, 1]."],
  [
    () => param.number({ bounds: [1] as never }),
    "Number parameter: slot 'bounds' must be a lowest and a highest value, or null for an open end, not [1].",
  ],
  [() => param.number({ softBounds: [2, 1] }), "Number parameter: slot 'softBounds' must not start after its end, not [2, 1]."],
  [() => param.integer({ inclusiveBounds: [1] as never }), "Integer parameter: slot 'inclusiveBounds' must be two booleans, not [1]."],
  [() => param.integer({ step: 0 }), "Integer parameter: slot 'step' must be a positive number, not 0."],
  [() => param.string({ regex: 'a' as never }), 'String parameter: slot \'regex\' must be a RegExp, not "a".'],
  [() => param.selector({ objects: 3 as never }), "Selector parameter: slot 'objects' must be a list, or values by label, not 3."],
  [() => param.date({ bounds: [late, early] }), "Date parameter: slot 'bounds' must not start after its end, not [2030-01-01T00:00"],
  [() => param.list({ itemType: 'text' as never }), 'List parameter: slot \'itemType\' must be a class or the name of a type, not "text".'],
  [() => param.list({ bounds: [0.5, null] }), "List parameter: slot 'bounds' must be a lowest and a highest value, or null"],
  [() => param.instanceOf('Map' as never), 'InstanceOf parameter: slot \'instanceOf\' must be a class or several, not "Map".'],
  [() => param.array({ type: 'x' as never }), 'Array parameter: slot \'type\' must be a class of typed arrays, not "x".'],
  [
    () => param.dataFrame({ columns: { x: 'text' as never } }),
    'DataFrame parameter: slot \'columns\' must be types by the name of their column, not { x: "text" }.',
  ],
  [() => param.event({ default: true } as never), "Event parameter: slot 'default' must be false, not true."],
  [() => param.event({ defaultFactory: () => true } as never), "Event parameter: slot 'defaultFactory' must not be given, not function"],
];

const thrown = (fn: () => unknown): ParameterError => {
  try {
    fn();
  } catch (error) {
    return error as ParameterError;
  }
  throw new Error('nothing was thrown');
};

function expectRefusal([parameter, value, text]: Row, type: typeof ParameterError): void {
  class Owner extends Parameterized.with({ x: parameter as Parameter }) {}
  const owner = new Owner();
  const before = owner.x;
  const error = thrown(() => (owner.x = value));
  const { kind } = parameter as Parameter;
  expect(error).toBeInstanceOf(type);
  expect(error.message).toBe(`${kind} parameter 'Owner.x' ${text}`);
  expect(error).toMatchObject({ kind, owner: 'Owner', parameter: 'x', value });
  expect(text).toContain(`${error.rule}, not`);
  expect(owner.x).toBe(before);
}

describe('the error of a refused value says kind, owner, name, rule and value', () => {
  for (const row of TYPES) {
    it(`${(row[0] as Parameter).kind}: a value of another type ${row[2]}`, () => expectRefusal(row, ParameterTypeError));
  }
  for (const row of RANGES) {
    it(`${(row[0] as Parameter).kind}: an excluded value ${row[2]}`, () => expectRefusal(row, ParameterRangeError));
  }
});

describe('the error of a bad slot says kind, slot, rule and value', () => {
  for (const [declare, text] of SLOTS) {
    it(text, () => {
      const error = thrown(declare);
      expect(error).toBeInstanceOf(DeclarationError);
      expect(error.message).toContain(text);
    });
  }
});
