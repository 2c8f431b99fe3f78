/**
 * What TypeScript knows of the corners of parameters: every kind, its null, overriding, payloads, and what must not
 * compile. Nothing here runs: `tsc` checks it, and every `@ts-expect-error` line must be one.
 */
import {
  bind,
  type ChangeEvent,
  follow,
  param,
  Parameterized,
  type Reference,
  rx,
  type Rx,
  type Skip,
  type Watcher,
} from '../../src/param/index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

class Kinds extends Parameterized.with({
  any: param.any(),
  typed: param.any<'a' | 'b'>(),
  number: param.number(),
  integer: param.integer({ bounds: [0, null], step: 2 }),
  magnitude: param.magnitude(),
  boolean: param.boolean(),
  event: param.event(),
  string: param.string({ regex: /a/ }),
  bytes: param.bytes(),
  color: param.color(),
  selector: param.selector({ objects: { One: 1, Two: 2 } }),
  mapped: param.selector({ objects: new Map([['One', 1]]) }),
  listSelector: param.listSelector({ objects: ['a', 'b'] }),
  range: param.range(),
  tuple: param.tuple({ default: [1, 'a', true] }),
  date: param.date(),
  dateRange: param.dateRange(),
  list: param.list({ itemType: Date }),
  dict: param.dict<{ a: number }>(),
  callable: param.callable(),
  action: param.action(),
  instanceOf: param.instanceOf(URL),
  array: param.array(),
  dataFrame: param.dataFrame(),
}) {}

export function everyKindHasItsType(kinds: Kinds): void {
  same<typeof kinds.any, unknown>(true);
  same<typeof kinds.typed, 'a' | 'b'>(true);
  same<typeof kinds.number, number>(true);
  same<typeof kinds.integer, number>(true);
  same<typeof kinds.magnitude, number>(true);
  same<typeof kinds.boolean, boolean>(true);
  same<typeof kinds.event, boolean>(true);
  same<typeof kinds.string, string>(true);
  same<typeof kinds.bytes, Uint8Array | null>(true);
  same<typeof kinds.color, string | null>(true);
  same<typeof kinds.selector, 1 | 2>(true);
  same<typeof kinds.mapped, number>(true);
  same<typeof kinds.listSelector, ('a' | 'b')[]>(true);
  same<typeof kinds.range, [number, number] | null>(true);
  same<typeof kinds.tuple, [number, string, boolean]>(true);
  same<typeof kinds.date, Date | null>(true);
  same<typeof kinds.dateRange, [Date, Date] | null>(true);
  same<typeof kinds.list, Date[]>(true);
  same<typeof kinds.dict, { a: number }>(true);
  same<typeof kinds.instanceOf, URL | null>(true);
  const called: unknown = kinds.callable?.(1, 'a');
  void called;
}

class Nullable extends Parameterized.with({
  number: param.number({ allowNone: true }),
  string: param.string({ default: null }),
  boolean: param.boolean({ default: null }),
  selector: param.selector({ objects: ['a'], allowNone: true }),
  list: param.list({ default: null, itemType: 'number' }),
  dict: param.dict({ default: null }),
  date: param.date({ default: new Date() }),
  bytes: param.bytes({ defaultFactory: () => new Uint8Array() }),
  callable: param.callable<(n: number) => string>({ allowNone: false }),
  instanceOf: param.instanceOf(URL, { allowNone: false }),
  range: param.range({ default: [0, 1] }),
  color: param.color({ default: 'red' }),
}) {}

export function nullIsAValueWhereTheDeclarationSaysSo(it: Nullable): void {
  same<typeof it.number, number | null>(true);
  same<typeof it.string, string | null>(true);
  same<typeof it.boolean, boolean | null>(true);
  same<typeof it.selector, 'a' | null>(true);
  same<typeof it.list, number[] | null>(true);
  same<typeof it.dict, Record<string, unknown> | null>(true);
  same<typeof it.date, Date>(true);
  same<typeof it.bytes, Uint8Array>(true);
  same<typeof it.callable, (n: number) => string>(true);
  same<typeof it.instanceOf, URL>(true);
  same<typeof it.range, [number, number]>(true);
  same<typeof it.color, string>(true);
  it.number = null;
  // @ts-expect-error null is none here
  it.date = null;
}

export function declarationsThatMustNotCompile(): void {
  // @ts-expect-error an event is always false at first
  param.event({ default: true });
  // @ts-expect-error a text has no bounds
  param.string({ bounds: [0, 1] });
  // @ts-expect-error bounds are two
  param.number({ bounds: [0] });
  // @ts-expect-error of numbers
  param.number({ bounds: ['a', null] });
  // @ts-expect-error bounds of dates are Dates
  param.date({ bounds: [0, 1] });
  // @ts-expect-error a step belongs to numbers
  param.date({ step: 1 });
  // @ts-expect-error the default is none of the choices
  param.listSelector({ objects: ['a'], default: ['b'] });
  // @ts-expect-error no name of a type
  param.list({ itemType: 'text' });
  // @ts-expect-error an item of another type
  param.list({ itemType: 'number', default: ['a'] });
  // @ts-expect-error a factory of another type
  param.number({ defaultFactory: () => 'a' });
  // @ts-expect-error no class
  param.instanceOf('URL');
  // @ts-expect-error an instance of another class
  param.instanceOf(URL, { default: new Date() });
  // @ts-expect-error a typed array of another class
  param.array({ type: Float64Array, default: new Int8Array(1) });
  // @ts-expect-error a column is missing
  param.dataFrame({ columns: { x: 'number' }, default: { y: [1] } });
  // @ts-expect-error null is the default, though it is said to be no value
  param.number({ default: 'a', allowNone: false });
}

class Base extends Parameterized.with({ n: param.number(), text: param.string(), kept: param.boolean() }) {
  twice(): number {
    return this.n * 2;
  }
}
class Middle extends Base.with({ n: param.integer({ default: 3 }), more: param.date() }) {}
class Sub extends Middle.with({ text: param.selector({ objects: ['a', 'b'] }) }) {}

export function overridingKeepsTheNewestKind(sub: Sub): void {
  same<typeof sub.n, number>(true);
  same<typeof sub.more, Date | null>(true);
  sub.param.n.step = 2;
  sub.param.kept.default = true;
  const choice: 'a' | 'b' = sub.param.text.value;
  sub.param.watch((event) => same<typeof event.new, 'a' | 'b'>(true), 'text');
  sub.param.watch((event) => same<typeof event.new, Date | null>(true), 'more');
  same<ReturnType<typeof sub.twice>, number>(true);
  new Sub({ n: 1, text: choice, kept: true, more: new Date() });
  // @ts-expect-error one of the choices, since it is overridden
  new Sub({ text: 'c' });
  // TypeScript still sees the slots of the kind that is overridden.
  void sub.param.text.regex;
  const base: Base = sub;
  void base;
  Sub.param.n.bounds = [0, 9];
  // @ts-expect-error there is no such parameter of the class
  void Sub.param.zzz;
}

export function overridesMustFitTheSuperclass(): void {
  Base.with({ n: param.integer({ default: 3 }), text: param.color({ default: 'red' }) });
  // @ts-expect-error a text where the superclass has a number
  Base.with({ n: param.string() });
  // @ts-expect-error null, which the superclass does not know
  Base.with({ n: param.number({ default: null }) });
  // @ts-expect-error in the second generation, too
  Middle.with({ kept: param.any() });
}

export function eventsAreToldApartByTheirName(it: Kinds): void {
  const watcher = it.param.watch((event) => same<typeof event, ChangeEvent<number> & { readonly name: 'number' }>(true), 'number');
  same<typeof watcher, Watcher>(true);
  it.param.watch(
    (...events) => {
      for (const event of events) {
        if (event.name === 'date') same<typeof event.old, Date | null>(true);
        else if (event.name === 'string') same<typeof event.old, string>(true);
        // @ts-expect-error this name is not watched
        else if (event.name === 'number') return;
      }
    },
    ['date', 'string'],
  );
  it.param.watch(async ({ new: n }) => n.toFixed(), 'number', { queued: true, precedence: 1, onlyChanged: false, what: 'bounds' });
  // @ts-expect-error there is no such option
  it.param.watch(() => {}, 'number', { onlychanged: false });
  it.param.watch((event) => {
    // @ts-expect-error an event is not changed
    event.new = 3;
  }, 'number');
  // @ts-expect-error the text of an event that is a number
  it.param.watch(({ new: n }) => n.length, 'number');
}

export function updatesTakeValuesAndReferences(it: Kinds, source: Nullable): void {
  it.param.update({ number: 3, string: source.param.color, dict: { a: 1 } });
  it.param.update({ number: async () => 3 });
  const values = it.param.values();
  same<typeof values.selector, 1 | 2>(true);
  const result = it.param.update({ number: 1 }, () => 'x' as const);
  same<typeof result, 'x'>(true);
  const nothing = it.param.update({ number: 1 });
  same<typeof nothing, void>(true);
  // @ts-expect-error a reference to something that may be null is none to a number
  it.param.update({ number: source.param.number });
  // @ts-expect-error a function that gives a text is none that gives a number
  it.param.update({ number: async () => 'a' });
  // @ts-expect-error undefined is no value
  it.param.update({ number: undefined });
  // @ts-expect-error a parameter cannot be replaced
  it.param.number = source.param.number;
  // @ts-expect-error an instance needs no name that it has not
  it.param.trigger('zzz');
}

export function boundArgumentsAndResults(it: Kinds): void {
  const { number, string, selector } = it.param;
  bind(
    (n, text, choice, constant) => {
      same<typeof n, number>(true);
      same<typeof text, string>(true);
      same<typeof choice, 1 | 2>(true);
      same<typeof constant, 'x'>(true);
    },
    number,
    string,
    selector,
    'x',
  );
  const skipping = bind((n: number) => (n > 1 ? n : (null as never as Skip)), number);
  same<Rx<number>, ReturnType<typeof rx<number>>>(true);
  const value = rx(skipping);
  same<typeof value, Rx<number>>(true);
  const yielded = rx(
    bind(async function* (n: number) {
      yield [n];
    }, number),
  );
  same<typeof yielded, Rx<number[]>>(true);
  const nested = bind(
    (text: string) => text.length,
    bind((n: number) => String(n), number),
  );
  same<ReturnType<typeof nested>, number>(true);
  const inner = bind((n: number) => String(n), number);
  // @ts-expect-error the outer function is given a text
  bind((n: number) => n, inner);
  // A reference that the function does not take is still followed.
  bind((n: number) => n, number, string);
  // @ts-expect-error no function
  bind(3, number);
  const typed: Reference<number> = number;
  follow(typed, { value: (n) => same<typeof n, number>(true), error: () => {} });
}

export function expressionsThatMustNotCompile(it: Kinds): void {
  const n = it.param.number.rx();
  // @ts-expect-error the items of a number
  n.mapItems((item: number) => item);
  // @ts-expect-error the value is set by `set`
  n.value = 3;
  // @ts-expect-error a text for a number
  n.set('a');
  // @ts-expect-error when needs references
  n.when(3);
  // @ts-expect-error buffer needs how many
  n.buffer();
  // @ts-expect-error there is no such option
  n.resolve({ deep: true });
  same<ReturnType<typeof n.updating>, Rx<boolean>>(true);
  same<ReturnType<typeof n.not>, Rx<boolean>>(true);
  const branch = n.is(3).where('yes', it.param.date);
  same<typeof branch, Rx<string | Date | null>>(true);
}
