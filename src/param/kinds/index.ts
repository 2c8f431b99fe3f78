import { Parameter, type Slots } from '../parameter.ts';
import { BooleanParameter, EventParameter } from './boolean.ts';
import { DictParameter, ListParameter, TupleParameter, type ListSlots } from './container.ts';
import {
  ArrayParameter,
  DataFrameParameter,
  type ArraySlots,
  type Columns,
  type DataFrameSlots,
  type Frame,
  type OverAnyBuffer,
  type TypedArray,
} from './data.ts';
import { DateParameter } from './date.ts';
import { IntegerParameter, MagnitudeParameter, NumberParameter, type BoundedSlots, type NumberSlots } from './number.ts';
import { ActionParameter, CallableParameter, InstanceOfParameter, type Callback, type InstanceOfSlots } from './object.ts';
import { DateRangeParameter, RangeParameter } from './range.ts';
import { ListSelectorParameter, SelectorParameter, type SelectorSlots } from './selector.ts';
import { BytesParameter, ColorParameter, StringParameter, type StringSlots } from './text.ts';
import type { Class, Type, TypeOf } from './type.ts';

/** Slots that say that null is a value. */
type Nullable = { readonly default: null } | { readonly allowNone: true };
/** Slots that say that null is none. */
type Required = { readonly default: {} } | { readonly defaultFactory: (owner: object) => {} } | { readonly allowNone: false };

/** Slots of a list that says what its items are, and of one that does not. */
type Items<N extends Type, T = TypeOf<N>[]> = ListSlots<TypeOf<N>, NoInfer<T>> & { readonly itemType: N };
type AnyItems<I, T = I[]> = Omit<ListSlots<I, T>, 'itemType'> & { readonly itemType?: null };

/** What an empty list of examples says of their type: nothing. */
type Known<T> = [T] extends [never] ? unknown : T;

type Pair<T> = readonly [T, T];
type PairOf<T> = [T, T];
type Widened<T> = T extends readonly unknown[]
  ? { -readonly [K in keyof T]: Widened<T[K]> }
  : T extends number
    ? number
    : T extends string
      ? string
      : T extends boolean
        ? boolean
        : T;

/** Any value. Default null. */
function any<T = unknown>(slots?: Slots<NoInfer<T>>): Parameter<T> {
  return new Parameter<T>(slots);
}

/** A number; NaN too, unless there are bounds. Default 0. Anything else is a `ParameterTypeError`, outside the bounds a `ParameterRangeError`. */
function number(slots: NumberSlots<number | null> & Nullable): NumberParameter<number | null>;
function number(slots?: NumberSlots): NumberParameter;
function number(slots?: NumberSlots<number | null>): NumberParameter<number | null> {
  return new NumberParameter(slots);
}

/** A whole number by `Number.isInteger`: 1.0 and −0 are, NaN and Infinity are not. Default 0. */
function integer(slots: NumberSlots<number | null> & Nullable): IntegerParameter<number | null>;
function integer(slots?: NumberSlots): IntegerParameter;
function integer(slots?: NumberSlots<number | null>): IntegerParameter<number | null> {
  return new IntegerParameter(slots);
}

/** A number from 0 to 1, both included. Default 1. */
function magnitude(slots: NumberSlots<number | null> & Nullable): MagnitudeParameter<number | null>;
function magnitude(slots?: NumberSlots): MagnitudeParameter;
function magnitude(slots?: NumberSlots<number | null>): MagnitudeParameter<number | null> {
  return new MagnitudeParameter(slots);
}

/** True or false; 1 and 0 are not. Default false. */
function boolean(slots: Slots<boolean | null> & Nullable): BooleanParameter<boolean | null>;
function boolean(slots?: Slots<boolean>): BooleanParameter;
function boolean(slots?: Slots<boolean | null>): BooleanParameter<boolean | null> {
  return new BooleanParameter(slots);
}

/** A moment: setting it to true tells the watchers, then it is false again. Always false at first. */
function event(slots?: Omit<Slots<boolean>, 'default' | 'defaultFactory' | 'allowNone'>): EventParameter {
  return new EventParameter(slots);
}

/** Text; with `regex`, one that matches as a whole. Default `''`. */
function string(slots: StringSlots<string | null> & Nullable): StringParameter<string | null>;
function string(slots?: StringSlots): StringParameter;
function string(slots?: StringSlots<string | null>): StringParameter<string | null> {
  return new StringParameter(slots);
}

/** A Uint8Array. Default null. */
function bytes(slots: Slots<Uint8Array> & Required): BytesParameter;
function bytes(slots?: Slots<Uint8Array | null>): BytesParameter<Uint8Array | null>;
function bytes(slots?: Slots<Uint8Array | null>): BytesParameter<Uint8Array | null> {
  return new BytesParameter(slots);
}

/** A CSS colour: hexadecimal with 3, 4, 6 or 8 digits, or a name, which is not looked up. Default null. */
function color(slots: Slots<string> & Required): ColorParameter;
function color(slots?: Slots<string | null>): ColorParameter<string | null>;
function color(slots?: Slots<string | null>): ColorParameter<string | null> {
  return new ColorParameter(slots);
}

/**
 * One of `objects`, a list or values by their label; compared by content, class instances by identity. Default the
 * first. Another value is a `ParameterRangeError`. Without `objects` anything may be set, and is added to them.
 */
function selector<const T>(slots: SelectorSlots<T, NoInfer<T> | null> & Nullable): SelectorParameter<Known<T>, Known<T> | null>;
function selector<const T = unknown>(slots?: SelectorSlots<T, NoInfer<T>>): SelectorParameter<Known<T>>;
function selector(slots?: object): SelectorParameter<never> {
  return new SelectorParameter(slots);
}

/** Some of `objects`, each as a selector takes it. Default `[]`. */
function listSelector<const T = unknown>(slots?: SelectorSlots<T, readonly NoInfer<T>[]>): ListSelectorParameter<Known<T>, Known<T>[]> {
  return new ListSelectorParameter<Known<T>, Known<T>[]>(slots as SelectorSlots<Known<T>, Known<T>[]> | undefined);
}

/** Start and end. Default null. */
function range(slots: NumberSlots<Pair<number>> & Required): RangeParameter<PairOf<number>>;
function range(slots?: NumberSlots<Pair<number> | null>): RangeParameter<PairOf<number> | null>;
function range(slots?: NumberSlots<Pair<number> | null>): RangeParameter<PairOf<number> | null> {
  return new RangeParameter(slots as NumberSlots<PairOf<number> | null>);
}

/** An array of fixed length: that of its default. Default null: any length. */
function tuple<const T extends readonly unknown[]>(slots: Slots<T> & { readonly default: T }): TupleParameter<Widened<T>>;
function tuple<T extends readonly unknown[] = unknown[]>(slots?: Slots<T | null>): TupleParameter<T | null>;
function tuple(slots?: object): TupleParameter<never> {
  return new TupleParameter(slots);
}

/** A valid Date inside the bounds, compared by time. Default null. */
function date(slots: BoundedSlots<Date, Date> & Required): DateParameter;
function date(slots?: BoundedSlots<Date | null, Date>): DateParameter<Date | null>;
function date(slots?: BoundedSlots<Date | null, Date>): DateParameter<Date | null> {
  return new DateParameter(slots);
}

/** First and last Date, in this order, inside the bounds. Default null. */
function dateRange(slots: BoundedSlots<Pair<Date>, Date> & Required): DateRangeParameter<PairOf<Date>>;
function dateRange(slots?: BoundedSlots<Pair<Date> | null, Date>): DateRangeParameter<PairOf<Date> | null>;
function dateRange(slots?: BoundedSlots<Pair<Date> | null, Date>): DateRangeParameter<PairOf<Date> | null> {
  return new DateRangeParameter(slots as BoundedSlots<PairOf<Date> | null, Date>);
}

/** A list, with `itemType` of items of one type, with `bounds` of a length between them. Default `[]`, a new one for each instance. */
function list<N extends Type>(slots: Items<N, TypeOf<N>[] | null> & Nullable): ListParameter<TypeOf<N>, TypeOf<N>[] | null>;
function list<N extends Type>(slots: Items<N>): ListParameter<TypeOf<N>>;
function list<I = unknown>(slots: AnyItems<I, I[] | null> & Nullable): ListParameter<I, I[] | null>;
function list<I = unknown>(slots?: AnyItems<I>): ListParameter<Known<I>>;
function list(slots?: object): ListParameter<never, never> {
  return new ListParameter(slots);
}

/** A plain object. Default `{}`, a new one for each instance. */
function dict<T extends object = Record<string, unknown>>(slots: Slots<NoInfer<T> | null> & Nullable): DictParameter<NoInfer<T> | null>;
function dict<T extends object = Record<string, unknown>>(slots?: Slots<NoInfer<T>>): DictParameter<NoInfer<T>>;
function dict(slots?: object): DictParameter<never> {
  return new DictParameter(slots);
}

/** A function. Default null; with `allowNone: false` one must be given. */
function callable<F extends Callback = Callback>(slots: Slots<F> & Required): CallableParameter<F>;
function callable<F extends Callback = Callback>(slots?: Slots<F | null>): CallableParameter<F | null>;
function callable(slots?: object): CallableParameter<never> {
  return new CallableParameter(slots);
}

/** A function that forms show as a button. Default null. */
function action<F extends Callback = Callback>(slots: Slots<F> & Required): ActionParameter<F>;
function action<F extends Callback = Callback>(slots?: Slots<F | null>): ActionParameter<F | null>;
function action(slots?: object): ActionParameter<never> {
  return new ActionParameter(slots);
}

/** An instance of `cls`, or of one of several (`instanceof`). Default null. */
function instanceOf<T>(cls: Class<T> | readonly Class<T>[], slots: Slots<NoInfer<T>> & Required): InstanceOfParameter<T>;
function instanceOf<T>(cls: Class<T> | readonly Class<T>[], slots?: Slots<NoInfer<T> | null>): InstanceOfParameter<T | null>;
function instanceOf<T>(cls: Class<T> | readonly Class<T>[], slots?: Slots<T | null>): InstanceOfParameter<T | null> {
  const all: InstanceOfSlots<T | null> = { ...slots, instanceOf: cls };
  return new InstanceOfParameter<T | null>(all);
}

/** A typed array, with `type` of one class. Each set counts as a change. Default null. */
function array<A = TypedArray>(slots: ArraySlots<A> & Required): ArrayParameter<OverAnyBuffer<A>>;
function array<A = TypedArray>(slots?: ArraySlots<A, OverAnyBuffer<A> | null>): ArrayParameter<OverAnyBuffer<A> | null>;
function array(slots?: object): ArrayParameter<never> {
  return new ArrayParameter(slots);
}

/** A table: lists or typed arrays of one length by the name of their column; with `columns`, these at least. Default null. */
function dataFrame<const C extends Columns>(slots: DataFrameSlots<C> & Required): DataFrameParameter<Frame<C>>;
function dataFrame<const C extends Columns>(slots?: DataFrameSlots<C, Frame<C> | null>): DataFrameParameter<Frame<C> | null>;
function dataFrame(slots?: object): DataFrameParameter<never> {
  return new DataFrameParameter(slots);
}

/**
 * The kinds of parameters, each with its slots: `param.integer({ default: 3, bounds: [0, 10] })`. A value of another type
 * is a `ParameterTypeError`, one that bounds, a pattern or choices exclude a `ParameterRangeError`. Null is a value where
 * the default is null, or with `allowNone`. After Param's classes of like names.
 */
export const param = {
  any,
  number,
  integer,
  magnitude,
  boolean,
  event,
  string,
  bytes,
  color,
  selector,
  listSelector,
  range,
  tuple,
  date,
  dateRange,
  list,
  dict,
  callable,
  action,
  instanceOf,
  array,
  dataFrame,
};

/** The declarations of an author's classes name them. */
export type {
  ActionParameter,
  ArrayParameter,
  BooleanParameter,
  BytesParameter,
  CallableParameter,
  ColorParameter,
  DataFrameParameter,
  DateParameter,
  DateRangeParameter,
  DictParameter,
  EventParameter,
  InstanceOfParameter,
  IntegerParameter,
  ListParameter,
  ListSelectorParameter,
  MagnitudeParameter,
  NumberParameter,
  RangeParameter,
  SelectorParameter,
  StringParameter,
  TupleParameter,
};
