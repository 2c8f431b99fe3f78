import { HtmlView } from './html.ts';

export interface MarkdownValues {
  readonly object: string | null;
  readonly sanitizeHtml: boolean;
  readonly hardLineBreak: boolean;
}

export class MarkdownView<Own extends MarkdownValues = MarkdownValues> extends HtmlView<Own> {
  protected override toHtml(source: string, markup: typeof import('./markup.ts')): string {
    return markup.markdownToHtml(source, this.values.hardLineBreak);
  }
}
