import { isPlainObject } from '../change.ts';
import { dateIn, jsonOf, numberIn, schemaOf, unsayable, valuesFromJson, valuesToJson, type Parameters, type Schema } from '../json.ts';
import { declaredBy, TABLE, type InstanceClass } from '../layout.ts';
import type { Parameter } from '../parameter.ts';
import { STATE, stateOf } from '../state.ts';

/** A class of any constructor. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** Names of types that are no classes. */
type TypeName = 'string' | 'number' | 'boolean' | 'integer' | 'object' | 'function' | 'date';

/** A class, or the name of a type. */
export type Type<T = unknown> = Class<T> | TypeName;

interface NamedTypes {
  string: string;
  number: number;
  boolean: boolean;
  integer: number;
  object: object;
  function: (...args: unknown[]) => unknown;
  date: Date;
}

/** The values of a type. */
export type TypeOf<N> = N extends keyof NamedTypes ? NamedTypes[N] : N extends Class<infer T> ? T : unknown;

const TESTS: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  object: (value) => typeof value === 'object' && value !== null,
  function: (value) => typeof value === 'function',
  date: (value) => value instanceof Date,
};

export function isType(value: unknown): value is Type {
  return typeof value === 'function' || (typeof value === 'string' && value in TESTS);
}

export function matches(type: Type, value: unknown): boolean {
  if (typeof type === 'string') return TESTS[type](value);
  // A class of primitives: `Number` asks for numbers.
  const name = type.name.toLowerCase();
  return name in TESTS && PRIMITIVES.has(type) ? TESTS[name as TypeName](value) : value instanceof type;
}

const PRIMITIVES: ReadonlySet<unknown> = new Set([String, Number, Boolean]);

/** JSON Schema of the values of a type. */
export function schemaOfType(type: Type | null): Schema {
  const parameters = parametersOf(type);
  if (parameters !== undefined)
    return nested(
      type,
      () => schemaOf((type as Class).name, parameters),
      () => ({ type: 'object' }),
    );
  const name = nameOf(type);
  if (name === 'date') return { type: 'string', format: 'date-time' };
  return name === undefined ? {} : { type: name };
}

/** A value of a type, read from JSON. */
export function revived(type: Type | null, json: unknown): unknown {
  const parameters = parametersOf(type);
  if (parameters !== undefined && isPlainObject(json))
    return new (type as new (values: object) => object)(valuesFromJson(parameters, json));
  const name = nameOf(type);
  if (name === 'date') return dateIn(json);
  return name === 'number' ? numberIn(json) : json;
}

/** A value of a type as JSON can say it: an object of a class with parameters by the values of these. */
export function jsonOfType(parameter: Parameter, type: Type | null, value: unknown): unknown {
  if (parametersOf(type) === undefined || typeof value !== 'object' || value === null || !(STATE in value)) return jsonOf(parameter, value);
  const state = stateOf(value);
  const write = (): unknown => valuesToJson(state.title, state.parameters());
  return nested(value, write, () => {
    throw unsayable(parameter, value);
  });
}

/** The parameters that a class declares or inherits; undefined for another type, and for a class that has none. */
export function parametersOf(type: Type | null): Parameters | undefined {
  if (typeof type !== 'function' || !(TABLE in type)) return undefined;
  const parameters = declaredBy(type as unknown as InstanceClass);
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

/** What is being written or described, each inside the one before. */
const underWay = new Set<unknown>();

/** Runs `fn` for `it`, and `again` where it stands inside itself. */
function nested<R>(it: unknown, fn: () => R, again: () => R): R {
  if (underWay.has(it)) return again();
  underWay.add(it);
  try {
    return fn();
  } finally {
    underWay.delete(it);
  }
}

/** The name of a type that JSON can say. */
function nameOf(type: Type | null): TypeName | undefined {
  const name = (typeof type === 'string' ? type : type?.name.toLowerCase()) as TypeName | undefined;
  return name !== undefined && name in TESTS && name !== 'function' ? name : undefined;
}

export function describeType(type: Type): string {
  return typeof type === 'string' ? type : type.name;
}
