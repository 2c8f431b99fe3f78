import { css, type CSSResultGroup } from 'lit';
import { BoxView } from './box.ts';

/** Children below each other. */
export class ColumnView extends BoxView {
  static override styles: CSSResultGroup = [
    BoxView.styles,
    css`
      :host {
        flex-direction: column;
        align-items: stretch;
        justify-content: var(--stand, start);
      }
      ::slotted(*) {
        --stand: start;
        --beside: initial;
      }
    `,
  ];
}
