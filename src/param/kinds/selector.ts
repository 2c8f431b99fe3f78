import { isPlainObject, same } from '../change.ts';
import { ParameterRangeError, show } from '../errors.ts';
import { eachIn, jsonOf, type Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';

/** What can be chosen: values, or values by their label. */
type Objects<T = unknown> = readonly T[] | Readonly<Record<string, T>> | ReadonlyMap<string, T>;

/** Slots of what is chosen. */
export interface SelectorSlots<O, T = O> extends Slots<T> {
  /** The choices. Where none are declared anything may be set, and becomes a choice. Default none. */
  readonly objects?: Objects<O>;
}

abstract class ChoiceParameter<O, T> extends Parameter<T> {
  /** The choices: a list, or values by label. Default `[]`: anything may be set, and becomes a choice of that instance. */
  declare objects: Objects<O>;

  /** The values that can be chosen. */
  get choices(): readonly O[] {
    return choicesOf(this.objects);
  }

  /** Whether no choices are declared. */
  override get isOpen(): boolean {
    return choicesOf(this.slot('objects') as Objects<O>).length === 0 || this.slot('objects') === this.#adopted;
  }

  /** The list of choices that are no declared ones. */
  #adopted: readonly unknown[] | undefined;

  override adopt(value: unknown): void {
    const { choices } = this;
    const known = choices.length === 0 ? this.values(this.default) : choices;
    const added = this.values(value).filter((it) => !known.some((choice) => same(choice, it)));
    const all = [...known, ...added].filter((it) => it !== null);
    if (all.length > choices.length) this.setSlot('objects', (this.#adopted = all));
  }

  /** A choice with a label is written as its label. */
  protected choiceToJson(value: unknown): unknown {
    const label = labelled(this.objects)?.find(([, choice]) => same(choice, value))?.[0];
    return label ?? jsonOf(this as Parameter, value);
  }

  protected choiceFromJson(json: unknown): unknown {
    const all = labelled(this.objects);
    return all === undefined
      ? (this.choices.find((choice) => same(jsonOf(this as Parameter, choice), json)) ?? json)
      : all.find(([label]) => label === json)?.[1];
  }

  protected get choiceSchema(): Schema {
    return this.isOpen ? {} : { enum: this.choices.map((choice) => this.choiceToJson(choice)) };
  }

  /** The choices that a value consists of. */
  protected values(value: unknown): readonly unknown[] {
    return [value];
  }

  /** Throws unless all `items`, of which `value` consists, can be chosen. */
  protected checkChoices(items: readonly unknown[], value: unknown, must: string): void {
    const { choices } = this;
    if (this.isOpen || items.every((item) => choices.some((choice) => same(choice, item)))) return;
    throw new ParameterRangeError(this.fault(`${must} ${show(choices)}`, value));
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'objects' && !Array.isArray(value) && !(value instanceof Map) && !isPlainObject(value)) {
      this.misdeclared(slot, 'must be a list, or values by label', value);
    }
  }
}

defineKind(ChoiceParameter, 'Choice', { objects: [] });

/** One of several objects; by default the first. Param's `Selector`. */
export class SelectorParameter<O = unknown, T = O> extends ChoiceParameter<O, T> {
  override get default(): T {
    const declared = this.slot('default') as T;
    return this.declares('default') || this.isOpen ? declared : ((this.choices[0] ?? declared) as T);
  }

  override set default(value: T) {
    super.default = value;
  }

  protected override check(value: unknown): void {
    this.checkChoices([value], value, 'must be one of');
  }

  override toJson(value: unknown): unknown {
    return this.choiceToJson(value);
  }

  override fromJson(json: unknown): unknown {
    return this.choiceFromJson(json);
  }

  override get shape(): Schema {
    return this.choiceSchema;
  }
}

defineKind(SelectorParameter, 'Selector', {});

/** Some of several objects. Param's `ListSelector`. */
export class ListSelectorParameter<O = unknown, T = O[]> extends ChoiceParameter<O, T> {
  protected override values(value: unknown): readonly unknown[] {
    return value as readonly unknown[];
  }

  protected override check(value: unknown): void {
    if (!Array.isArray(value)) return this.mistyped('must be a list', value);
    this.checkChoices(value, value, 'must be some of');
  }

  override toJson(value: unknown): unknown {
    return (value as readonly unknown[]).map((it) => this.choiceToJson(it));
  }

  override fromJson(json: unknown): unknown {
    return eachIn(json, (item) => this.choiceFromJson(item));
  }

  override get shape(): Schema {
    return { type: 'array', items: this.choiceSchema };
  }
}

defineKind(ListSelectorParameter, 'ListSelector', { default: [] });

/** Labels with their choices; undefined for a list. */
function labelled(objects: Objects): readonly [string, unknown][] | undefined {
  if (Array.isArray(objects)) return undefined;
  return objects instanceof Map ? [...(objects as ReadonlyMap<string, unknown>)] : Object.entries(objects);
}

function choicesOf<O>(objects: Objects<O>): readonly O[] {
  return (labelled(objects)?.map(([, choice]) => choice) ?? objects) as readonly O[];
}
