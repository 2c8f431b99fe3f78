import { isPlainObject } from './change.ts';
import { ParameterTypeError } from './errors.ts';
import type { Parameter } from './parameter.ts';

/** A JSON Schema (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * `value` as JSON can say it: dates in ISO 8601, typed arrays as lists, and numbers that JSON does not have as text.
 * Throws `ParameterTypeError` for what JSON cannot say: functions, instances, what contains itself.
 */
export function jsonOf(parameter: Parameter, value: unknown, outer: readonly unknown[] = []): unknown {
  if (typeof value === 'number') return textOf(value) ?? value;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  const within = (item: unknown): unknown => jsonOf(parameter, item, [...outer, value]);
  if (!outer.includes(value)) {
    if (Array.isArray(value)) return value.map(within);
    if (ArrayBuffer.isView(value) && Symbol.iterator in value) return Array.from(value as Float64Array, within);
    if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item)]));
  }
  throw new ParameterTypeError(parameter.fault('must be something that JSON can say', value));
}

/** NaN, the infinities and −0 as text; undefined for other numbers. */
function textOf(value: number): string | undefined {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? undefined : String(value);
}

type Parameters = Readonly<Record<string, Parameter>>;

/** The named parameters; without names, all that JSON can say. */
function chosen(parameters: Parameters, names: readonly string[] | undefined): [string, Parameter][] {
  return Object.entries(parameters).filter(([name, { shape }]) => names?.includes(name) ?? shape !== undefined);
}

export function serialize(parameters: Parameters, names?: readonly string[]): string {
  return JSON.stringify(
    Object.fromEntries(chosen(parameters, names).map(([name, it]) => [name, it.value === null ? null : it.toJson(it.value)])),
  );
}

export function deserialize(parameters: Parameters, text: string): Record<string, unknown> {
  const json = JSON.parse(text) as Record<string, unknown>;
  const known = Object.entries(parameters).filter(([name]) => Object.hasOwn(json, name));
  return Object.fromEntries(known.map(([name, it]) => [name, json[name] === null ? null : it.fromJson(json[name])]));
}

export function schemaOf(title: string, parameters: Parameters, names?: readonly string[]): Schema {
  return { title, type: 'object', properties: Object.fromEntries(chosen(parameters, names).map(([name, it]) => [name, schemaOfOne(it)])) };
}

function schemaOfOne({ shape = {}, allowNone, label, doc, readonly }: Parameter): Schema {
  return {
    title: label,
    ...(doc === '' ? {} : { description: doc }),
    ...(readonly ? { readOnly: true } : {}),
    ...(allowNone ? { anyOf: [shape, { type: 'null' }] } : shape),
  };
}
