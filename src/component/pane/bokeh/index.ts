export { figure, type FigureOptions } from './figure.ts';
export { Bokeh } from './pane.ts';
export { ColumnDataSource, type PlotData } from './source.ts';
