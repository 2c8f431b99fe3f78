import { css, type CSSResultGroup, html, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelRef } from '../../link/index.ts';
import { arrange } from '../arrange.ts';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface BoxValues {
  readonly children: readonly ModelRef[];
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
    `,
  ];

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('values'))
      arrange(
        this,
        (this.values.children ?? []).map((child) => this.child(child)),
      );
  }
}
