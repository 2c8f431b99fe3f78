import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';

/** Between a tooltip and what is around it, in CSS pixels. */
const GAP = 6;

export interface ControlValues {
  /** Empty: no visible label; a general noun names the control to assistive technology. */
  readonly label: string;
  readonly disabled: boolean;
  /** Text of the tooltip; empty for none. */
  readonly description: string;
}

/** Base of the widgets: a native control with its label, tooltip and, where there is one, its readout. */
export abstract class ControlView<Own extends object> extends View<Own & ControlValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        width: 320px;
      }
      .heading {
        display: flex;
        align-items: center;
        gap: var(--s2);
        margin-bottom: var(--s1);
        font-size: 0.875em;
      }
      label {
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      #control {
        box-sizing: border-box;
        width: 100%;
        height: var(--control);
        margin: 0;
        color: inherit;
        font: inherit;
        accent-color: var(--accent);
      }
      .box {
        padding: 0 var(--s3);
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .box:enabled:hover {
        border-color: var(--text);
      }
      .box::placeholder {
        color: color-mix(in srgb, var(--muted) 88%, var(--surface));
        opacity: 1;
      }
      :focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      :disabled {
        opacity: 0.55;
        cursor: not-allowed;
      }
      .info {
        flex: none;
        position: relative;
        width: 18px;
        height: 18px;
        padding: 0;
        border: 1px solid var(--edge);
        border-radius: 50%;
        background: none;
        color: var(--muted);
        font: 600 11px/1 var(--heddle-font, system-ui, sans-serif);
        cursor: help;
      }
      .info::before {
        content: '';
        position: absolute;
        inset: -11px;
      }
      [popover] {
        inset: auto;
        box-sizing: border-box;
        max-width: min(280px, 90vw);
        margin: 0;
        padding: var(--s2) var(--s3);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        box-shadow: 0 4px 16px rgb(0 0 0 / 0.2);
      }
    `,
  ];

  override readonly line: boolean = true;

  /** Names the control to assistive technology where the author gave no label. */
  protected abstract readonly noun: string;

  /** The native control, with id `control`. */
  protected abstract control(): TemplateResult;

  /** The control's value in words, at the end of the label's line. */
  protected readout(): TemplateResult | typeof nothing {
    return nothing;
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('#control')?.focus(options);
  }

  override render(): TemplateResult {
    return html`${this.heading(this.readout())}${this.control()}`;
  }

  protected heading(readout: TemplateResult | typeof nothing): TemplateResult | typeof nothing {
    const { label, description } = this.values;
    if (!label && !description && readout === nothing) return nothing;
    return html`<div class="heading"><label for="control">${label}</label>${this.info()}${readout}</div>`;
  }

  /** A sign that shows the description when pointed at or focused. */
  protected info(): TemplateResult | typeof nothing {
    const { label, description } = this.values;
    if (!description) return nothing;
    return html`<button
        type="button"
        class="info"
        aria-label="About ${label || this.noun}"
        aria-describedby="about"
        @mouseenter=${this.#tell}
        @focus=${this.#tell}
        @mouseleave=${this.#hush}
        @blur=${this.#hush}
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#hush()}
      >
        ?</button
      ><span id="about" popover="manual" role="tooltip">${description}</span>`;
  }

  /** Attributes that tie a control to its words. */
  protected get named(): { readonly label: string | typeof nothing; readonly description: string | typeof nothing } {
    return { label: this.values.label ? nothing : this.noun, description: this.values.description ? 'about' : nothing };
  }

  #tell(event: Event): void {
    const about = this.renderRoot.querySelector('#about') as HTMLElement;
    about.togglePopover(true);
    const { left, bottom } = (event.target as Element).getBoundingClientRect();
    about.style.left = `${Math.max(GAP, Math.min(left, innerWidth - about.offsetWidth - GAP))}px`;
    about.style.top = `${Math.min(bottom + GAP, innerHeight - about.offsetHeight - GAP)}px`;
  }

  #hush(): void {
    this.renderRoot.querySelector<HTMLElement>('#about')?.togglePopover(false);
  }
}
