import { AlertView } from './alert.ts';
import { BokehView } from './bokeh/view.ts';
import { HtmlView } from './html.ts';
import { JpgView, PngView } from './image.ts';
import { MarkdownView } from './markdown.ts';
import { ReactiveView } from './reactive.ts';
import { StrView } from './str.ts';

export const paneViews = {
  str: StrView,
  html: HtmlView,
  markdown: MarkdownView,
  alert: AlertView,
  jpg: JpgView,
  png: PngView,
  reactive: ReactiveView,
  bokeh: BokehView,
  figure: 'record',
  columnDataSource: 'record',
} as const;
