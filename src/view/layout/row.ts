import { css, type CSSResultGroup  } from 'lit';
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
    `,
  ];
}
