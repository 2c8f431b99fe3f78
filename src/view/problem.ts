import { css, type CSSResultGroup, html, type TemplateResult } from 'lit';
import { theme } from './theme.ts';
import { View } from './view.ts';

/** Stands where something can't be shown, and says why. */
export class ProblemView extends View {
  static override properties = { message: { attribute: false } };
  declare message: string;

  static override styles: CSSResultGroup = [
    theme,
    css`
      p {
        margin: 0;
        padding: var(--s2) var(--s3);
        border-inline-start: 3px solid var(--danger);
        border-radius: var(--radius);
        background: color-mix(in oklab, var(--danger) 12%, transparent);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<p role="alert">${this.message}</p>`;
  }
}
