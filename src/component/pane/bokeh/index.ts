export { Figure, figure, type FigureOptions } from './figure.ts';
export type { FigureMembers, GlyphMethod, GlyphOptions, GlyphRenderer, Vector } from './names.ts';
export { Bokeh } from './pane.ts';
export type { Part } from './recorder.ts';
export { ColumnDataSource, type PlotData, type RowPatches, type Rows } from './source.ts';
