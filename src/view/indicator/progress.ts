import { css, html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

interface ProgressValues {
  readonly label: string;
  /** From 0 to `max`; -1 while nobody knows how much is done. */
  readonly value: number;
  readonly max: number;
  readonly color: 'primary' | 'success' | 'warning' | 'danger';
}

export class ProgressView extends View<ProgressValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        align-content: center;
        width: 320px;
      }
      .heading {
        display: flex;
        gap: var(--s2);
        margin-bottom: var(--s1);
        font-size: 0.875em;
        font-weight: 500;
      }
      .share {
        flex: none;
        margin-inline-start: auto;
        color: var(--muted);
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      .track {
        overflow: hidden;
        height: 8px;
        border-radius: 4px;
        background: var(--fill);
        print-color-adjust: exact;
      }
      .bar {
        height: 100%;
        border-radius: 4px;
        background: var(--accent);
        transition: width 0.2s ease-out;
      }
      .success {
        background: var(--success);
      }
      .warning {
        background: var(--warning);
      }
      .danger {
        background: var(--danger);
      }
      .unknown {
        width: 30%;
        animation: pass 1.6s ease-in-out infinite alternate;
      }
      @keyframes pass {
        from {
          margin-inline-start: 0;
        }
        to {
          margin-inline-start: 70%;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .bar {
          transition: none;
        }
        .unknown {
          width: 100%;
          opacity: 0.5;
          animation: none;
        }
      }
      @media (forced-colors: active) {
        .track {
          border: 1px solid CanvasText;
        }
        .bar {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  override readonly line: boolean = true;

  override render(): TemplateResult {
    const { label, value, max, color } = this.values;
    const share = this.#share;
    const words = share === undefined ? '' : html`<bdi dir="ltr">${Math.floor(100 * share)} %</bdi>`;
    return html`${label ? html`<div class="heading"><span>${label}</span><span class="share">${words}</span></div>` : nothing}
      <div
        class="track"
        role="progressbar"
        aria-label=${label || 'Progress'}
        aria-valuemin="0"
        aria-valuemax=${ifDefined(max)}
        aria-valuenow=${ifDefined(share === undefined ? undefined : value)}
      >
        <div class="bar ${color ?? ''} ${share === undefined ? 'unknown' : ''}"></div>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const bar = this.renderRoot.querySelector('.bar') as HTMLElement;
    bar.style.width = this.#share === undefined ? '' : `${100 * this.#share}%`;
  }

  /** How much is done, from 0 to 1; undefined while nobody knows. */
  get #share(): number | undefined {
    const { value, max } = this.values;
    return value >= 0 ? Math.min(1, value / (max || 1)) : undefined;
  }
}
