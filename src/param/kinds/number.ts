import { ParameterRangeError } from '../errors.ts';
import { numberIn, type Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';

/** Lowest and highest value; null is open. */
export type Bounds<T = number> = readonly [T | null, T | null];

/** Slots of what has bounds. */
export interface BoundedSlots<T, B> extends Slots<T> {
  /** Lowest and highest value, null for an open end. Default null: unbounded. */
  readonly bounds?: Bounds<B> | null;
  /** Ends of the range that a slider offers. Default: the bounds. */
  readonly softBounds?: Bounds<B> | null;
  /** Whether the bounds themselves are allowed. Default `[true, true]`. */
  readonly inclusiveBounds?: readonly [boolean, boolean];
}

/** Slots of a number. */
export interface NumberSlots<T = number> extends BoundedSlots<T, number> {
  /** Step of a slider or spinner; positive. Default null: the widget's. */
  readonly step?: number | null;
}

/** What numbers, dates and ranges of them have in common: ends that a value must lie between. */
export abstract class BoundedParameter<T, B extends number | Date> extends Parameter<T> {
  /** Lowest and highest value, null for an open end. Default null: unbounded. A value that is there is not checked again. */
  declare bounds: Bounds<B> | null;
  /** Ends of the range that a slider offers. Default null: the bounds. */
  declare softBounds: Bounds<B> | null;
  /** Whether the bounds themselves are allowed. Default `[true, true]`. */
  declare inclusiveBounds: readonly [boolean, boolean];

  /** `value` is, or is an end of, `whole`. */
  protected checkBounds(value: B, whole: unknown = value, must = 'must be'): void {
    const { bounds } = this;
    if (bounds === null) return;
    const [low, high] = bounds;
    const [withLow, withHigh] = this.inclusiveBounds;
    if (low !== null && !(withLow ? value >= low : value > low))
      this.outside(`${must} ${withLow ? 'at least' : 'greater than'} ${this.shown(low)}`, whole);
    if (high !== null && !(withHigh ? value <= high : value < high))
      this.outside(`${must} ${withHigh ? 'at most' : 'less than'} ${this.shown(high)}`, whole);
  }

  /** The bounds as JSON Schema says them. */
  protected limits(): Schema {
    const [low, high] = this.bounds ?? [null, null];
    const [withLow, withHigh] = this.inclusiveBounds;
    return {
      ...(low === null ? {} : { [withLow ? 'minimum' : 'exclusiveMinimum']: low }),
      ...(high === null ? {} : { [withHigh ? 'maximum' : 'exclusiveMaximum']: high }),
    };
  }

  /** A bound as a message shows it. */
  protected shown(bound: B): string {
    return bound instanceof Date ? bound.toISOString() : String(bound);
  }

  /** Throws for a value outside the bounds. */
  protected outside(rule: string, value: unknown): never {
    throw new ParameterRangeError(this.fault(rule, value));
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (value === null) return;
    if (slot === 'bounds' || slot === 'softBounds') this.checkEnds(slot, value);
    if (slot === 'inclusiveBounds' && !(isPair(value) && value.every((it) => typeof it === 'boolean')))
      this.misdeclared(slot, 'must be two booleans', value);
    if (slot === 'step' && !(typeof value === 'number' && value > 0)) this.misdeclared(slot, 'must be a positive number', value);
  }

  /** Whether a value can be a bound. */
  protected abstract isBound(value: unknown): value is B;

  /** Throws unless a slot is two ends in their order. Not `#private`: the constructor of Parameter calls it too early for that. */
  protected checkEnds(slot: string, value: unknown): void {
    const rule = faultOfEnds(value, (it) => this.isBound(it));
    if (rule !== undefined) this.misdeclared(slot, rule, value);
  }
}

/** The rule that two ends break, if any: each a bound or null, in their order. */
export function faultOfEnds(value: unknown, isBound: (end: unknown) => boolean): string | undefined {
  if (!isPair(value) || !value.every((it) => it === null || isBound(it)))
    return 'must be a lowest and a highest value, or null for an open end';
  const [low, high] = value as Bounds;
  return low !== null && high !== null && low > high ? 'must not start after its end' : undefined;
}

export function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

defineKind(BoundedParameter, 'Bounded', { bounds: null, softBounds: null, inclusiveBounds: [true, true] });

/** A number. NaN is one, but lies between no bounds; −0 lies where 0 does. Param's `Number`, which takes booleans too. */
export class NumberParameter<T extends number | null = number> extends BoundedParameter<T, number> {
  /** Step of a slider or spinner. Default null: the widget's. */
  declare step: number | null;

  override get shape(): Schema {
    return { type: 'number', ...this.limits() };
  }

  override fromJson(json: unknown): unknown {
    return numberIn(json);
  }

  protected override check(value: unknown): void {
    if (typeof value !== 'number') this.mistyped('must be a number', value);
    this.checkBounds(value as number);
  }

  protected override isBound(value: unknown): value is number {
    return typeof value === 'number' && !Number.isNaN(value);
  }
}

defineKind(NumberParameter, 'Number', { default: 0, step: null });

/** A number without a fraction, 1.0 included. Param's `Integer`, which refuses 1.0. */
export class IntegerParameter<T extends number | null = number> extends NumberParameter<T> {
  override get shape(): Schema {
    return { type: 'integer', ...this.limits() };
  }

  protected override check(value: unknown): void {
    if (!Number.isInteger(value)) this.mistyped('must be an integer', value);
    super.check(value);
  }
}

defineKind(IntegerParameter, 'Integer', {});

/** A number from 0 to 1. Param's `Magnitude`. */
export class MagnitudeParameter<T extends number | null = number> extends NumberParameter<T> {}

defineKind(MagnitudeParameter, 'Magnitude', { default: 1, bounds: [0, 1] });
