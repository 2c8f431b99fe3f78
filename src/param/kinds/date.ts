import { dateIn, type Schema } from '../json.ts';
import { defineKind } from '../parameter.ts';
import { BoundedParameter } from './number.ts';

/** A valid Date inside the bounds. Param's `Date`. */
export class DateParameter<T extends Date | null = Date> extends BoundedParameter<T, Date> {
  override get shape(): Schema {
    return { type: 'string', format: 'date-time' };
  }

  override fromJson(json: unknown): unknown {
    return dateIn(json);
  }

  protected override check(value: unknown): void {
    if (!isDate(value)) return this.mistyped('must be a valid Date', value);
    this.checkBounds(value);
  }

  protected override isBound(value: unknown): value is Date {
    return isDate(value);
  }
}

defineKind(DateParameter, 'Date', { default: null });

export function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
