import type { Model, Outlet } from '../link/index.ts';
import { ASYNC, type ChangeEvent, checkOptions, type LinkOptions, param, Parameter, Parameterized, type Watcher } from '../param/index.ts';
import { type Session, sessionOf } from '../session/index.ts';

/** Options of {@link Component.servable}. */
export interface ServableOptions {
  /** Id of the element of the page that shows the component; by default the app's own place. */
  target?: string;
}

/** What each parameter of `A` is linked with: a parameter of `B`, or a function. */
type LinkPairs<A, B> = {
  readonly [K in keyof A & string]?: (keyof B & string) | ((target: B, event: ChangeEvent<A[K]>) => unknown);
};

class MarginParameter extends Parameter<number | readonly number[] | null> {
  protected override check(value: unknown): void {
    const sides = [value].flat();
    if (!(sides.length > 0 && sides.length < 5 && sides.every(Number.isFinite)))
      this.mistyped('must be a number, or a list of one to four', value);
  }
}

/**
 * A `Parameterized` that can be shown, without DOM: its view on the page mirrors its parameters. Every
 * parameter takes references. A component belongs to the session its class is bound to.
 */
export abstract class Component
  extends Parameterized.with({
    visible: param.boolean({ default: true, doc: 'Whether it is shown; a hidden component takes no room.' }),
    width: param.number({ default: null, allowNone: true, bounds: [0, null], doc: 'Width in px; null: as wide as it needs.' }),
    height: param.number({ default: null, allowNone: true, bounds: [0, null], doc: 'Height in px; null: as high as it needs.' }),
    margin: new MarginParameter({ default: null, doc: 'Margin in px: a number, or [top, right, bottom, left].' }),
    loading: param.boolean({ default: false, doc: 'Covers the component with a spinner.' }),
  })
  implements Model
{
  /** Key of the view on the page. */
  static readonly view: string = '';
  /** Parameters that stay in the session. */
  static readonly local: readonly string[] = [];
  static override readonly allowRefs = true;

  #outlet: Outlet | undefined;

  get outlet(): Outlet | undefined {
    return this.#outlet;
  }

  set outlet(outlet: Outlet | undefined) {
    this.#outlet = outlet;
    this.onShown(outlet !== undefined);
  }

  /** Called when it becomes part of what is shown, and when it no longer is. */
  protected onShown(_shown: boolean): void {}

  get session(): Session {
    // Asked for before the private members are there, where the constructor is given an asynchronous reference.
    return sessionOf(this.constructor as typeof Component);
  }

  get viewType(): string {
    return this.#class.view;
  }

  get viewParams(): readonly string[] {
    const local = this.#class.local;
    return Object.keys(this.param.values()).filter((name) => !local.includes(name));
  }

  /** Takes a value that the user entered. */
  receiveEdit(name: string, value: unknown, _final: boolean): void {
    this.param.update({ [name]: value } as never);
  }

  /** Takes what the user did that is no value. A component without such events has nothing to do. */
  receiveEvent(_event: string, _detail: unknown): void {}

  /** Shows the component in the session's page, below what is shown already. Returns itself. */
  servable(options: ServableOptions = {}): this {
    checkOptions('servable', options, ['target']);
    this.session.document.add(this, options.target);
    return this;
  }

  /** Sets parameters of `target` as those of this component change; the same as `param.link`. */
  link<T extends object>(target: T, pairs: LinkPairs<this, T>, options?: LinkOptions): readonly Watcher[] {
    return this.param.link(target, pairs as never, options);
  }

  /** A new component of the same class with the same values, except for `changes`. */
  clone(changes: Record<string, unknown> = {}): this {
    const { name: _, ...values } = this.param.values() as Record<string, unknown>;
    return new (this.constructor as new (values: object) => this)({ ...values, ...changes });
  }

  /** This component and those inside it, depth first, that are instances of `type`. */
  select<T extends Component>(type: abstract new (...args: never[]) => T): T[] {
    const found: T[] = this instanceof (type as abstract new (...args: never[]) => Component) ? [this as unknown as T] : [];
    for (const child of this.#children()) found.push(...child.select(type));
    return found;
  }

  override [ASYNC](work: Promise<unknown>, what: string): void {
    void this.session.watchOver(work, what);
  }

  #children(): Component[] {
    const values = this.param.values() as Record<string, unknown>;
    return Object.values(values).flatMap((value) => (Array.isArray(value) ? value : [value]).filter((it) => it instanceof Component));
  }

  get #class(): typeof Component {
    return this.constructor as typeof Component;
  }
}
