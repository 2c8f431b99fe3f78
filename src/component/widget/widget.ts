import { param, REF, type Parameter, type Rx, type Source } from '../../param/index.ts';
import { type Session, sessionOf } from '../../session/index.ts';
import { Component } from '../component.ts';
import { mirror, type MirroringClass } from './mirror.ts';

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

type ValueIn<W> = ValueParameter<W> extends Holds<infer T> ? T : unknown;

/** Makes what fits a parameter. */
type Chooser = (parameter: Parameter, options: object, session: Session) => Component;

let chooser: Chooser;

/** Tells `Widget` of its subclasses, which import it. */
export function setChooser(choose: Chooser): void {
  chooser = choose;
}

/**
 * Base of the components that a user gives values with. Wherever a reference is accepted, a widget stands for
 * its `value`.
 */
export abstract class Widget extends Base {
  /**
   * A widget of this class for a parameter of an object: it shows the parameter's value, label, documentation and
   * limits as they change, and sets what the user enters. A value that the parameter refuses is taken back. Of `Widget`
   * itself, it is one of the class that fits, as in a form.
   */
  static fromParam<C extends abstract new (options: never) => Widget, T>(
    this: C,
    parameter: Parameter<T>,
    options: OptionsOf<C> | {} = {},
  ): InstanceType<C> {
    const Class = this as unknown as typeof Widget & MirroringClass;
    const it = parameter as unknown as Parameter;
    const widget = Class.view === '' ? chooser(it, options, sessionOf(Class)) : mirror(Class, it, options);
    return widget as InstanceType<C>;
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
