import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface StaticTextValues {
  readonly label: string;
  readonly text: string;
}

/** A line of text that only the app changes. */
export class StaticTextView extends View<StaticTextValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        align-content: center;
        min-height: 1.4em;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        font-variant-numeric: tabular-nums;
      }
      b {
        font-weight: 500;
        color: var(--muted);
      }
    `,
  ];

  override readonly line: boolean = true;

  override render(): TemplateResult {
    const { label, text } = this.values;
    return html`<span>${label ? html`<b>${label}:</b> ` : nothing}${text}</span>`;
  }
}
