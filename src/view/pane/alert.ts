import { css, type CSSResultGroup, type PropertyValues } from 'lit';
import { MarkdownView, type MarkdownValues } from './markdown.ts';

interface AlertValues extends MarkdownValues {
  readonly alertType: 'primary' | 'secondary' | 'success' | 'danger' | 'warning' | 'info' | 'light' | 'dark';
}

/** Markdown in a box whose colour says how much it matters. */
export class AlertView extends MarkdownView<AlertValues> {
  static override styles: CSSResultGroup = [
    MarkdownView.styles,
    css`
      :host {
        --tone: var(--accent);
        padding: var(--s3) var(--s4);
        border-radius: var(--radius);
        border: 1px solid color-mix(in oklab, var(--tone) 40%, transparent);
        background: color-mix(in oklab, var(--tone) 12%, var(--surface));
      }
      :host([tone='secondary']),
      :host([tone='light']),
      :host([tone='dark']) {
        --tone: var(--edge);
      }
      :host([tone='success']) {
        --tone: var(--success);
      }
      :host([tone='warning']) {
        --tone: var(--warning);
      }
      :host([tone='danger']) {
        --tone: var(--danger);
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { alertType } = this.values;
    this.setAttribute('tone', alertType);
    // A danger or a warning interrupts what a screen reader is saying; the others wait for it to end.
    this.role = alertType === 'danger' || alertType === 'warning' ? 'alert' : 'status';
  }
}
