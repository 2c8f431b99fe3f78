export { Alert } from './alert.ts';
export * from './bokeh/index.ts';
export { bindPanes } from './bind.ts';
export { HTML } from './html.ts';
export { JPG, PNG } from './image.ts';
export { Markdown } from './markdown.ts';
export { panel } from './panel.ts';
export { ReactivePane } from './reactive.ts';
export { Str } from './str.ts';
