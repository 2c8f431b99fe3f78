import { css, type CSSResultGroup, html, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface StrValues {
  readonly text: string;
}

/** Text as it is: spaces and line ends count. */
export class StrView extends View<StrValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      pre {
        margin: 0;
        font: 0.9em / 1.5 var(--heddle-mono, ui-monospace, monospace);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext; /* on pages from right to left, too: code is read from the left */
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<pre>${this.values.text}</pre>`;
  }
}
