import { ParameterRangeError } from '../errors.ts';
import type { Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';

/** Slots of a text. */
export interface StringSlots<T = string> extends Slots<T> {
  /** What the whole string must match. Default null: anything. */
  readonly regex?: RegExp | null;
}

/** Text. Param's `String`. */
export class StringParameter<T extends string | null = string> extends Parameter<T> {
  /** What the whole string must match. Default null: anything. */
  declare regex: RegExp | null;

  override get shape(): Schema {
    return { type: 'string', ...(this.regex === null ? {} : { pattern: whole(this.regex) }) };
  }

  protected override check(value: unknown): void {
    if (typeof value !== 'string') return this.mistyped('must be a string', value);
    const { regex } = this;
    if (regex !== null && !new RegExp(whole(regex), regex.flags.replace(/[gy]/g, '')).test(value)) {
      throw new ParameterRangeError(this.fault(`must match ${String(regex)}`, value));
    }
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'regex' && value !== null && !(value instanceof RegExp)) this.misdeclared(slot, 'must be a RegExp', value);
  }
}

defineKind(StringParameter, 'String', { default: '', regex: null });

/** A pattern that the whole text must match. */
function whole(regex: RegExp): string {
  return `^(?:${regex.source})$`;
}

/** A CSS colour: hexadecimal with 3, 4, 6 or 8 digits, or a name, which is not looked up. Param's `Color`. */
export class ColorParameter<T extends string | null = string> extends Parameter<T> {
  override get shape(): Schema {
    return { type: 'string', pattern: COLOR.source };
  }

  protected override check(value: unknown): void {
    if (typeof value !== 'string') return this.mistyped('must be a colour', value);
    if (!COLOR.test(value)) throw new ParameterRangeError(this.fault('must be a hexadecimal colour or the name of one', value));
  }
}

const COLOR = /^(#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]+)$/i;

defineKind(ColorParameter, 'Color', {});

/** A Uint8Array. Param's `Bytes`. */
export class BytesParameter<T extends Uint8Array | null = Uint8Array> extends Parameter<T> {
  override get shape(): Schema {
    return { type: 'string', contentEncoding: 'base64' };
  }

  override toJson(value: unknown): unknown {
    return btoa(Array.from(value as Uint8Array, (byte) => String.fromCharCode(byte)).join(''));
  }

  override fromJson(json: unknown): unknown {
    return typeof json === 'string' && BASE64.test(json) ? Uint8Array.from(atob(json), (char) => char.charCodeAt(0)) : json;
  }

  protected override check(value: unknown): void {
    if (!(value instanceof Uint8Array)) this.mistyped('must be a Uint8Array', value);
  }
}

const BASE64 = /^([\w+/]{4})*([\w+/]{2}==|[\w+/]{3}=)?$/;

defineKind(BytesParameter, 'Bytes', {});
