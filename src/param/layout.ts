import { copied } from './copied.ts';
import { namesIn } from './inherited.ts';
import { declarationsNow, type Parameter } from './parameter.ts';

/** Where a class keeps the table of its parameters. */
export const TABLE: unique symbol = Symbol('heddle.table');

/** A table of parameters; that of a class inherits from that of its superclass. */
export type Table = Record<string, Parameter>;

/** What an instance needs to know of its class. */
export interface InstanceClass {
  readonly name: string;
  readonly allowRefs: boolean;
  readonly [TABLE]: Table;
}

/** What a class's declarations come to: worked out for its first instance, and again when a declaration has changed. */
export interface Layout {
  /** What `declarationsNow` was. */
  readonly declarations: number;
  /** Declaration order, superclasses first. */
  readonly names: readonly string[];
  readonly parameters: Table;
  /** The values of a new instance. */
  readonly first: Readonly<Record<string, unknown>>;
  /** Those of which each instance has a copy of its own. */
  readonly copied: readonly string[];
  /** Those that a factory makes, or that must be given: the rules do not allow their default. */
  readonly unfinished: readonly string[];
}

const layouts = new WeakMap<object, Layout>();

export function layoutOf(cls: InstanceClass): Layout {
  let layout = layouts.get(cls);
  if (layout?.declarations !== declarationsNow()) layouts.set(cls, (layout = makeLayout(cls[TABLE])));
  return layout;
}

function makeLayout(table: Table): Layout {
  const names = namesIn(table);
  const parameters: Table = {};
  const first: Record<string, unknown> = {};
  for (const name of names) first[name] = (parameters[name] = table[name] as Parameter).default;
  return {
    declarations: declarationsNow(),
    names,
    parameters,
    first,
    copied: names.filter((name) => copied(first[name]) !== first[name]),
    unfinished: names.filter((name) => {
      const parameter = parameters[name] as Parameter;
      return parameter.defaultFactory !== null || !parameter.accepts(first[name]);
    }),
  };
}

/** The parameters of a class by name; those of its superclasses as they are there. */
export function declaredBy(cls: InstanceClass): Readonly<Table> {
  const table = cls[TABLE];
  return Object.fromEntries(namesIn(table).map((name) => [name, table[name] as Parameter]));
}
