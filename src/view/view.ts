import { LitElement, type CSSResultGroup, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { CellPatches, Columns, ModelId, ModelRef, Values } from '../link/index.ts';
import type { ModelRecord } from './record.ts';
import { theme } from './theme.ts';

/** Parameters that every component has. */
export interface CommonValues {
  /** `false` takes the element out of the layout. */
  readonly visible: boolean;
  /** CSS pixels; `null` leaves the size to the content and the layout. */
  readonly width: number | null;
  readonly height: number | null;
  /** CSS pixels: one number, `[vertical, horizontal]` or `[top, right, bottom, left]`. */
  readonly margin: number | readonly number[] | null;
  /** Covers the element with a spinner; what lies under it is out of reach of pointer and keyboard. */
  readonly loading: boolean;
  /** Of widgets. */
  readonly disabled?: boolean;
}

/** What a view may ask of the tree that holds it. */
export interface Holder {
  edit(id: ModelId, name: string, value: unknown, final: boolean): void;
  event(id: ModelId, event: string, detail?: unknown): void;
  /** The element of another model of the same document. */
  element(ref: ModelRef): HTMLElement;
  /** A model that has no element: its latest values, and a way to follow it. */
  record(ref: ModelRef): ModelRecord;
}

/** What a tree keeps for a model and hands patches to: a view, or a record where there is nothing to see. */
export interface Mirror {
  assign(values: Values): void;
  stream(name: string, columns: Columns, rollover?: number): void;
  patch(name: string, cells: CellPatches): void;
  command(method: string, args: readonly unknown[]): void;
  dispose(): void;
}

/**
 * Base of the elements that mirror components. A subclass renders `this.values` and answers the user with
 * `edit` and `emit`; it never sees the component.
 *
 * Sizes, margin, visibility and the `loading` veil are done here, on the host element.
 */
export abstract class View<Own extends object = object> extends LitElement implements Mirror {
  static override properties: PropertyDeclarations = { values: { attribute: false } };
  static override styles: CSSResultGroup = theme;

  /** Whether it stands on one line of a row, its control at the bottom. */
  readonly line: boolean = false;

  /** Latest values of the component's parameters; models inside are `{ $model: id }`. Replaced, never mutated. */
  declare values: Readonly<Own & CommonValues>;

  #id: ModelId = -1;
  #holder: Holder | undefined;
  /** What had the focus in it when it was disabled or covered, which takes the focus away. */
  #focused: HTMLElement | undefined;
  readonly #life = new AbortController();

  constructor() {
    super();
    this.values = {} as Readonly<Own & CommonValues>;
  }

  /** Called once by the tree, before the element is shown. */
  attach(id: ModelId, holder: Holder): void {
    this.#id = id;
    this.#holder = holder;
  }

  /** Aborts when the model left the document. Moving the element does not abort it. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  assign(values: Values): void {
    this.values = { ...this.values, ...values };
  }

  /** Rows for columns that the view holds. A view that streams overrides it. */
  stream(name: string, _columns: Columns, _rollover?: number): void {
    throw new TypeError(`${this.localName} can't append rows to '${name}'.`);
  }

  /** New values of single rows. A view that streams overrides it. */
  patch(name: string, _cells: CellPatches): void {
    throw new TypeError(`${this.localName} can't set rows of '${name}'.`);
  }

  /** A command of the component. A view that takes commands overrides it. */
  command(method: string, _args: readonly unknown[]): void {
    throw new TypeError(`${this.localName} has no method '${method}'.`);
  }

  dispose(): void {
    this.#life.abort();
    this.leave();
  }

  /** Takes the element out of the page. A view that may be looked at until another takes its place overrides it. */
  protected leave(): void {
    this.remove();
  }

  /**
   * Tells the document that the user changed a parameter, and shows the new value at once.
   * `final` is false while the control is held.
   */
  protected edit(name: keyof Own & string, value: unknown, final = true): void {
    this.values = { ...this.values, [name]: value };
    this.#holder?.edit(this.#id, name, value, final);
  }

  /** Tells the document about something that is no value, such as a click. */
  protected emit(event: string, detail?: unknown): void {
    this.#holder?.event(this.#id, event, detail);
  }

  /** The element of a model that is a value of this one. */
  protected child(ref: ModelRef): HTMLElement {
    return this.#holderOf(ref).element(ref);
  }

  /** The record of a model without an element that is a value of this one. */
  protected record(ref: ModelRef): ModelRecord {
    return this.#holderOf(ref).record(ref);
  }

  #holderOf(ref: ModelRef): Holder {
    if (!this.#holder) throw new TypeError(`${this.localName} is in no document, so it has no model ${ref.$model}.`);
    return this.#holder;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('values')) this.#place();
    this.#keepFocus();
  }

  /** Here and not in `updated`: subclasses have that to themselves. */
  protected override update(changed: PropertyValues): void {
    super.update(changed);
    // Not the host itself, which says that it is busy.
    for (const part of this.renderRoot.children) (part as HTMLElement).inert = this.values.loading;
    if (this.values.loading) this.#focused?.blur(); // some browsers leave the focus on what is inert
  }

  /** Gives the focus back once what had it can have it again, unless it is elsewhere by then. */
  #keepFocus(): void {
    const focused = this.#focused;
    if (this.values.disabled || this.values.loading) this.#focused ??= focusedIn(this);
    else if (focused) {
      this.#focused = undefined;
      const cover = this.parentElement?.closest<View>('[veiled]');
      if (cover) cover.#focused ??= focused;
      else void this.updateComplete.then(() => document.activeElement === document.body && focused.focus({ preventScroll: true }));
    }
  }

  #place(): void {
    const { visible, width, height, margin, loading } = this.values;
    this.hidden = visible === false;
    this.style.width = pixels(width);
    this.style.height = pixels(height);
    this.style.margin = [margin ?? []].flat().map(pixels).join(' ');
    this.toggleAttribute('veiled', loading === true);
    this.ariaBusy = loading ? 'true' : null;
  }

  protected override shouldUpdate(): boolean {
    return !this.signal.aborted;
  }

  /** A view that can't render says so in its place; the rest of the document goes on. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    try {
      return super.scheduleUpdate();
    } catch (error) {
      this.renderRoot.textContent = `${this.localName} can't be shown: ${String(error)}`;
      reportError(error);
    }
  }
}

const pixels = (size: number | null | undefined): string => (size == null ? '' : `${size}px`);

/** What has the focus, of all that is shown in `element`, also in shadow roots in it. */
function focusedIn(element: Element): HTMLElement | undefined {
  let active = element.matches(':focus-within') ? document.activeElement : null;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return (active as HTMLElement | null) ?? undefined;
}
