import { css, type CSSResultGroup, html, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelRef } from '../../link/index.ts';
import { arrange } from '../arrange.ts';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface BoxValues {
  readonly children: readonly ModelRef[];
  /** Content that is larger than the element scrolls in it. */
  readonly scroll: boolean;
}

/** Base of the layouts: its children are its light DOM, in order. */
export abstract class BoxView extends View<BoxValues> {
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
    if (changed.has('values'))
      arrange(
        this,
        (this.values.children ?? []).map((child) => this.child(child)),
      );
  }
}
