import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';
import type { ControlValues } from './control.ts';

interface ButtonValues extends ControlValues {
  readonly color: 'primary' | 'default' | 'success' | 'warning' | 'danger' | 'light';
}

/** Emits `click`, one for each click. */
export class ButtonView extends View<ButtonValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        width: fit-content;
      }
      button {
        --back: var(--fill);
        --fore: var(--text);
        box-sizing: border-box;
        width: 100%;
        height: 100%;
        min-height: var(--control);
        min-width: var(--control);
        padding: var(--s1) var(--s4);
        border: 1px solid transparent;
        border-radius: var(--radius);
        background: var(--back);
        color: var(--fore);
        font: inherit;
        font-weight: 500;
        overflow-wrap: anywhere;
        cursor: pointer;
        touch-action: manipulation;
        transition: background-color 0.12s;
      }
      .primary,
      .success,
      .warning,
      .danger {
        --fore: var(--on-color);
      }
      .primary {
        --back: var(--accent);
      }
      .success {
        --back: var(--success);
      }
      .warning {
        --back: light-dark(#f3bb4c, var(--warning));
        --fore: #1b2130;
      }
      .danger {
        --back: var(--danger);
      }
      .light {
        --back: transparent;
        border-color: var(--edge);
      }
      button:hover:enabled {
        background: color-mix(in oklab, var(--back), var(--fore) 12%);
      }
      button:active:enabled {
        background: color-mix(in oklab, var(--back), var(--fore) 22%);
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      button:disabled {
        opacity: 0.55;
        cursor: not-allowed;
      }
      @media (prefers-reduced-motion: reduce) {
        button {
          transition: none;
        }
      }
      @media (forced-colors: active) {
        button {
          border-color: ButtonBorder;
        }
      }
    `,
  ];

  override readonly line: boolean = true;

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  override render(): TemplateResult {
    const { label, color, disabled, description } = this.values;
    return html`<button
      type="button"
      class=${color ?? 'default'}
      ?disabled=${disabled}
      title=${description || nothing}
      aria-label=${label ? nothing : description || 'Button'}
      @click=${() => this.emit('click')}
    >
      ${label}
    </button>`;
  }
}
