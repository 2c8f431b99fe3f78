import { html, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelRef } from '../../link/protocol.ts';
import { arrange } from '../arrange.ts';
import { ColumnView } from '../layout/column.ts';
import { View } from '../view.ts';

interface ReactiveValues {
  readonly shown: readonly ModelRef[];
}

/** Shows what a reference has given last, below each other where it is more than one thing. */
export class ReactiveView extends View<ReactiveValues> {
  static override styles: CSSResultGroup = ColumnView.styles;

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('values')) arrange(this, this.values.shown.map((model) => this.child(model)));
  }
}
