import { html, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { EntryView } from './entry.ts';

interface TextInputValues {
  readonly value: string;
  readonly valueInput: string;
  readonly placeholder: string;
  readonly maxLength: number | null;
}

/** A line of text: `valueInput` follows every key, `value` is edited on Enter and when the input is left. */
export class TextInputView extends EntryView<TextInputValues> {
  protected override readonly noun: string = 'Text';

  protected override get text(): string {
    return this.values.valueInput ?? '';
  }

  protected override control(): TemplateResult {
    const { placeholder, maxLength, disabled } = this.values;
    const { label, description } = this.named;
    return html`<input
      id="control"
      class="box"
      type="text"
      placeholder=${ifDefined(placeholder || undefined)}
      maxlength=${ifDefined(maxLength ?? undefined)}
      ?disabled=${disabled}
      aria-label=${label}
      aria-describedby=${description}
      @input=${() => this.#type(false)}
      @change=${this.#commit}
    />`;
  }

  #type(final: boolean): string {
    const text = this.input.value;
    this.agree(text);
    this.edit('valueInput', text, final);
    return text;
  }

  #commit(): void {
    this.edit('value', this.#type(true));
  }
}
