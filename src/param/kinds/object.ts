import type { Schema } from '../json.ts';
import { defineKind, Parameter, type Slots } from '../parameter.ts';
import { isType, jsonOfType, parametersOf, revived, schemaOfType, type Class } from './type.ts';

/** Any function, to be called with anything. Bivariant, so that one with narrower parameters may be given. */
export type Callback = { call(...args: unknown[]): unknown }['call'];

/** A function. A bound or asynchronous one is taken as it is, and not followed as a reference. Param's `Callable`. */
export class CallableParameter<T = Callback> extends Parameter<T> {
  override get shape(): undefined {
    return undefined;
  }

  override takesRef(value: unknown): boolean {
    return typeof value !== 'function' && super.takesRef(value);
  }

  protected override check(value: unknown): void {
    if (typeof value !== 'function') this.mistyped('must be a function', value);
  }
}

defineKind(CallableParameter, 'Callable', { default: null });

/** A function that forms show as a button. Param's `Action`. */
export class ActionParameter<T = Callback> extends CallableParameter<T> {}

defineKind(ActionParameter, 'Action', {});

/** Slots of an instance. */
export interface InstanceOfSlots<T> extends Slots<T> {
  /** The class, or several of which one must fit. */
  readonly instanceOf?: Class | readonly Class[];
}

/** An instance of a class. One that also is a reference (a widget) is taken as it is. Param's `ClassSelector`. */
export class InstanceOfParameter<T = object> extends Parameter<T> {
  /** The class, or several of which one must fit. */
  declare instanceOf: Class | readonly Class[];

  /** JSON can say an object by its parameters. It cannot say of which class it is, so that this must be clear. */
  override get shape(): Schema | undefined {
    return this.#onlyClass === null ? undefined : schemaOfType(this.#onlyClass);
  }

  override toJson(value: unknown): unknown {
    return jsonOfType(this as Parameter, this.#onlyClass, value);
  }

  override fromJson(json: unknown): unknown {
    return revived(this.#onlyClass, json);
  }

  /** The class, where it is one that declares parameters. */
  get #onlyClass(): Class | null {
    const [cls = null, ...others] = this.#classes();
    return others.length === 0 && parametersOf(cls) !== undefined ? cls : null;
  }

  override takesRef(value: unknown): boolean {
    return !this.#fits(value) && super.takesRef(value);
  }

  protected override check(value: unknown): void {
    if (!this.#fits(value))
      this.mistyped(
        `must be an instance of ${this.#classes()
          .map((it) => it.name)
          .join(' or ')}`,
        value,
      );
  }

  protected override checkSlotValue(slot: string, value: unknown): void {
    super.checkSlotValue(slot, value);
    if (slot === 'instanceOf' && !(Array.isArray(value) ? value : [value]).every((it) => typeof it === 'function' && isType(it))) {
      this.misdeclared(slot, 'must be a class or several', value);
    }
  }

  #classes(): readonly Class[] {
    const { instanceOf } = this;
    return Array.isArray(instanceOf) ? (instanceOf as readonly Class[]) : [instanceOf as Class];
  }

  #fits(value: unknown): boolean {
    return this.#classes().some((it) => value instanceof it);
  }
}

defineKind(InstanceOfParameter, 'InstanceOf', { default: null, instanceOf: Object });
