import { css, type CSSResultGroup } from 'lit';
import { View } from '../view.ts';
import { BoxView } from './box.ts';

/** Children beside each other; they wrap where the room ends. */
export class RowView extends BoxView {
  static override styles: CSSResultGroup = [
    BoxView.styles,
    css`
      :host {
        flex-flow: row wrap;
        align-items: start;
      }
      :host([line]) {
        align-items: end;
      }
      /* A line of text stands in the middle of the button beside it, and so does a slider. */
      ::slotted(*) {
        --stand: center;
        --beside: var(--control);
        min-height: var(--control);
        align-content: center;
      }
    `,
  ];

  protected override arranged(): void {
    // Labels stand above inputs, so what shares a line with them is aligned with the inputs.
    const line = [...this.children].every((child) => child instanceof View && child.line);
    this.toggleAttribute('line', line);
  }
}
