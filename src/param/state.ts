import { changed } from './change.ts';
import { afterEvents, invalidate, silently } from './dispatch.ts';
import { ConstantError, DeclarationError, type Fault, type ParameterError, ReadonlyError, show, UnknownParameterError } from './errors.ts';
import { EventParameter } from './kinds/boolean.ts';
import { Links } from './links.ts';
import { referenceIn } from './nested.ts';
import { Cell } from './node.ts';
import type { Owner, Parameter } from './parameter.ts';
import type { Reference } from './reference.ts';
import { scoped } from './scope.ts';
import type { Watcher } from './watcher.ts';
import { tell, Watchers, type Manner } from './watchers.ts';

/** What an instance needs to know of its class. */
export interface InstanceClass {
  readonly name: string;
  readonly allowRefs: boolean;
  readonly [TABLE]: Table;
}

/** Where a class keeps the table of its parameters. */
export const TABLE: unique symbol = Symbol('heddle.table');

/** A table of parameters; that of a class inherits from that of its superclass. */
export type Table = Record<string, Parameter>;

/** All that one instance knows about its parameters: values, watchers, references. */
export class State implements Owner {
  readonly obj: object;
  readonly #cls: InstanceClass;
  /** Parameters of this instance only: those that somebody asked for, and those that it added. */
  readonly #own: Table = Object.create(null) as Table;
  readonly #values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  readonly #watchers = new Watchers();
  readonly #cells = new Map<string, Cell<unknown>>();
  readonly #links: Links;
  /** More than 0 while constants may be set. */
  #editing = 0;
  /** More than 0 while events are discarded. */
  #muted = 0;

  constructor(obj: object, cls: InstanceClass) {
    this.obj = obj;
    this.#cls = cls;
    this.#links = new Links(obj);
  }

  /** Looked up anew, since a class can be given parameters later. */
  get #declared(): Table {
    return this.#cls[TABLE];
  }

  get title(): string {
    return this.#cls.name;
  }

  get allowRefs(): boolean {
    return this.#cls.allowRefs;
  }

  /** Declaration order, superclasses first. */
  names(): string[] {
    return [...namesIn(this.#declared), ...Object.keys(this.#own).filter((name) => !(name in this.#declared))];
  }

  has(name: string): boolean {
    return name in this.#declared || name in this.#own;
  }

  /** The instance's own parameter, made when somebody asks for it. */
  parameter(name: string): Parameter {
    return (this.#own[name] ??= this.#ruling(name).ofInstance(this));
  }

  /** Adds a parameter to this instance only. */
  add(name: string, parameter: Parameter): void {
    const own = parameter.at({ owner: this, name, parent: undefined });
    this.#values[name] = own.initial();
    this.#own[name] = own;
    this.#complete(own);
  }

  /** The parameter whose rules hold: the instance's own, else the class's. */
  #ruling(name: string, value?: unknown): Parameter {
    const parameter = this.#own[name] ?? this.#declared[name];
    if (parameter === undefined) throw new UnknownParameterError(this.title, name, this.names(), value);
    return parameter;
  }

  /** Gives every parameter its first value: defaults, what the constructor was given, what factories make of these. */
  initialize(options: Readonly<Record<string, unknown>>): void {
    const given = Object.keys(options).filter((name) => options[name] !== undefined);
    for (const name of given) this.#ruling(name, options[name]);
    const names = namesIn(this.#declared);
    for (const name of names) this.#values[name] = this.#ruling(name).initial();
    for (const name of given) this.edit(() => this.setValue(name, options[name]));
    for (const name of names) if (!given.includes(name)) this.#complete(this.#ruling(name));
  }

  /** A factory runs when the other values are there. Null must be a value, or else one must have been given. */
  #complete(parameter: Parameter): void {
    const { name, defaultFactory } = parameter;
    if (defaultFactory !== null) this.#values[name] = this.mute(() => defaultFactory(this.obj));
    if (defaultFactory !== null || this.#values[name] === null) this.#validate(parameter, this.#values[name]);
  }

  getValue(name: string): unknown {
    const value = this.#values[name];
    return value === undefined ? this.#lateValue(name) : value;
  }

  /** A parameter that its class was given after this object was made starts when it is first read. */
  #lateValue(name: string): unknown {
    if (!(name in this.#values)) {
      this.#values[name] = this.#ruling(name).initial();
      this.#complete(this.#ruling(name));
    }
    return this.#values[name];
  }

  setValue(name: string, value: unknown): void {
    const parameter = this.#ruling(name, value);
    if (this.#isNoChange(parameter, value)) return;
    this.#admit(parameter, value);
    const reference = this.#reference(parameter, value);
    if (reference !== undefined) return this.#links.link(name, value, reference, (it) => this.#follow(name, it));
    this.#validate(parameter, value);
    this.#links.unlink(name);
    this.#store(parameter, value);
  }

  /** Checks all values before it sets the first, so that an error leaves nothing half applied. */
  setValues(values: Readonly<Record<string, unknown>>): void {
    const entries = Object.entries(values);
    for (const [name, value] of entries) {
      const parameter = this.#ruling(name, value);
      if (this.#isNoChange(parameter, value)) continue;
      this.#admit(parameter, value);
      if (this.#reference(parameter, value) === undefined) this.#validate(parameter, value);
    }
    for (const [name, value] of entries) this.setValue(name, value);
  }

  /** What was assigned: the reference where one is followed, else the value. */
  assigned(name: string): unknown {
    return this.#links.has(name) ? this.#links.get(name) : this.getValue(name);
  }

  /** Ends all references that parameters follow; the values stay. */
  unlink(): void {
    this.#links.unlinkAll();
  }

  /** A reference's value is set though the parameter be constant: the constant is what it follows. */
  #follow(name: string, value: unknown): void {
    const parameter = this.#ruling(name);
    this.#validate(parameter, value);
    this.#store(parameter, value);
  }

  #reference(parameter: Parameter, value: unknown): Reference | undefined {
    const isSimple = (typeof value !== 'object' && typeof value !== 'function') || value === null;
    return isSimple || !parameter.followsRefs(this.allowRefs) ? undefined : referenceIn(parameter, value);
  }

  /** Setting a constant to the very value that it has is allowed, and nothing. */
  #isNoChange(parameter: Parameter, value: unknown): boolean {
    return parameter.constant && this.#editing === 0 && !parameter.readonly && Object.is(value, this.#values[parameter.name]);
  }

  #admit(parameter: Parameter, value: unknown): void {
    if (!parameter.readonly && (!parameter.constant || this.#editing > 0)) return;
    throw this.#refusal(parameter, value);
  }

  #refusal({ kind, name, readonly }: Parameter, value: unknown): ParameterError {
    const rule = readonly ? 'is read-only and cannot be set' : 'is constant and cannot be set outside editConstant';
    const fault = { kind, owner: this.title, name, rule, value };
    return readonly ? new ReadonlyError(fault, refusalText(fault)) : new ConstantError(fault, refusalText(fault));
  }

  /** A value that the class's parameter refuses is shown to the instance's own, whose error names this object. */
  #validate(parameter: Parameter, value: unknown): void {
    try {
      parameter.validate(value);
    } catch (error) {
      this.parameter(parameter.name).validate(value);
      throw error;
    }
  }

  #store(parameter: Parameter, value: unknown): void {
    const { name } = parameter;
    if (parameter instanceof EventParameter) {
      if (value === true) this.#pulse(name, 'changed');
      return;
    }
    const old = this.#values[name];
    this.#values[name] = value;
    this.#announce(name, old, value, changed(old, value) ? 'changed' : 'equal');
  }

  /** An event parameter is true only while its watchers are told. */
  #pulse(name: string, how: 'changed' | 'triggered'): void {
    this.#values[name] = true;
    try {
      this.#announce(name, how === 'changed' ? false : true, true, how);
    } finally {
      afterEvents(this.obj, () => this.#fallBack(name));
    }
  }

  #fallBack(name: string): void {
    this.#values[name] = false;
    const cell = this.#cells.get(name);
    if (cell !== undefined) silently(() => cell.reset(false));
  }

  /** Derived values are invalidated first, so that every watcher reads fresh ones. */
  #announce(name: string, old: unknown, value: unknown, manner: Manner): void {
    const cell = manner === 'equal' ? undefined : this.#cells.get(name);
    if (cell !== undefined) (this.#muted > 0 ? silently : invalidate)(() => cell.set(value));
    if (this.#muted === 0) this.#tell('value', name, old, value, manner);
  }

  slotChanged({ name }: Parameter, slot: string, old: unknown, value: unknown): void {
    if (this.#muted === 0) this.#tell(slot, name, old, value, changed(old, value) ? 'changed' : 'equal');
  }

  #tell(what: string, name: string, old: unknown, value: unknown, manner: Manner): void {
    tell(this.#watchers.of(what, name), { what, name, obj: this.obj, cls: this.#cls, old, new: value }, manner);
  }

  /** Tells the watchers of each name as though its value had changed. */
  trigger(names: readonly string[]): void {
    for (const name of names) this.#ruling(name);
    for (const name of names) {
      const value = this.getValue(name);
      if (this.#ruling(name) instanceof EventParameter) this.#pulse(name, 'triggered');
      else this.#announce(name, value, value, 'triggered');
    }
  }

  watch(watcher: Watcher): void {
    for (const name of watcher.names) {
      const parameter = this.#ruling(name);
      const { what } = watcher;
      if (what === 'value' || parameter.hasSlot(what)) continue;
      const fault = { kind: parameter.kind, owner: this.title, name, rule: `has no slot '${what}' to watch`, value: what };
      throw new DeclarationError(fault, `${parameter.kind} parameter '${this.title}.${name}' has no slot '${what}' to watch.`);
    }
    this.#watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    this.#watchers.remove(watcher);
  }

  node(name: string): Cell<unknown> {
    let cell = this.#cells.get(name);
    if (cell === undefined) this.#cells.set(name, (cell = new Cell(this.getValue(name))));
    return cell;
  }

  /** Lets constants of this object be set while `fn` runs, and until a promise that it returns has settled. */
  edit<R>(fn: () => R): R {
    this.#editing++;
    return scoped(fn, () => this.#editing--);
  }

  /** Drops the events of this object while `fn` runs, and until a promise that it returns has settled. */
  mute<R>(fn: () => R): R {
    this.#muted++;
    return scoped(fn, () => this.#muted--);
  }
}

function refusalText({ kind, owner, name, rule, value }: Fault): string {
  return `${kind} parameter '${owner}.${name}' ${rule}: the value was to be ${show(value)}.`;
}

/** Names in a table and in those it inherits from, superclasses first. */
export function namesIn(table: Table): string[] {
  const names: string[] = [];
  for (let at: Table | null = table; at !== null; at = Object.getPrototypeOf(at) as Table | null) names.unshift(...Object.keys(at));
  return [...new Set(names)];
}

/** Where an instance keeps its state. */
export const STATE: unique symbol = Symbol('heddle.state');

export interface Stateful {
  readonly [STATE]: State;
}

/** The state of a `Parameterized`; throws for anything else. */
export function stateOf(obj: object): State {
  if (STATE in obj) return (obj as Stateful)[STATE];
  throw new DeclarationError(
    { kind: '', owner: '', name: '', rule: 'must be a Parameterized', value: obj },
    `${show(obj)} is not a Parameterized.`,
  );
}
