import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ControlView } from './control.ts';

interface CheckboxValues {
  readonly value: boolean;
}

export class CheckboxView extends ControlView<CheckboxValues> {
  static override styles: CSSResultGroup = [
    ControlView.styles,
    css`
      :host {
        width: fit-content;
      }
      .line {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-height: var(--control);
      }
      #control {
        flex: none;
        width: 18px;
        height: 18px;
      }
      label {
        font-weight: inherit;
        padding: var(--s1) 0;
      }
    `,
  ];

  protected override readonly noun: string = 'Checkbox';

  override render(): TemplateResult {
    return html`<div class="line">${this.control()}<label for="control">${this.values.label}</label>${this.info()}</div>`;
  }

  protected override control(): TemplateResult {
    const { value, disabled } = this.values;
    const { label, description } = this.named;
    return html`<input
      id="control"
      type="checkbox"
      .checked=${live(value === true)}
      ?disabled=${disabled}
      aria-label=${label}
      aria-describedby=${description}
      @change=${(event: Event) => this.edit('value', (event.target as HTMLInputElement).checked)}
    />`;
  }
}
