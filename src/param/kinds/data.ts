import { isPlainObject } from '../change.ts';
import { eachIn, type Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';
import { describeType, isType, matches, revived, schemaOfType, type Class, type Type, type TypeOf } from './type.ts';

/** Any typed array. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** A typed array of the same kind over any buffer. */
export type OverAnyBuffer<A> = A extends { readonly [Symbol.toStringTag]: infer N }
  ? Extract<TypedArray, { readonly [Symbol.toStringTag]: N }>
  : never;

/** Slots of a typed array. */
export interface ArraySlots<A, T = OverAnyBuffer<A>> extends Slots<T> {
  /** The class of typed arrays. Default null: any. */
  readonly type?: Class<A> | null;
}

/** A typed array. Param's `Array`, of NumPy's. */
export class ArrayParameter<T = TypedArray> extends Parameter<T> {
  /** The class of typed arrays. Default null: any. */
  declare type: Class | null;

  override get shape(): Schema {
    return { type: 'array', items: { type: 'number' } };
  }

  override fromJson(json: unknown): unknown {
    if (!Array.isArray(json)) return json;
    const cls = (this.type ?? Float64Array) as unknown as Float64ArrayConstructor;
    const isBig = cls.name.startsWith('Big');
    return cls.from(json as readonly number[], (it) => (isBig ? (BigInt(it) as unknown as number) : Number(it)));
  }

  protected override check(value: unknown): void {
    const { type } = this;
    if (type === null ? !isTypedArray(value) : !(value instanceof type)) this.mistyped(`must be a ${type?.name ?? 'typed array'}`, value);
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'type' && value !== null && typeof value !== 'function') this.misdeclared(slot, 'must be a class of typed arrays', value);
  }
}

defineKind(ArrayParameter, 'Array', { default: null, type: null });

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** Types of columns by their names. */
export type Columns = Readonly<Record<string, Type>>;

/** A table by columns, each a list or a typed array of one length. */
export type Frame<C extends Columns = Columns> = { readonly [K in keyof C]: ArrayLike<TypeOf<C[K]>> };

/** Slots of a table. */
export interface DataFrameSlots<C extends Columns, T = Frame<C>> extends Slots<T> {
  /** Columns that must be there, with the type of their items. Default null: any. */
  readonly columns?: C | null;
}

/** A table by columns. Param's `DataFrame`, of Pandas'. */
export class DataFrameParameter<T = Frame> extends Parameter<T> {
  /** Columns that must be there, with the type of their items. Default null: any. */
  declare columns: Columns | null;

  override get shape(): Schema {
    const columns = Object.entries(this.columns ?? {});
    const properties = columns.map(([name, type]) => [name, { type: 'array', items: schemaOfType(type) }] as const);
    return { type: 'object', properties: Object.fromEntries(properties), required: columns.map(([name]) => name) };
  }

  override fromJson(json: unknown): unknown {
    if (!isPlainObject(json)) return json;
    const columns = Object.entries(json);
    return Object.fromEntries(columns.map(([name, items]) => [name, eachIn(items, (item) => revived(this.columns?.[name] ?? null, item))]));
  }

  protected override check(value: unknown): void {
    if (!isPlainObject(value) || !Object.values(value).every(isColumn))
      return this.mistyped('must be lists by the name of their column', value);
    if (new Set(Object.values(value).map((column) => (column as ArrayLike<unknown>).length)).size > 1)
      this.mistyped('must have columns of one length', value);
    for (const [name, type] of Object.entries(this.columns ?? {})) this.#checkColumn(name, type, value);
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'columns' && value !== null && !(isPlainObject(value) && Object.values(value).every(isType))) {
      this.misdeclared(slot, 'must be types by the name of their column', value);
    }
  }

  #checkColumn(name: string, type: Type, frame: Readonly<Record<string, unknown>>): void {
    const column = frame[name];
    if (!isColumn(column)) return this.mistyped(`must have a column '${name}'`, frame);
    if (!Array.prototype.every.call(column, (item) => matches(type, item)))
      this.mistyped(`must have ${describeType(type)} in column '${name}'`, frame);
  }
}

defineKind(DataFrameParameter, 'DataFrame', { default: null, columns: null });

function isColumn(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || isTypedArray(value);
}
