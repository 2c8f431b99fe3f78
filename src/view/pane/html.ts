import { css, type CSSResultGroup, html, type TemplateResult } from 'lit';
import { theme } from '../theme.ts';
import { View } from '../view.ts';
import { loadMarkup, type Markup } from './load-markup.ts';

interface HtmlValues {
  readonly object: string | null;
  readonly sanitizeHtml: boolean;
}

let markup: Markup | undefined;

/** Shows HTML. What parses and cleans it is a module of its own, and nothing is drawn before it is there: so nothing flashes. */
export class HtmlView<Own extends HtmlValues = HtmlValues> extends View<Own> {
  static override styles: CSSResultGroup = [
    theme,
    css`
      .content {
        overflow-wrap: break-word;
        overflow-x: auto; /* a wide table must not widen the page */
      }
      .content > :first-child {
        margin-top: 0;
      }
      .content > :last-child {
        margin-bottom: 0;
      }
      :is(h1, h2, h3, h4, h5, h6) {
        margin: 1.2em 0 0.4em;
        font-size: 1em;
        line-height: 1.25;
      }
      h1 {
        font-size: 1.6em;
      }
      h2 {
        font-size: 1.3em;
      }
      h3 {
        font-size: 1.1em;
      }
      :is(p, ul, ol, pre, table, blockquote) {
        margin: 0.6em 0;
      }
      :is(ul, ol) {
        padding-inline-start: 1.5em;
      }
      li > :is(ul, ol) {
        margin: 0;
      }
      a {
        color: var(--accent);
      }
      :focus-visible {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }
      :is(code, kbd, pre) {
        padding: 0.1em 0.3em;
        font-family: var(--heddle-mono, ui-monospace, monospace);
        font-size: 0.9em;
        background: var(--fill);
        border-radius: var(--radius);
      }
      pre {
        padding: var(--s2) var(--s3);
        overflow: auto;
        unicode-bidi: plaintext; /* on pages from right to left, too: code is read from the left */
      }
      pre:focus-visible {
        outline-offset: -2px; /* nothing shows beyond the content */
      }
      pre code {
        padding: 0;
        font-size: inherit;
        background: none;
      }
      blockquote {
        padding-inline-start: var(--s3);
        border-inline-start: 3px solid var(--line);
        color: var(--muted);
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      :is(th, td) {
        padding: var(--s1) var(--s2);
        border-bottom: 1px solid var(--line);
      }
      th:not([align]) {
        text-align: start;
      }
      hr {
        border: 0;
        border-top: 1px solid var(--line);
      }
      img {
        max-width: 100%;
        height: auto;
      }
    `,
  ];

  #loadFailure: unknown;

  protected override async scheduleUpdate(): Promise<void> {
    try {
      markup ??= await loadMarkup();
    } catch (error) {
      this.#loadFailure = error;
    }
    await super.scheduleUpdate();
  }

  override render(): TemplateResult {
    if (!markup) throw this.#loadFailure;
    const source = this.toHtml(this.values.object ?? '', markup);
    return html`<div class="content" .innerHTML=${this.values.sanitizeHtml ? markup.sanitize(source) : source}></div>`;
  }

  protected toHtml(source: string, _markup: Markup): string {
    return source;
  }
}
