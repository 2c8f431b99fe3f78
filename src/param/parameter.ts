import { isPlainObject } from './change.ts';
import { copied } from './copied.ts';
import { DeclarationError, type Fault, ParameterTypeError, show } from './errors.ts';
import { namesIn } from './inherited.ts';
import { jsonOf, type Schema } from './json.ts';
import type { Node } from './graph.ts';
import { isAsyncFunction, NODE, TITLE, type Source } from './reference.ts';
import { Rx } from './rx.ts';
import { type ObjectShare, shareObject } from './share.ts';
import { Subscription } from './subscription.ts';
import { REF, SHARE } from './symbols.ts';

/**
 * What every kind of parameter can be declared with. A slot left out is inherited from the parameter it overrides. One
 * that contradicts itself is a `DeclarationError` where it is declared or set. After the slots of Param's `Parameter`.
 */
export interface Slots<T> {
  /**
   * Value of new instances; a value, also where it is a reference. Plain objects, arrays, Maps and Sets are copied for
   * each, all the way down. Default: the kind's.
   */
  readonly default?: T;
  /** Makes the value of a new instance, when the others are there; nobody is told. Wins over `default`. */
  readonly defaultFactory?: (owner: object) => T;
  /** What forms and schemas say about it. Default `''`. */
  readonly doc?: string;
  /** Default: the name in words, `maxRetries` → `'Max retries'`. */
  readonly label?: string;
  /** Order in forms; null goes by declaration, negative hides. Default null. */
  readonly precedence?: number | null;
  /** Whether only the constructor and `editConstant` can set it. Default false. */
  readonly constant?: boolean;
  /** Whether nothing can set it. Default false. */
  readonly readonly?: boolean;
  /** Whether null is a value. Default: whether the default is null. */
  readonly allowNone?: boolean;
  /** Whether a reference is followed, and not taken as a value. Default: `static allowRefs` of the class, false. */
  readonly allowRefs?: boolean;
  /** Whether references inside lists and plain objects are followed too. Default false. */
  readonly nestedRefs?: boolean;
}

/** Where a parameter stands: the class that declares it, or one instance. */
export interface Place {
  readonly owner: Owner;
  /** The name under which it stands there. */
  readonly name: string;
}

/** What a parameter knows about the object or class that has it. */
export interface Owner {
  /** The instance; undefined for a class. */
  readonly obj: object | undefined;
  /** Name of the class, for messages. */
  readonly title: string;
  readonly allowRefs: boolean;
  /** The parameter whose slots this owner's inherits, as it is now. */
  inherited(name: string): Parameter | undefined;
  getValue(name: string): unknown;
  setValue(name: string, value: unknown): void;
  node(name: string): Node<unknown>;
  slotChanged(parameter: Parameter, slot: string, old: unknown, value: unknown): void;
}

type SlotValues = Record<string, unknown>;

/** How often a declaration in any class has changed: what is worked out from declarations holds for one count. */
let declarations = 0;

export function declarationsNow(): number {
  return declarations;
}

/** To be called when a class is given a parameter. */
export function countDeclaration(): void {
  declarations++;
}

/**
 * A parameter: its slots, and on an instance (`obj.param.name`) a reference to its value.
 *
 * Slots are inherited: instance → class → superclass, as these are when a slot is read. What none of them says, the
 * kind does. After Param's inheritance of slots, which is settled when a class is made.
 */
export class Parameter<T = unknown> implements Source<T> {
  /** What messages call it, e.g. `'Integer'`. */
  declare readonly kind: string;
  /** @internal What the slots are where nobody declares them. */
  declare readonly kindDefaults: SlotValues;

  /** Makes the value of a new instance. Default null: it is a copy of `default`. */
  declare defaultFactory: ((owner: object) => T) | null;
  /** What forms and schemas say about it. Default `''`. */
  declare doc: string;
  /** Order in forms; null goes by declaration, negative hides. Default null. */
  declare precedence: number | null;
  /** Whether only the constructor and `editConstant` can set it. Default false. */
  declare constant: boolean;
  /** Whether nothing can set it. Default false. */
  declare readonly: boolean;
  /** Whether references inside lists and plain objects are followed too. Default false. */
  declare nestedRefs: boolean;

  readonly #slots: SlotValues;
  readonly #place: Place | undefined;
  /** All slots as they are now, inherited ones and the kind's included. */
  #resolved: SlotValues = NOTHING;
  #resolvedAt = -1;

  constructor(slots: Slots<T> | SlotValues = {}, place?: Place) {
    this.#place = place;
    this.#slots = { ...slots };
    for (const slot of isPlainObject(slots) ? Object.keys(slots) : [show(slots)]) this.#checkSlot(slot, this.#slots[slot]);
  }

  /** This declaration at a place: a parameter of a class, overriding its parent's. */
  at(place: Place): this {
    return this.#another(this.#slots, place);
  }

  /** @internal This parameter as it would be with other slots: nothing is set, and nobody is told. */
  having(slots: SlotValues): this {
    return this.#another({ ...this.#slots, ...slots }, this.#place);
  }

  /** The parameter of a subclass or an instance, which inherits from this one: changes of its slots stay there. */
  below(owner: Owner): this {
    return this.#another({}, { owner, name: this.name });
  }

  #another(slots: SlotValues, place: Place | undefined): this {
    return new (this.constructor as new (slots: SlotValues, place: Place | undefined) => this)(slots, place);
  }

  /** The name under which a class or object has it; empty before it is declared there. */
  get name(): string {
    return this.#place?.name ?? '';
  }

  /** Who has it; undefined before it is declared anywhere. */
  get owner(): Owner | undefined {
    return this.#place?.owner;
  }

  /** The value of new instances. Setting it throws a `ParameterError` unless the rules allow it. */
  get default(): T {
    return this.slot('default') as T;
  }

  set default(value: T) {
    if (this.owner !== undefined) this.validate(value);
    this.setSlot('default', value);
  }

  /** What forms show; without a declared one, the name in words. */
  get label(): string {
    return (this.slot('label') as string | null) ?? inWords(this.name);
  }

  set label(label: string) {
    this.setSlot('label', label);
  }

  /** Whether null is a value: as declared, and always where the default is null. */
  get allowNone(): boolean {
    const said = this.#declared('allowNone');
    return said === undefined || this.#declared('default') === null ? this.default === null : (said as boolean);
  }

  set allowNone(allowNone: boolean) {
    this.setSlot('allowNone', allowNone);
  }

  /** Whether references are followed: as declared, else as the class says. */
  get allowRefs(): boolean {
    return this.followsRefs(this.owner?.allowRefs ?? false);
  }

  set allowRefs(allowRefs: boolean) {
    this.setSlot('allowRefs', allowRefs);
  }

  /** Whether references are followed on an object whose class says `otherwise`. */
  followsRefs(otherwise: boolean): boolean {
    return (this.slots['allowRefs'] as boolean | undefined) ?? otherwise;
  }

  /** The instance that has this parameter; undefined on a class. */
  get obj(): object | undefined {
    return this.owner?.obj;
  }

  /** The current value; on a class, the default. Setting it is setting the property, and throws as that does. */
  get value(): T {
    return this.owner === undefined ? this.default : (this.owner.getValue(this.name) as T);
  }

  set value(value: T) {
    if (this.owner === undefined) this.default = value;
    else this.owner.setValue(this.name, value);
  }

  /** A reactive expression over the value. */
  rx(): Rx<T> {
    return new Rx(this[NODE](), this.obj, { on: undefined, name: 'rx', args: [this] });
  }

  [REF](): this {
    return this;
  }

  [NODE](): Node<T> {
    if (this.owner === undefined) throw new DeclarationError(this.fault('must belong to an object to be a reference', undefined));
    return this.owner.node(this.name) as Node<T>;
  }

  [TITLE](): string {
    return `${this.owner?.title ?? ''}.${this.name}`;
  }

  /** Threads read and assign its value and its slots, and hear of new values. */
  [SHARE](): ObjectShare {
    return shareObject(
      this,
      this[TITLE](),
      () => Object.fromEntries(['name', 'value', ...Object.keys(this.slots)].map((key) => [key, this[key as keyof this]])),
      (changed, signal) => {
        if (this.obj) new Subscription([this[NODE]()], () => changed({ value: this.value }), { precedence: -1, signal });
      },
    );
  }

  /** Throws a `ParameterError` unless `value` may be this parameter's value. */
  validate(value: unknown): void {
    if (value === null && this.allowNone) return;
    this.check(value);
  }

  /** Whether `validate` lets `value` pass. */
  accepts(value: unknown): boolean {
    try {
      this.validate(value);
      return true;
    } catch {
      return false;
    }
  }

  /** The kind's own rules; null that is allowed has been dealt with. */
  protected check(value: unknown): void {
    if (value === null && this.allowNone === false) this.mistyped('must not be null', value);
  }

  /** Whether a value is a reference to follow, where references are allowed. */
  takesRef(value: unknown): boolean {
    return (
      (typeof value === 'object' && value !== null && REF in value) ||
      (typeof value === 'function' && (REF in value || isAsyncFunction(value)))
    );
  }

  /** Checks the value of a slot when it is declared or set; kinds add their own. */
  protected checkSlotValue(slot: string, value: unknown): void {
    const type = COMMON[slot];
    if (type !== undefined && value !== null && typeof value !== type) this.misdeclared(slot, `must be a ${type}`, value);
  }

  /** A value other than null as JSON can say it. Throws `ParameterTypeError` where it cannot. */
  toJson(value: unknown): unknown {
    return jsonOf(this as Parameter, value);
  }

  /** The value that `toJson` has written. */
  fromJson(json: unknown): unknown {
    return json;
  }

  /** JSON Schema of the values other than null; undefined where JSON cannot say them. */
  get shape(): Schema | undefined {
    return {};
  }

  /** The default for one more instance, with a container of its own. */
  initial(): T {
    return copied(this.default);
  }

  /** Whether values that are set become choices. */
  get isOpen(): boolean {
    return false;
  }

  /** Takes a value that was set among the choices of an open parameter. */
  adopt(_value: unknown): void {}

  /** Whether this kind has a slot of that name. */
  hasSlot(slot: string): boolean {
    return slot in this.kindDefaults;
  }

  /** A slot as it is now: the kind's default where nobody declares it. */
  protected slot(slot: string): unknown {
    return this.slots[slot];
  }

  /** All slots by name. A read of this one object is what keeps sets of values fast. */
  get slots(): Readonly<SlotValues> {
    return this.#resolvedAt === declarations ? this.#resolved : this.#resolve();
  }

  #resolve(): SlotValues {
    const all: SlotValues = {};
    for (const slot in this.kindDefaults) {
      const declared = this.#declared(slot);
      all[slot] = declared === undefined ? this.kindDefaults[slot] : declared;
    }
    this.#resolvedAt = declarations;
    return (this.#resolved = all);
  }

  /** Checks and sets a slot, and tells the owner. */
  protected setSlot(slot: string, value: unknown): void {
    this.#checkSlot(slot, value);
    const old = this.slot(slot);
    this.#slots[slot] = value;
    this.#resolvedAt = -1;
    if (this.obj === undefined) countDeclaration();
    this.owner?.slotChanged(this, slot, old, value);
  }

  /** Whether a slot was declared here or above, and is not just the kind's default. */
  protected declares(slot: string): boolean {
    return this.#declared(slot) !== undefined;
  }

  #declared(slot: string): unknown {
    const own = this.#slots[slot];
    const above = own === undefined ? this.owner?.inherited(this.name) : undefined;
    return above === undefined ? own : above.#declared(slot);
  }

  #checkSlot(slot: string, value: unknown): void {
    if (!this.hasSlot(slot)) {
      const rule = `has no slot '${slot}'`;
      const known = namesIn(this.kindDefaults).join(', ');
      throw new DeclarationError(this.fault(rule, value), `${this.title} ${rule}; its slots are ${known}.`);
    }
    if (value !== undefined) this.checkSlotValue(slot, value);
  }

  /** How messages name it: `Integer parameter 'Runner.tasks'`. */
  get title(): string {
    return this.owner === undefined ? `${this.kind} parameter` : `${this.kind} parameter '${this.owner.title}.${this.name}'`;
  }

  /** What a `ParameterError` says of a value that breaks `rule`. */
  fault(rule: string, value: unknown): Fault {
    return { kind: this.kind, owner: this.owner?.title ?? '', name: this.name, rule, value };
  }

  /** Throws for a value of the wrong type. */
  protected mistyped(rule: string, value: unknown): never {
    throw new ParameterTypeError(this.fault(rule, value));
  }

  /** Throws for a slot that contradicts itself. */
  protected misdeclared(slot: string, rule: string, value: unknown): never {
    throw new DeclarationError(this.fault(`slot '${slot}' ${rule}`, value), `${this.title}: slot '${slot}' ${rule}, not ${show(value)}.`);
  }
}

const NOTHING: SlotValues = {};

const COMMON: Readonly<Record<string, string>> = {
  defaultFactory: 'function',
  doc: 'string',
  label: 'string',
  precedence: 'number',
  constant: 'boolean',
  readonly: 'boolean',
  allowNone: 'boolean',
  allowRefs: 'boolean',
  nestedRefs: 'boolean',
};

/** Gives a kind its name and the defaults of its slots, each of which becomes a property. */
export function defineKind(kind: { readonly prototype: object }, name: string, defaults: SlotValues): void {
  const { prototype } = kind;
  const inherited = (prototype as { kindDefaults?: SlotValues }).kindDefaults;
  const kindDefaults = Object.assign(Object.create(inherited ?? null) as SlotValues, defaults);
  Object.defineProperty(prototype, 'kind', { value: name });
  Object.defineProperty(prototype, 'kindDefaults', { value: kindDefaults });
  for (const slot of Object.keys(defaults)) if (!(slot in prototype)) Object.defineProperty(prototype, slot, accessor(slot));
}

function accessor(slot: string): PropertyDescriptor & ThisType<Parameter> {
  return {
    get() {
      return this['slot'](slot);
    },
    set(value: unknown) {
      this['setSlot'](slot, value);
    },
  };
}

defineKind(Parameter, 'Any', {
  default: null,
  defaultFactory: null,
  doc: '',
  label: null,
  precedence: null,
  constant: false,
  readonly: false,
  allowNone: undefined,
  allowRefs: undefined,
  nestedRefs: false,
});

/** `maxRetries` and `max_retries` → `Max retries`. */
function inWords(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The value type of a parameter. */
export type ValueOf<P> = P extends Parameter<infer T> ? T : never;
