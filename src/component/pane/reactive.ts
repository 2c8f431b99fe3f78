import { follow, maintain, param, type Reference } from '../../param/index.ts';
import { bindClass } from '../../session/index.ts';
import { refuseCircle } from '../circle.ts';
import { Component } from '../component.ts';
import { type Choice, choose, make, problem } from './choose.ts';
import type { Alert } from './alert.ts';
import { type OptionsOf, Pane } from './pane.ts';

const Base = Pane.with({
  object: param.any({ allowRefs: false, doc: 'The reference whose values are shown.' }),
  children: param.list<Component>({ default: [], precedence: -1, doc: 'The components that show the last value.' }),
});

/**
 * Shows what a reference gives: a parameter, an rx, a bound function, an async function or a generator (Panel's
 * ParamRef). It follows the reference while it is part of what is shown, and so does nothing while nobody looks.
 *
 * The old output stays until the new result is there. A value of the same kind as the one before is put into the
 * pane that shows it; a component that the author made replaces it. An error is reported in the session and shown
 * below the old output.
 */
export class ReactivePane extends Base {
  static override readonly view = 'reactive';
  static override readonly local = ['object'];

  /** What shows the last value. */
  #output: Component | undefined;
  /** Whether it was made here, so that its object may be replaced. */
  #isOwn = false;
  /** What shows the last error. */
  #notice: Alert | undefined;
  #following: AbortController | undefined;

  constructor(object: Reference, options: Omit<OptionsOf<typeof Base>, 'children'> = {}) {
    super({ ...options, object });
    maintain(this, ['object'], () => this.#follow());
  }

  override clone(changes: Record<string, unknown> = {}): this {
    return super.clone({ children: [], ...changes });
  }

  protected override onShown(): void {
    this.#follow();
  }

  #follow(): void {
    this.#following?.abort();
    this.#following = undefined;
    if (!this.outlet) return;
    this.#following = new AbortController();
    const { signal } = this.#following;
    const { config, hooks } = this.session;
    if (!config.deferLoad || !hooks.isStarting) return this.#begin(false, signal);
    this.loading = true;
    hooks.onload(() => this.#begin(true, signal));
  }

  /** `deferred`: the spinner of an app that loads stays until the first result is there. */
  #begin(deferred: boolean, signal: AbortSignal): void {
    let isPending = false;
    follow(this.object as Reference, {
      value: (value) => this.#try(() => this.#show(value)),
      error: (error) => this.#fail(error),
      pending: (pending) => {
        isPending = pending;
        this.loading = pending && (deferred || this.session.config.loadingIndicator);
        deferred &&= pending;
      },
      signal,
      owner: this,
    });
    if (deferred && !isPending) this.loading = false;
  }

  #show(value: unknown): void {
    if (value === null || value === undefined) this.#put(undefined, false);
    else this.#showChoice(choose(value, ReactivePane, {}, this.session));
  }

  #showChoice(choice: Component | Choice): void {
    if (choice instanceof Component) return this.#put(choice, false);
    const output = this.#isOwn ? this.#output : undefined;
    if (output?.constructor !== bindClass(choice.Pane, this.session)) return this.#put(make(choice, {}, this.session), true);
    output.param.update({ ...choice.options, object: choice.object } as object);
    this.#put(output, true); // takes the error of an older run away
  }

  #put(output: Component | undefined, isOwn: boolean): void {
    const children = output ? [output] : [];
    refuseCircle(this, children);
    this.#output = output;
    this.#isOwn = isOwn;
    this.children = children;
  }

  #fail(error: unknown): void {
    const choice = problem(error, this.session.describe(error, '').where);
    // The same again interrupts no screen reader.
    const old = this.#notice;
    const notice = old && old.object === choice.object ? old : (make(choice, {}, this.session) as Alert);
    this.#notice = notice;
    this.children = this.#output ? [this.#output, notice] : [notice];
    this.session.report(error, 'a function on screen', { shown: true });
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }
}
