import { param, REF, type Parameter, type Rx, type Source } from '../../param/index.ts';
import { Component } from '../component.ts';
import { mirror } from './mirror.ts';

const Base = Component.with({
  label: param.string({ default: '', doc: 'What is asked for; shown with the control.' }),
  disabled: param.boolean({ default: false, doc: 'Whether the user can not change it.' }),
  description: param.string({ default: '', doc: 'Tooltip that explains the widget.' }),
});

/** The parameter `value` of a widget class. */
type ValueParameter<W> = W extends { readonly param: { readonly value: infer P extends Source } } ? P : Source;

interface Holds<P> {
  readonly value: P;
}

type ValueIn<W> = ValueParameter<W> extends Source<infer T> ? T : unknown;

/**
 * Base of the components that a user gives values with. Wherever a reference is accepted, a widget stands for
 * its `value`.
 */
export abstract class Widget extends Base {
  /**
   * A widget of this class for a parameter of an object: it shows the parameter's value, label, documentation and
   * limits as they change, and sets what the user enters. A value that the parameter refuses is taken back.
   */
  static fromParam<C extends new (options: never) => Widget, T>(
    this: C,
    parameter: Parameter<T>,
    options: OptionsOf<C> | {} = {},
  ): InstanceType<C> {
    return mirror(this, parameter as unknown as Parameter, options) as InstanceType<C>;
  }

  [REF](): ValueParameter<this> {
    return (this.param as unknown as Holds<ValueParameter<this>>).value;
  }

  /** A reactive expression over `value`. */
  rx(): Rx<ValueIn<this>> {
    return (this[REF]() as unknown as Parameter<ValueIn<this>>).rx();
  }
}

/** What the constructor of a class takes. */
export type OptionsOf<C extends abstract new (...args: never[]) => unknown> = NonNullable<ConstructorParameters<C>[0]>;
