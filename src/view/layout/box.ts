import { css, type CSSResultGroup, html, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelRef } from '../../link/index.ts';
import { nextTurn } from '../../thread/index.ts';
import { arrange } from '../arrange.ts';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface BoxValues {
  readonly children: readonly ModelRef[];
  /** Content that is larger than the element scrolls in it. */
  readonly scroll: boolean;
}

/** So many children are put in at once. What is more follows in later turns, as thousands that are drawn in one freeze the page. */
const AT_ONCE = 64;

/** Base of the layouts: its children are its light DOM, in order. */
export abstract class BoxView extends View<BoxValues> {
  /** The children as they are to stand, and what settles when they do or others are wanted. */
  #wanted: readonly HTMLElement[] = [];
  #arranged = Promise.resolve();

  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        display: flex;
        gap: var(--s4);
      }
      ::slotted(*) {
        min-width: 0;
      }
      /* It is not the host that scrolls: the veil would scroll along. The padding is room for focus rings. */
      :host([scroll]) {
        display: block;
      }
      .scroller {
        box-sizing: border-box;
        display: flex;
        flex-direction: inherit;
        align-items: inherit;
        gap: inherit;
        height: 100%;
        overflow: auto;
        padding: var(--s1);
        border-radius: var(--radius);
      }
      .scroller:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
      :host([scroll]) ::slotted(*) {
        flex: none;
      }
    `,
  ];

  override render(): TemplateResult {
    const slot = html`<slot></slot>`;
    return this.values.scroll ? html`<div class="scroller" tabindex="0">${slot}</div>` : slot;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.toggleAttribute('scroll', this.values.scroll === true);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('values')) return;
    const children = (this.values.children ?? []).map((child) => this.child(child));
    this.#arranged = this.#arrange(children);
  }

  async #arrange(children: readonly HTMLElement[]): Promise<void> {
    this.#wanted = children;
    // The last turn takes all: two layouts with the same children would take them from each other for ever.
    for (let put = AT_ONCE; !arrange(this, children, put < children.length ? AT_ONCE : Infinity); put += AT_ONCE) {
      await new Promise<void>(nextTurn);
      if (this.signal.aborted || this.#wanted !== children) return;
    }
    this.arranged();
  }

  /** Called when all children are in their place. */
  protected arranged(): void {}

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#arranged;
    return complete;
  }
}
