import { css, type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { theme } from './theme.ts';
import { View } from './view.ts';

interface Item {
  readonly id: number;
  readonly type: 'success' | 'info' | 'warning' | 'error';
  readonly message: string;
  readonly duration: number;
}

interface NotificationsValues {
  readonly items: readonly Item[];
  readonly position: string;
}

const WORDS = { success: 'Success', info: 'Information', warning: 'Warning', error: 'Error' } as const;

/** Messages over the corner of an app that is in sight. They wait while they are pointed at, focused or cannot be seen. */
export class NotificationsView extends View<NotificationsValues> {
  static override properties = { listening: { state: true } };
  /** Screen readers read out what comes into a region that they know; what it holds from the start is not read. */
  declare listening: boolean;

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
      .stack {
        position: absolute;
        inset-block-end: 0;
        inset-inline-end: 0;
        display: flex;
        flex-direction: column;
        gap: var(--s2);
        width: min(360px, 100%);
      }
      :host([position^='top']) .stack {
        inset-block: 0 auto;
      }
      :host([position$='left']) .stack {
        inset-inline: 0 auto;
      }
      :host([position$='center']) .stack {
        inset-inline: 0;
        margin-inline: auto;
      }
      .item {
        --tone: var(--accent);
        display: flex;
        align-items: center;
        gap: var(--s2);
        padding: var(--s1) var(--s1) var(--s1) var(--s3);
        border: 1px solid color-mix(in oklab, var(--tone) 45%, transparent);
        border-inline-start: 4px solid var(--tone);
        border-radius: var(--radius);
        background: color-mix(in oklab, var(--tone) 8%, var(--surface));
        box-shadow: 0 2px 8px rgb(0 0 0 / 18%);
        color: var(--text);
      }
      .success {
        --tone: var(--success);
      }
      .warning {
        --tone: var(--warning);
      }
      .error {
        --tone: var(--danger);
      }
      p {
        flex: 1;
        min-width: 0;
        margin: 0;
        overflow-wrap: anywhere;
      }
      .kind {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      button {
        min-width: var(--control);
        min-height: var(--control);
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: var(--muted);
        font: inherit;
        cursor: pointer;
      }
      button:hover {
        color: var(--text);
      }
      button:focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: -2px;
      }
    `,
  ];

  /** What is left of the time of each message, and its timer while that runs. */
  readonly #clocks = new Map<number, { left: number; since: number; timer: ReturnType<typeof setTimeout> | undefined }>();

  constructor() {
    super();
    this.listening = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#tick, { signal: this.signal });
    setTimeout(() => (this.listening = true));
  }

  override dispose(): void {
    for (const { timer } of this.#clocks.values()) clearTimeout(timer);
    super.dispose();
  }

  override render(): TemplateResult {
    const items = this.listening ? this.values.items : [];
    return html`<div
      class="stack"
      role="log"
      aria-label="Notifications"
      @pointerenter=${this.#tick}
      @pointerleave=${this.#tick}
      @focusin=${this.#tick}
      @focusout=${this.#tick}
    >
      ${repeat(
        items,
        ({ id }) => id,
        (item) => this.#item(item),
      )}
    </div>`;
  }

  #item({ id, type, message }: Item): TemplateResult {
    return html`<div class="item ${type}" role=${type === 'error' ? 'alert' : nothing}>
      <p><span class="kind">${WORDS[type]}: </span>${message}</p>
      <button type="button" aria-label="Dismiss: ${message}" @click=${() => this.emit('dismiss', id)}>✕</button>
    </div>`;
  }

  protected override updated(): void {
    this.setAttribute('position', this.values.position);
    const shown = new Set(this.values.items.map(({ id }) => id));
    for (const [id, { timer }] of this.#clocks) {
      if (shown.has(id)) continue;
      clearTimeout(timer);
      this.#clocks.delete(id);
    }
    if (!this.listening) return;
    for (const { id, duration } of this.values.items) {
      if (duration > 0 && !this.#clocks.has(id)) this.#clocks.set(id, { left: duration, since: 0, timer: undefined });
    }
    this.#tick();
  }

  /** Lets the clocks run while the messages can be seen and nobody is busy with them. */
  readonly #tick = (): void => {
    const stands = document.hidden || this.renderRoot.querySelector('.stack:is(:hover, :focus-within)') !== null;
    for (const [id, clock] of this.#clocks) {
      if (stands === (clock.timer === undefined)) continue;
      if (stands) {
        clearTimeout(clock.timer);
        clock.timer = undefined;
        clock.left -= performance.now() - clock.since;
      } else {
        clock.since = performance.now();
        clock.timer = setTimeout(() => this.emit('dismiss', id), Math.max(0, clock.left));
      }
    }
  };
}
