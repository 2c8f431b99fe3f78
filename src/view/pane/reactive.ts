import { css, html, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelRef } from '../../link/index.ts';
import { arrange } from '../arrange.ts';
import { ColumnView } from '../layout/column.ts';
import { View } from '../view.ts';

interface ReactiveValues {
  readonly children: readonly ModelRef[];
}

/** A view that takes a while before there is something to see. */
interface Arriving {
  readonly arrived: Promise<void>;
}

/**
 * Shows what a reference has given last; below it, where there is one, the error of its newest run. What is shown
 * stays until what follows can be seen: an image must be read first.
 */
export class ReactiveView extends View<ReactiveValues> {
  static override styles: CSSResultGroup = [
    ColumnView.styles,
    css`
      ::slotted([arriving]) {
        display: none;
      }
    `,
  ];

  #newest: readonly HTMLElement[] = [];

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('values')) return;
    const views = this.values.children.map((child) => this.child(child));
    this.#newest = views;
    const arriving = views.filter((view): view is HTMLElement & Arriving => !this.contains(view) && 'arrived' in view);
    if (arriving.length === 0) arrange(this, views);
    else void this.#await(arriving, views);
  }

  async #await(arriving: readonly (HTMLElement & Arriving)[], views: readonly HTMLElement[]): Promise<void> {
    for (const view of arriving) view.toggleAttribute('arriving', true);
    this.append(...arriving);
    await Promise.all(arriving.map((view) => view.arrived));
    for (const view of arriving) view.toggleAttribute('arriving', false);
    if (this.#newest === views) arrange(this, views);
  }
}
