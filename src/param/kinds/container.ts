import { isPlainObject } from '../change.ts';
import { ParameterRangeError } from '../errors.ts';
import { eachIn, type Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';
import { faultOfEnds, type Bounds } from './number.ts';
import { describeType, isType, jsonOfType, matches, revived, schemaOfType, type Type } from './type.ts';

/** An array whose length is that of its default; any where that is null. Param's `Tuple`. */
export class TupleParameter<T = readonly unknown[]> extends Parameter<T> {
  override get shape(): Schema {
    const length = (this.default as readonly unknown[] | null)?.length;
    return length === undefined ? { type: 'array' } : { type: 'array', minItems: length, maxItems: length };
  }

  protected override check(value: unknown): void {
    if (!Array.isArray(value)) return this.mistyped('must be a list', value);
    const length = (this.default as readonly unknown[] | null)?.length ?? value.length;
    if (value.length !== length) throw new ParameterRangeError(this.fault(`must have ${length} items`, value));
  }
}

defineKind(TupleParameter, 'Tuple', { default: null });

/** Slots of a list. */
export interface ListSlots<I, T = I[]> extends Slots<T> {
  /** What every item must be: a class, or a name such as `'number'`. Default null: anything. */
  readonly itemType?: Type<I> | null;
  /** Shortest and longest length. Default null: any. */
  readonly bounds?: Bounds | null;
}

/** An array of any length inside the bounds. Param's `List`. */
export class ListParameter<I = unknown, T = I[]> extends Parameter<T> {
  /** What every item must be: a class, or a name such as `'number'`. Default null: anything. */
  declare itemType: Type<I> | null;
  /** Shortest and longest length, null for an open end. Default null: any. */
  declare bounds: Bounds | null;

  override get shape(): Schema {
    const [minItems, maxItems] = this.bounds ?? [null, null];
    return {
      type: 'array',
      items: schemaOfType(this.itemType),
      ...(minItems === null ? {} : { minItems }),
      ...(maxItems === null ? {} : { maxItems }),
    };
  }

  override fromJson(json: unknown): unknown {
    return eachIn(json, (item) => revived(this.itemType, item));
  }

  override toJson(value: unknown): unknown {
    return (value as readonly unknown[]).map((item) => jsonOfType(this as Parameter, this.itemType, item));
  }

  protected override check(value: unknown): void {
    if (!Array.isArray(value)) return this.mistyped('must be a list', value);
    const { itemType } = this;
    if (itemType !== null && !value.every((item) => matches(itemType, item)))
      this.mistyped(`must be a list of ${describeType(itemType)}`, value);
    const [shortest, longest] = this.bounds ?? [null, null];
    if (shortest !== null && value.length < shortest)
      throw new ParameterRangeError(this.fault(`must have at least ${shortest} items`, value));
    if (longest !== null && value.length > longest) throw new ParameterRangeError(this.fault(`must have at most ${longest} items`, value));
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    const rule = slot === 'bounds' && value !== null ? faultOfEnds(value, Number.isInteger) : undefined;
    if (rule !== undefined) this.misdeclared(slot, rule, value);
    if (slot === 'itemType' && value !== null && !isType(value)) this.misdeclared(slot, 'must be a class or the name of a type', value);
  }
}

defineKind(ListParameter, 'List', { default: [], itemType: null, bounds: null });

/** A plain object. Param's `Dict`. */
export class DictParameter<T = Readonly<Record<string, unknown>>> extends Parameter<T> {
  override get shape(): Schema {
    return { type: 'object' };
  }

  protected override check(value: unknown): void {
    if (!isPlainObject(value)) this.mistyped('must be a plain object', value);
  }
}

defineKind(DictParameter, 'Dict', { default: {} });
