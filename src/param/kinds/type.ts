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
export function schemaOfType(type: Type | null): Record<string, unknown> {
  const name = nameOf(type);
  if (name === 'date') return { type: 'string', format: 'date-time' };
  return name === undefined ? {} : { type: name };
}

/** A value of a type, read from JSON. */
export function revived(type: Type | null, json: unknown): unknown {
  const name = nameOf(type);
  if (name === 'date') return new Date(json as string);
  return name === 'number' && typeof json === 'string' ? Number(json) : json;
}

/** The name of a type that JSON can say. */
function nameOf(type: Type | null): TypeName | undefined {
  const name = (typeof type === 'string' ? type : type?.name.toLowerCase()) as TypeName | undefined;
  return name !== undefined && name in TESTS && name !== 'function' ? name : undefined;
}

export function describeType(type: Type): string {
  return typeof type === 'string' ? type : type.name;
}
