import { dateIn, eachIn, numberIn, type Schema } from '../json.ts';
import { defineKind } from '../parameter.ts';
import { isDate } from './date.ts';
import { BoundedParameter, isPair } from './number.ts';

/** A start and an end, in this order, both inside the bounds. Param's `Range`. */
export class RangeParameter<T = readonly [number, number]> extends BoundedParameter<T, number> {
  /** Step of a slider. Default null: the widget's. */
  declare step: number | null;

  override get shape(): Schema {
    return { type: 'array', minItems: 2, maxItems: 2, items: { type: 'number', ...this.limits() } };
  }

  override fromJson(json: unknown): unknown {
    return eachIn(json, numberIn);
  }

  protected override check(value: unknown): void {
    if (!isPair(value) || !value.every((it) => typeof it === 'number')) return this.mistyped('must be two numbers', value);
    const [start, end] = value as readonly [number, number];
    for (const it of [start, end]) this.checkBounds(it, value, 'must have ends of');
    if (!(start <= end)) this.outside('must not start after its end', value);
  }

  protected override isBound(value: unknown): value is number {
    return typeof value === 'number' && !Number.isNaN(value);
  }
}

defineKind(RangeParameter, 'Range', { default: null, step: null });

/** A first and a last Date, in this order, both inside the bounds. Param's `DateRange`. */
export class DateRangeParameter<T = readonly [Date, Date]> extends BoundedParameter<T, Date> {
  override get shape(): Schema {
    return { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string', format: 'date-time' } };
  }

  override fromJson(json: unknown): unknown {
    return eachIn(json, dateIn);
  }

  protected override check(value: unknown): void {
    if (!isPair(value) || !value.every(isDate)) return this.mistyped('must be two valid Dates', value);
    const [start, end] = value as readonly [Date, Date];
    for (const it of [start, end]) this.checkBounds(it, value, 'must have ends of');
    if (!(start <= end)) this.outside('must not start after its end', value);
  }

  protected override isBound(value: unknown): value is Date {
    return isDate(value);
  }
}

defineKind(DateRangeParameter, 'DateRange', { default: null });
