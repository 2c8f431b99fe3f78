import { ClassParams, declare, NAMESPACE, type DeclaringClass } from './declare.ts';
import { connectDepends, type Depends } from './depends.ts';
import { InstanceParams, type Declarations, type Namespace, type Options, type Values } from './namespace.ts';
import { TABLE, type Table } from './layout.ts';
import type { ValueOf } from './parameter.ts';
import { type ObjectShare, shareObject } from './share.ts';
import { STATE, State } from './state.ts';
import { ASYNC, SHARE } from './symbols.ts';
import { observe } from './watch.ts';

/** Where TypeScript finds the parameters of a class; there is no such property. */
declare const PARAMETERS: unique symbol;

/** Any class that `with` can extend. */
export type AnyClass = (abstract new (...args: never[]) => Parameterized) &
  Pick<typeof Parameterized, typeof TABLE | typeof NAMESPACE | 'allowRefs' | 'with'>;

/** The parameters declared by a class and its superclasses. */
type ParametersOf<C> = C extends { readonly [PARAMETERS]: infer P } ? P : {};

/** Those of a superclass, except where the subclass overrides them. */
type Overridden<P, Q> = Omit<P, keyof Q> & Q;

/** What an override must be: of values that the overridden parameter may have, since the subclass is used as its superclass. */
type Narrowing<P, Q> = {
  readonly [K in keyof Q]: K extends keyof P ? (ValueOf<Q[K]> extends ValueOf<P[K]> ? unknown : P[K]) : unknown;
};

/** Arguments of a constructor, whose options know the new parameters too. */
type Arguments<A extends readonly unknown[], Q> = A extends readonly [options?: infer O]
  ? [options?: O & Options<Q>]
  : A extends readonly [first?: infer F, options?: infer O]
    ? [first?: F, options?: O & Options<Q>]
    : A;

/** A class extended by the parameters `Q`. */
export type Extended<C extends AnyClass, Q extends Declarations> = Omit<C, 'prototype' | 'param' | typeof PARAMETERS> & {
  new (
    ...args: Arguments<ConstructorParameters<C>, Q>
  ): Values<Q> & { readonly param: Namespace<Overridden<ParametersOf<C>, Q>> } & InstanceType<C>;
  readonly param: ClassParams & Readonly<Overridden<ParametersOf<C>, Q>>;
  readonly [PARAMETERS]: Overridden<ParametersOf<C>, Q>;
};

/**
 * An object with parameters: declared, checked, watched. After Param's `Parameterized`.
 *
 * ```ts
 * class Runner extends Parameterized.with({ tasks: param.integer({ bounds: [0, null] }) }) {}
 * const runner = new Runner({ tasks: 3 });
 * runner.param.watch((event) => console.log(event.new), 'tasks');
 * ```
 */
export class Parameterized {
  declare static readonly [PARAMETERS]: {};
  static readonly [TABLE]: Table = Object.create(null) as Table;
  static readonly [NAMESPACE]: new (state: State) => InstanceParams = InstanceParams;

  /** Whether parameters that do not say so themselves follow references. Default false; true for components. */
  static readonly allowRefs: boolean = false;

  /** Methods that depend on parameters: `{ report: { on: ['status'], watch: true } }`. Subclasses add to it. Default none. */
  static readonly depends: Depends = {};

  /**
   * A subclass with more parameters, or with other slots for those of the same name: slots that are not given are
   * inherited, and an inherited default is checked against the new rules. Throws `DeclarationError` for a reserved name.
   */
  static with<C extends AnyClass, const Q extends Declarations>(this: C, parameters: Q & Narrowing<ParametersOf<C>, Q>): Extended<C, Q> {
    const Base = this as unknown as typeof Parameterized;
    const cls = class extends Base {};
    Object.defineProperty(cls, 'name', { value: Base.name });
    for (const [name, parameter] of Object.entries(parameters)) declare(cls, name, parameter);
    return cls as unknown as Extended<C, Q>;
  }

  /** The parameters of the class, by name. */
  static get param(): ClassParams {
    return new ClassParams(this as unknown as DeclaringClass);
  }

  readonly [STATE]: State;
  #param: InstanceParams | undefined;

  constructor(options: Options<{}> = {}) {
    const cls = new.target as unknown as DeclaringClass;
    this[STATE] = new State(this, cls);
    this[STATE].initialize(options as Readonly<Record<string, unknown>>);
    connectDepends(this);
  }

  /** The parameters by name, and what can be done with them. */
  get param(): Namespace<{}> {
    const Namespace = (this.constructor as unknown as DeclaringClass)[NAMESPACE];
    if (!(this.#param instanceof Namespace)) this.#param = new Namespace(this[STATE]);
    return this.#param as unknown as Namespace<{}>;
  }

  /** Takes over work that goes on after its caller. By default a rejection surfaces as an unhandled one. */
  [ASYNC](_promise: Promise<unknown>, _what: string): void {}

  /** Threads read and assign its parameters. */
  [SHARE](): ObjectShare {
    const state = this[STATE];
    const values = (): Record<string, unknown> => this.param.values();
    return shareObject(this, state.title, values, (changed, signal) =>
      observe(this, state.names(), (...events) => changed(Object.fromEntries(events.map((event) => [event.name, event.new]))), signal),
    );
  }
}
