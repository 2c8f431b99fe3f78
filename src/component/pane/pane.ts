import { Component } from '../component.ts';

/** Base of what shows one object. What its view could not show is reported in the session. */
export abstract class Pane extends Component {
  override receiveEvent(event: string, detail: unknown): void {
    if (event === 'failure') this.session.report(new Error(String(detail)), `showing a pane (${this.viewType})`, { shown: true });
  }

  override clone(changes: Record<string, unknown> = {}): this {
    const { object, ...options } = { ...(this.param.values() as Record<string, unknown>), ...changes };
    return new (this.constructor as new (object: unknown, options: object) => this)(object, options);
  }
}

type Values<Base extends abstract new (...args: never[]) => unknown> = NonNullable<ConstructorParameters<Base>[0]>;

/** What a pane class takes as its object: a value or a reference to one. */
export type ObjectOf<Base extends abstract new (...args: never[]) => unknown> = Values<Base> extends { object?: infer T } ? T : never;

/** Options of a pane class: its parameters but for the object, which comes first. */
export type OptionsOf<Base extends abstract new (...args: never[]) => unknown> = Omit<Values<Base>, 'object'>;
