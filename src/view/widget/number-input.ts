import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { EntryView } from './entry.ts';

interface NumberInputValues {
  readonly value: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly step: number;
  readonly placeholder: string;
}

/** A number, edited on Enter, on a step and when the input is left; what is no number brings the last one back, an empty input is null. */
export class FloatInputView extends EntryView<NumberInputValues> {
  static override styles: CSSResultGroup = [
    EntryView.styles,
    css`
      #control {
        font-variant-numeric: tabular-nums;
      }
      /* The sign stands before the number on pages from right to left, too. */
      #control:dir(rtl) {
        direction: ltr;
        text-align: right;
      }
    `,
  ];

  protected override readonly noun: string = 'Number';

  protected override get text(): string {
    return String(this.values.value ?? '');
  }

  protected override control(): TemplateResult {
    const { start, end, step, placeholder, disabled } = this.values;
    const { label, description } = this.named;
    return html`<input
      id="control"
      class="box"
      type="number"
      min=${ifDefined(start ?? undefined)}
      max=${ifDefined(end ?? undefined)}
      step=${ifDefined(step)}
      placeholder=${ifDefined(placeholder || undefined)}
      ?disabled=${disabled}
      aria-label=${label}
      aria-describedby=${description}
      @change=${this.#commit}
    />`;
  }

  /** The nearest number that the component takes. */
  protected nearest(number: number): number {
    return Math.max(this.values.start ?? -Infinity, Math.min(this.values.end ?? Infinity, number));
  }

  #commit(): void {
    const { valueAsNumber: typed, validity } = this.input;
    if (!Number.isNaN(typed)) this.edit('value', this.nearest(typed));
    else if (!validity.badInput) this.edit('value', null);
    this.agree(this.text);
  }
}

export class IntInputView extends FloatInputView {
  protected override nearest(number: number): number {
    return super.nearest(Math.round(number));
  }
}
