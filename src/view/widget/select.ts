import { css, html, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { ControlView } from './control.ts';

interface SelectValues {
  readonly labels: readonly string[];
  /** Place of the chosen option; -1 for none. */
  readonly index: number;
}

/** One of several options. The options themselves stay in the document; the view knows their labels. */
export class SelectView extends ControlView<SelectValues> {
  static override styles: CSSResultGroup = [
    ControlView.styles,
    css`
      /* Beside its text, an engine adds 4px of its own; but for Firefox. */
      #control {
        padding-inline: var(--s2);
      }
      @supports (-moz-appearance: none) {
        #control {
          padding-inline-start: var(--s3);
        }
      }
    `,
  ];

  protected override readonly noun: string = 'Choice';

  protected override control(): TemplateResult {
    const { labels, disabled } = this.values;
    const { label, description } = this.named;
    return html`<select
      id="control"
      class="box"
      ?disabled=${disabled}
      aria-label=${label}
      aria-describedby=${description}
      @change=${(event: Event) => this.edit('index', (event.target as HTMLSelectElement).selectedIndex)}
    >
      ${(labels ?? []).map((text) => html`<option>${text}</option>`)}
    </select>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const select = this.renderRoot.querySelector('select') as HTMLSelectElement;
    const index = this.values.index ?? -1;
    if (select.selectedIndex !== index) select.selectedIndex = index;
  }
}
