import { css, type CSSResultGroup, html, type TemplateResult } from 'lit';
import { loadMessages } from './load-messages.ts';
import type { Message, Messages } from './messages.ts';
import { theme } from './theme.ts';
import { View } from './view.ts';

interface NotificationsValues {
  readonly items: readonly Message[];
  readonly position: string;
}

/** Keeps the corner of an app that is in sight for messages. What shows them there is loaded with the first one. */
export class NotificationsView extends View<NotificationsValues> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      :host {
        position: sticky;
        inset-block: var(--s4);
        z-index: 2;
        order: 1;
        height: 0;
        margin-block-start: calc(-1 * var(--s4)); /* takes no room, and no gap */
      }
      :host([position^='top']) {
        order: -1;
        margin-block: 0 calc(-1 * var(--s4));
      }
    `,
  ];

  #messages: Messages | undefined;

  override render(): TemplateResult {
    return html`<div class="stack" role="log" aria-label="Notifications"></div>`;
  }

  protected override updated(): void {
    this.setAttribute('position', this.values.position);
    if (this.#messages) this.#messages.show(this.values.items);
    else setTimeout(() => void this.#begin()); // screen readers read out what comes into a region that they know
  }

  /** Never rejects. Where the script is missing the next message tries again. */
  async #begin(): Promise<void> {
    try {
      const { Messages } = await loadMessages();
      if (this.signal.aborted) return;
      this.#messages ??= new Messages(this.renderRoot.querySelector<HTMLElement>('.stack')!, (id) => this.emit('dismiss', id), this.signal);
      this.#messages.show(this.values.items);
    } catch (error) {
      reportError(error);
    }
  }
}
