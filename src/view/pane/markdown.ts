import type { Markup } from './load-markup.ts';
import { HtmlView } from './html.ts';

export interface MarkdownValues {
  readonly object: string | null;
  readonly sanitizeHtml: boolean;
  readonly hardLineBreak: boolean;
}

export class MarkdownView<Own extends MarkdownValues = MarkdownValues> extends HtmlView<Own> {
  protected override toHtml(source: string, markup: Markup): string {
    return markup.markdownToHtml(source, this.values.hardLineBreak);
  }
}
