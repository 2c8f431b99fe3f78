import { DeclarationError, show } from './errors.ts';
import { checkName, checkNewName, valueAccessor } from './names.ts';
import type { InstanceParams } from './namespace.ts';
import type { Node } from './graph.ts';
import { parsed, schemaOf, type Schema } from './json.ts';
import { countDeclaration, type Owner, Parameter } from './parameter.ts';
import { refusal, stateOf, type State } from './state.ts';
import { namesIn } from './inherited.ts';
import { declaredBy, TABLE, type InstanceClass, type Table } from './layout.ts';

/** Where a class keeps the class of its instances' `param`. */
export const NAMESPACE: unique symbol = Symbol('heddle.namespace');

export interface DeclaringClass extends InstanceClass {
  readonly prototype: object;
  readonly [NAMESPACE]: new (state: State) => InstanceParams;
}

/** Adds a parameter to a class: existing instances and subclasses have it too. */
export function declare(cls: DeclaringClass, name: string, parameter: Parameter): void {
  checkName(cls.name, name);
  if (!(parameter instanceof Parameter)) {
    const fault = { kind: '', owner: cls.name, name, rule: 'must be made by param', value: parameter };
    throw new DeclarationError(fault, `'${name}' of ${cls.name} ${fault.rule}, such as param.any(), not ${show(parameter)}.`);
  }
  const table = ownTable(cls);
  const placed = parameter.at({ owner: new ClassOwner(cls), name });
  // Without a factory the default must obey the rules, also those of an overridden parameter.
  if (placed.defaultFactory === null && (placed.default !== null || placed.allowNone)) placed.validate(placed.default);
  table[name] = placed;
  countDeclaration();
  Object.defineProperty(cls.prototype, name, valueAccessor(name));
  Object.defineProperty(cls[NAMESPACE].prototype, name, {
    get(this: InstanceParams) {
      return stateOf(this).parameter(name);
    },
    configurable: true,
  });
}

/** The parameter as `cls` has it, so that a slot set on it changes no superclass. */
function classParameter(cls: DeclaringClass, name: string): Parameter {
  const table = ownTable(cls);
  if (!Object.hasOwn(table, name)) {
    table[name] = (table[name] as Parameter).below(new ClassOwner(cls));
    countDeclaration();
  }
  return table[name] as Parameter;
}

/**
 * The class's own table. It and the class of its instances' `param` inherit from the superclass's own, so that what is
 * added to any class later is seen by all below.
 */
function ownTable(cls: DeclaringClass): Table {
  if (!Object.hasOwn(cls, TABLE)) {
    const above = ownTable(Object.getPrototypeOf(cls) as DeclaringClass);
    Object.defineProperty(cls, TABLE, { value: Object.create(above) as Table });
    Object.defineProperty(cls, NAMESPACE, { value: class extends cls[NAMESPACE] {} });
  }
  return cls[TABLE];
}

/** Owner of the parameters of a class, whose values are the defaults. */
class ClassOwner implements Owner {
  readonly obj = undefined;
  readonly #cls: DeclaringClass;

  constructor(cls: DeclaringClass) {
    this.#cls = cls;
  }

  get title(): string {
    return this.#cls.name;
  }

  get allowRefs(): boolean {
    return this.#cls.allowRefs;
  }

  inherited(name: string): Parameter | undefined {
    return (Object.getPrototypeOf(this.#cls[TABLE]) as Table | null)?.[name];
  }

  getValue(name: string): unknown {
    return this.#cls[TABLE][name]?.default;
  }

  setValue(name: string, value: unknown): void {
    const parameter = classParameter(this.#cls, name);
    if (parameter.readonly) throw refusal(this.title, parameter, value);
    parameter.default = value;
  }

  node(name: string): Node<unknown> {
    const fault = { kind: '', owner: this.title, name, rule: 'must be that of an instance to be a reference', value: this.#cls };
    throw new DeclarationError(fault, `The parameter '${this.title}.${name}' of a class is no reference; take that of an instance.`);
  }

  slotChanged(): void {}
}

/** The `param` of a class: its parameters by name. Setting a slot of one counts for the class and those below it. */
export class ClassParams {
  readonly #cls: DeclaringClass;

  constructor(cls: DeclaringClass) {
    this.#cls = cls;
    for (const name of namesIn(cls[TABLE])) Object.defineProperty(this, name, { get: () => classParameter(cls, name) });
  }

  /** All parameters, in the order of their declaration. */
  objects(): Readonly<Record<string, Parameter>> {
    return Object.fromEntries(namesIn(this.#cls[TABLE]).map((name) => [name, classParameter(this.#cls, name)]));
  }

  /** The values in a text of an instance's `serializeParameters`: what a constructor takes. Throws as it does there. */
  deserializeParameters(text: string): Record<string, unknown> {
    return parsed(this.#cls.name, declaredBy(this.#cls), text);
  }

  /** A JSON Schema of the class: of `names`, or of all parameters that JSON can say. */
  schema(names?: readonly string[]): Schema {
    return schemaOf(this.#cls.name, declaredBy(this.#cls), names);
  }

  /**
   * Adds a parameter to the class, its subclasses and all their instances, for which it starts with its default, or what
   * its factory makes, when it is first read. Throws `DeclarationError` for a reserved name or one that is taken, and
   * for a default against the rules.
   */
  addParameter(name: string, parameter: Parameter): void {
    checkNewName(this.#cls.name, name, name in this.#cls[TABLE]);
    declare(this.#cls, name, parameter);
  }
}
