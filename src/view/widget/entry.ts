import type { PropertyValues } from 'lit';
import { ControlView } from './control.ts';

/**
 * Base of the inputs that are typed into. What the user is typing is written over only when the document
 * wants something other than what both last agreed on; a repeated value or a changed label leaves it alone.
 */
export abstract class EntryView<Own extends object> extends ControlView<Own> {
  #agreed: string | undefined;

  /** The text that the document wants shown. */
  protected abstract readonly text: string;

  protected get input(): HTMLInputElement {
    return this.renderRoot.querySelector('#control') as HTMLInputElement;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.text !== this.#agreed) this.agree(this.text);
  }

  /** Notes that `text` is what the document has, and shows it with the caret left where it was. */
  protected agree(text: string): void {
    this.#agreed = text;
    const { input } = this;
    if (input.value === text) return;
    const caret = this.shadowRoot?.activeElement === input ? input.selectionStart : null;
    input.value = text;
    if (caret !== null) input.setSelectionRange(caret, caret);
  }
}
