import { isPlainObject, same } from '../change.ts';
import { ParameterRangeError, show } from '../errors.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';

/** What can be chosen: values, or values by their label. */
type Objects<T = unknown> = readonly T[] | Readonly<Record<string, T>> | ReadonlyMap<string, T>;

export interface SelectorSlots<O, T = O> extends Slots<T> {
  /** The choices. Where there are none, anything may be set. Default none. */
  readonly objects?: Objects<O>;
}

abstract class ChoiceParameter<O, T> extends Parameter<T> {
  declare objects: Objects<O>;

  /** The values that can be chosen. */
  get choices(): readonly O[] {
    return choicesOf(this.objects);
  }

  protected checkChoice(value: unknown): void {
    const { choices } = this;
    if (choices.length === 0 || choices.some((choice) => same(choice, value))) return;
    throw new ParameterRangeError(this.fault(`must be one of ${show(choices)}`, value));
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'objects' && !Array.isArray(value) && !(value instanceof Map) && !isPlainObject(value)) {
      this.misdeclared(slot, 'must be a list, or values by label', value);
    }
  }
}

defineKind(ChoiceParameter, 'Choice', { objects: [] });

/** One of several objects; by default the first. */
export class SelectorParameter<O = unknown, T = O> extends ChoiceParameter<O, T> {
  override get default(): T {
    const declared = this.slot('default') as T;
    return this.declares('default') ? declared : ((this.choices[0] ?? declared) as T);
  }

  override set default(value: T) {
    this.setSlot('default', value);
  }

  protected override check(value: unknown): void {
    this.checkChoice(value);
  }
}

defineKind(SelectorParameter, 'Selector', {});

/** Some of several objects. */
export class ListSelectorParameter<O = unknown, T = O[]> extends ChoiceParameter<O, T> {
  protected override check(value: unknown): void {
    if (!Array.isArray(value)) return this.mistyped('must be a list', value);
    for (const item of value) this.checkChoice(item);
  }
}

defineKind(ListSelectorParameter, 'ListSelector', { default: [] });

function choicesOf<O>(objects: Objects<O>): readonly O[] {
  if (Array.isArray(objects)) return objects as readonly O[];
  return objects instanceof Map ? [...(objects as ReadonlyMap<string, O>).values()] : Object.values(objects as Readonly<Record<string, O>>);
}
