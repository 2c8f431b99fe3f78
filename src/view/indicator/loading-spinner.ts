import { css, html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface LoadingSpinnerValues {
  readonly label: string;
  /** Turns while true, and is a faint ring while false. */
  readonly value: boolean;
  /** Diameter in CSS pixels. */
  readonly size: number;
}

export class LoadingSpinnerView extends View<LoadingSpinnerValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--s3);
        width: fit-content;
      }
      .ring {
        flex: none;
        box-sizing: border-box;
        width: var(--size);
        height: var(--size);
        border: max(2px, calc(var(--size) / 10)) solid var(--fill);
        border-radius: 50%;
      }
      .turning {
        border-top-color: var(--accent);
        animation: turn 0.9s linear infinite;
      }
      @media (forced-colors: active) {
        .turning {
          border-color: CanvasText;
          border-top-color: Highlight;
          forced-color-adjust: none;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .turning {
          animation-duration: 6s;
        }
      }
    `,
  ];

  override readonly line: boolean = true;

  override render(): TemplateResult {
    const { label, value } = this.values;
    return html`<div class="ring ${value ? 'turning' : ''}" role="status" aria-label=${value ? label || 'Loading' : nothing}></div>
      ${label ? html`<span aria-hidden="true">${label}</span>` : nothing}`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.style.setProperty('--size', `${this.values.size ?? 125}px`);
  }
}
