import { changed } from './change.ts';
import { afterEvents, allOf, deliver, hold, invalidate, release, silently } from './dispatch.ts';
import {
  ConstantError,
  DeclarationError,
  type ParameterError,
  ParameterTypeError,
  ReadonlyError,
  show,
  UnknownParameterError,
} from './errors.ts';
import { EventParameter } from './kinds/boolean.ts';
import { Grip } from './grip.ts';
import { layoutOf, type InstanceClass, type Layout, type Table } from './layout.ts';
import { Links, type Link, type Values } from './links.ts';
import { referenceIn } from './nested.ts';
import { Cell } from './node.ts';
import { declarationsNow, type Owner, type Parameter } from './parameter.ts';
import type { Reference } from './reference.ts';
import { scoped } from './scope.ts';
import { RULES } from './symbols.ts';
import type { Watcher } from './watcher.ts';
import { keyOf, tell, Watchers, type Manner } from './watchers.ts';

/** All that one instance knows about its parameters: values, watchers, references. What few instances need is made late. */
export class State implements Owner {
  readonly obj: object;
  readonly #cls: InstanceClass;
  #layout: Layout;
  /** Parameters of this instance only: those that somebody asked for, and those that it added. */
  #own: Table | undefined;
  #values: Record<string, unknown> = NO_VALUES;
  #watchers: Watchers | undefined;
  #cells: Map<string, Cell<unknown>> | undefined;
  #links: Links | undefined;
  #grip: Grip<State> | undefined;
  /** More than 0 while constants may be set. */
  #editing = 0;
  /** More than 0 while events are discarded. */
  #muted = 0;

  constructor(obj: object, cls: InstanceClass) {
    this.obj = obj;
    this.#cls = cls;
    this.#layout = layoutOf(cls);
  }

  /** Looked up anew, since a class can be given parameters later. */
  get #newest(): Layout {
    return this.#layout.declarations === declarationsNow() ? this.#layout : (this.#layout = layoutOf(this.#cls));
  }

  get title(): string {
    return this.#cls.name;
  }

  get allowRefs(): boolean {
    return this.#cls.allowRefs;
  }

  /** Declaration order, superclasses first. */
  names(): string[] {
    const { names, parameters } = this.#newest;
    return [...names, ...Object.keys(this.#own ?? {}).filter((name) => parameters[name] === undefined)];
  }

  /** All parameters, each the instance's own. */
  parameters(): Record<string, Parameter> {
    return Object.fromEntries(this.names().map((name) => [name, this.parameter(name)]));
  }

  inherited(name: string): Parameter | undefined {
    return this.#newest.parameters[name];
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** The instance's own parameter, made when somebody asks for it. */
  parameter(name: string): Parameter {
    return ((this.#own ??= Object.create(null) as Table)[name] ??= this.#ruling(name).below(this));
  }

  /** Adds a parameter to this instance only. */
  add(name: string, parameter: Parameter): void {
    const own = parameter.at({ owner: this, name });
    this.#values[name] = this.#firstValue(own);
    (this.#own ??= Object.create(null) as Table)[name] = own;
  }

  #find(name: string): Parameter | undefined {
    return this.#own?.[name] ?? (Object.hasOwn(this.#newest.parameters, name) ? this.#newest.parameters[name] : undefined);
  }

  /** The parameter whose rules hold: the instance's own, else the class's. */
  #ruling(name: string, value?: unknown): Parameter {
    const parameter = this.#find(name);
    if (parameter === undefined) throw new UnknownParameterError(this.title, name, this.names(), value);
    return parameter;
  }

  /** Gives every parameter its first value: defaults, what the constructor was given, what factories make of these. */
  initialize(options: Readonly<Record<string, unknown>>): void {
    this.#checkRecord(options);
    const { first, copied, parameters, unfinished } = this.#layout;
    this.#values = { ...first };
    for (const name of copied) this.#values[name] = (parameters[name] as Parameter).initial();
    const given = Object.keys(options).filter((name) => options[name] !== undefined);
    for (const name of given) this.#ruling(name, options[name]);
    this.#editing++;
    try {
      for (const name of given) this.setValue(name, options[name], NO_RULES);
      for (const name of unfinished) if (!given.includes(name)) this.#values[name] = this.#firstValue(parameters[name] as Parameter);
    } catch (error) {
      // Nobody will ever have this object, so that it must follow nothing.
      this.unlink();
      throw error;
    } finally {
      this.#editing--;
    }
  }

  /** What is no record of values would set nothing, or what has the names of its letters or items. */
  #checkRecord(values: unknown): void {
    if (typeof values === 'object' && values !== null && !Array.isArray(values)) return;
    const [owner, rule] = [this.title, 'takes an object with values of its parameters'];
    throw new ParameterTypeError({ kind: '', owner, name: '', rule, value: values }, `${owner} ${rule}, not ${show(values)}.`);
  }

  /** What a parameter that was given no value starts with: what its factory makes now, else its default. */
  #firstValue(parameter: Parameter): unknown {
    const { defaultFactory } = parameter;
    const value = defaultFactory === null ? parameter.initial() : this.mute(() => defaultFactory(this.obj));
    this.#validate(parameter, value);
    return value;
  }

  getValue(name: string): unknown {
    const value = this.#values[name];
    return value === undefined ? this.#lateValue(name) : value;
  }

  /** A parameter that its class was given after this object was made starts when it is first read. */
  #lateValue(name: string): unknown {
    if (!Object.hasOwn(this.#values, name)) this.#values[name] = this.#firstValue(this.#ruling(name));
    return this.#values[name];
  }

  /** The old value where there may be none yet: one that nobody has read is not made only to be replaced. */
  #unreadValue(parameter: Parameter): unknown {
    return Object.hasOwn(this.#values, parameter.name) ? undefined : parameter.default;
  }

  setValue(name: string, value: unknown, rules?: Rules): void {
    const parameter = this.#ruling(name, value);
    if (!this.#admits(parameter, value)) return;
    if (this.#reference(parameter, value) !== undefined) return this.prepared({ [name]: value }, rules)();
    this.#validate(parameter, value, rules ?? this.#rules({}));
    this.#links?.unlink(name);
    this.#store(parameter, value);
  }

  /**
   * Checks values, and what references stand for, and gives a function that sets them all. Throws where one is refused,
   * and then nothing is followed.
   */
  prepared(values: Values, given?: Rules): () => void {
    this.#checkRecord(values);
    // The values that are given, and those that references bring.
    const known: Record<string, unknown> = {};
    const links: Link[] = [];
    try {
      for (const [name, value] of Object.entries(values)) {
        const parameter = this.#ruling(name, value);
        if (!this.#admits(parameter, value)) continue;
        const reference = this.#reference(parameter, value);
        if (reference === undefined) known[name] = value;
        else links.push(this.#link(parameter, value, reference));
      }
      for (const link of links) link.give(known);
      const rules = given ?? this.#rules({ ...values, ...known });
      for (const name in known) this.#validate(this.#ruling(name), known[name], rules);
    } catch (error) {
      for (const link of links) link.cancel();
      throw error;
    }
    return () => {
      for (const name in known) this.#links?.unlink(name);
      for (const link of links) link.commit();
      for (const name in known) this.adjust(name, known[name]);
    };
  }

  /** Takes as one change what references have brought. What is refused is thrown, and the rest is taken. */
  receive(values: Values): void {
    const rules = this.#rules(values);
    const accepted: string[] = [];
    const errors: unknown[] = [];
    for (const name in values) {
      try {
        this.#validate(this.#ruling(name), values[name], rules);
        accepted.push(name);
      } catch (error) {
        errors.push(error);
      }
    }
    hold();
    scoped(() => {
      for (const name of accepted) this.adjust(name, values[name]);
      if (errors.length > 0) throw allOf(errors);
    }, release);
  }

  /** What was assigned: the reference where one is followed, else the value. */
  assigned(name: string): unknown {
    return this.#links?.has(name) === true ? this.#links.get(name) : this.getValue(name);
  }

  /** Ends all references that parameters follow; the values stay. */
  unlink(): void {
    this.#links?.unlinkAll();
  }

  /** A reference's value is set though the parameter be constant: the constant is what it follows. */
  #link(parameter: Parameter, ref: unknown, source: Reference): Link {
    return (this.#links ??= new Links(this.grip)).prepare(parameter.name, ref, source);
  }

  /** Sets a value that was checked, and goes on following what the parameter follows. */
  adjust(name: string, value: unknown): void {
    this.#store(this.#ruling(name), value);
  }

  /** By which those have this object who set its parameters as others change. */
  get grip(): Grip<State> {
    if (this.#grip === undefined) {
      this.#grip = new Grip<State>(this);
      this.listenersChanged();
    }
    return this.#grip;
  }

  /** To be called when somebody begins or ends to listen. What is set here would be missed only where somebody does. */
  listenersChanged(): void {
    this.#grip?.hold(this.#watchers?.isHeard === true || [...(this.#cells?.values() ?? [])].some((cell) => cell.isWatched));
  }

  #reference(parameter: Parameter, value: unknown): Reference | undefined {
    const isSimple = (typeof value !== 'object' && typeof value !== 'function') || value === null;
    return isSimple || !parameter.followsRefs(this.allowRefs) ? undefined : referenceIn(parameter, value);
  }

  /** By what values are checked that are about to be set together, where the object has rules of its own. */
  #rules(values: Values): Rules | undefined {
    return (this.obj as Ruling)[RULES]?.(values);
  }

  /** Whether a value is to be set. Setting a constant to the very value that it has is allowed, and nothing. */
  #admits(parameter: Parameter, value: unknown): boolean {
    const { constant, readonly } = parameter.slots;
    if (readonly !== true && (constant !== true || this.#editing > 0)) return true;
    if (readonly !== true && Object.is(value, this.#values[parameter.name])) return false;
    throw refusal(this.title, parameter, value);
  }

  /** A value that the class's parameter refuses is shown to the instance's own, whose error names this object. */
  #validate(parameter: Parameter, value: unknown, rules: Rules = NO_RULES): void {
    try {
      (rules[parameter.name] ?? parameter).validate(value);
    } catch (error) {
      if (parameter.obj === undefined) this.parameter(parameter.name).validate(value);
      throw error;
    }
  }

  #store(parameter: Parameter, value: unknown): void {
    const { name } = parameter;
    if (parameter instanceof EventParameter) {
      if (value === true) this.#pulse(name, 'changed');
      return;
    }
    if (parameter.isOpen) this.parameter(name).adopt(value);
    const known = this.#values[name];
    const old = known === undefined ? this.#unreadValue(parameter) : known;
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
    const cell = this.#cells?.get(name);
    if (cell !== undefined) silently(() => cell.reset(false));
  }

  /** Derived values are invalidated first, so that every watcher reads fresh ones. */
  #announce(name: string, old: unknown, value: unknown, manner: Manner, what = 'value'): void {
    const cell = manner === 'equal' ? undefined : this.#cells?.get(keyOf(what, name));
    if (cell !== undefined) (this.#muted > 0 ? silently : invalidate)(() => cell.set(value));
    if (this.#muted > 0) return;
    const watchers = this.#watchers?.of(what, name);
    if (watchers !== undefined) tell(watchers, { what, name, obj: this.obj, cls: this.#cls, old, new: value }, manner);
    else deliver();
  }

  slotChanged({ name }: Parameter, slot: string, old: unknown, value: unknown): void {
    this.#announce(name, old, value, changed(old, value) ? 'changed' : 'equal', slot);
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
    for (const name of watcher.names) this.#checkSlot(name, watcher.what);
    (this.#watchers ??= new Watchers()).add(watcher);
    this.listenersChanged();
  }

  #checkSlot(name: string, what: string): void {
    const parameter = this.#ruling(name);
    if (what === 'value' || parameter.hasSlot(what)) return;
    const fault = { kind: parameter.kind, owner: this.title, name, rule: `has no slot '${what}' to watch`, value: what };
    throw new DeclarationError(fault, `${parameter.kind} parameter '${this.title}.${name}' has no slot '${what}' to watch.`);
  }

  unwatch(watcher: Watcher): void {
    this.#watchers?.remove(watcher);
    this.listenersChanged();
  }

  /** Where the graph of derived values has a value of this object, or a slot of a parameter. */
  node(name: string, what = 'value'): Cell<unknown> {
    const key = keyOf(what, name);
    const cells = (this.#cells ??= new Map<string, Cell<unknown>>());
    let cell = cells.get(key);
    if (cell === undefined) {
      this.#checkSlot(name, what);
      const value = what === 'value' ? this.getValue(name) : (this.parameter(name) as unknown as Record<string, unknown>)[what];
      cells.set(key, (cell = new Cell(value, this)));
    }
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

/** The error of a set that a parameter of `owner` does not allow, whatever the value. */
export function refusal(owner: string, { kind, name, readonly }: Parameter, value: unknown): ParameterError {
  const rule = readonly ? 'is read-only and cannot be set' : 'is constant and cannot be set outside editConstant';
  const text = `${kind} parameter '${owner}.${name}' ${rule}: the value was to be ${show(value)}.`;
  const fault = { kind, owner, name, rule, value };
  return readonly ? new ReadonlyError(fault, text) : new ConstantError(fault, text);
}

type Rules = Readonly<Record<string, Parameter>>;

/** An object's own rules begin when all of its values are there. */
const NO_RULES: Rules = {};

/** An object that may have rules of its own, for values that are set together or that depend on others. */
interface Ruling {
  [RULES]?(values: Values): Rules;
}

const NO_VALUES: Record<string, unknown> = {};

/** Where an instance keeps its state. */
export const STATE: unique symbol = Symbol('heddle.state');

export interface Stateful {
  readonly [STATE]: State;
}

/** The state of a `Parameterized`; throws for anything else. */
export function stateOf(obj: object): State {
  if (STATE in Object(obj)) return (obj as Stateful)[STATE];
  throw new DeclarationError(
    { kind: '', owner: '', name: '', rule: 'must be a Parameterized', value: obj },
    `${show(obj)} is not a Parameterized.`,
  );
}

/** The parameters of an object, or of its `param`, by name. Throws `DeclarationError` for what is neither. */
export function parametersOf(obj: object): Readonly<Record<string, Parameter>> {
  return stateOf(obj).parameters();
}

/** The parameter of an object that has this name. Throws `UnknownParameterError` where there is none. */
export function parameterOf(obj: object, name: string): Parameter {
  return stateOf(obj).parameter(name);
}
