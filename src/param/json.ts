import { isPlainObject } from './change.ts';
import { ParameterTypeError, show, UnknownParameterError } from './errors.ts';
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
  throw unsayable(parameter, value);
}

/** The error for a value that JSON cannot say. */
export function unsayable(parameter: Parameter, value: unknown): ParameterTypeError {
  return new ParameterTypeError(parameter.fault('must be something that JSON can say', value));
}

/** NaN, the infinities and −0 as text; undefined for other numbers. */
function textOf(value: number): string | undefined {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? undefined : String(value);
}

const NUMBERS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity', '-0']);

/** The number that `jsonOf` has written. What is none is left as it is, for the parameter's rules to refuse. */
export function numberIn(json: unknown): unknown {
  return NUMBERS.has(json) ? Number(json) : json;
}

/** The same for a date. */
export function dateIn(json: unknown): unknown {
  return typeof json === 'string' ? new Date(json) : json;
}

/** The same for a list, item by item. */
export function eachIn(json: unknown, read: (item: unknown) => unknown): unknown {
  return Array.isArray(json) ? json.map(read) : json;
}

/** Parameters by name: those of an object, with its values, or those of a class. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The named ones; without names, all that JSON can say. */
function chosen(title: string, parameters: Parameters, names: readonly string[] | undefined): [string, Parameter][] {
  for (const name of names ?? [])
    if (!Object.hasOwn(parameters, name)) throw new UnknownParameterError(title, name, Object.keys(parameters));
  return Object.entries(parameters).filter(([name, { shape }]) => names?.includes(name) ?? shape !== undefined);
}

/** The value of a parameter as JSON can say it. Throws `ParameterTypeError` where it cannot. */
export function valueToJson(parameter: Parameter): unknown {
  return parameter.value === null ? null : parameter.toJson(parameter.value);
}

/** The value that `valueToJson` has written. What it cannot have written is left as it is, for the parameter's rules to refuse. */
export function valueFromJson(parameter: Parameter, json: unknown): unknown {
  return json === null ? null : parameter.fromJson(json);
}

/** Values by name, as JSON can say them. */
export function valuesToJson(title: string, parameters: Parameters, names?: readonly string[]): Readonly<Record<string, unknown>> {
  const all = chosen(title, parameters, names).map(([name, it]) => [name, valueToJson(it)]);
  return Object.fromEntries(all) as Readonly<Record<string, unknown>>;
}

/** The values that `valuesToJson` has written, but for those of read-only parameters, which nobody can set. */
export function valuesFromJson(parameters: Parameters, json: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.entries(parameters).filter(([name, { readonly }]) => Object.hasOwn(json, name) && !readonly);
  return Object.fromEntries(known.map(([name, it]) => [name, valueFromJson(it, json[name])]));
}

/** The same from text. Throws where it is not JSON, or not that of an object. */
export function parsed(title: string, parameters: Parameters, text: string): Record<string, unknown> {
  const json: unknown = JSON.parse(text);
  if (isPlainObject(json)) return valuesFromJson(parameters, json);
  const fault = { kind: '', owner: title, name: '', rule: 'must be read from an object', value: json };
  throw new ParameterTypeError(fault, `The values of ${title} must be read from an object, not ${show(json)}.`);
}

/** A JSON Schema of what `valuesToJson` gives. */
export function schemaOf(title: string, parameters: Parameters, names?: readonly string[]): Schema {
  const all = chosen(title, parameters, names).map(([name, it]) => [name, schemaOfOne(it)]);
  return { title, type: 'object', properties: Object.fromEntries(all) as Schema };
}

function schemaOfOne({ shape = {}, allowNone, label, doc, readonly }: Parameter): Schema {
  return {
    title: label,
    ...(doc === '' ? {} : { description: doc }),
    ...(readonly ? { readOnly: true } : {}),
    ...(allowNone ? { anyOf: [shape, { type: 'null' }] } : shape),
  };
}
