import type { Part } from './recorder.ts';

/** Methods of a figure that BokehJS has: its glyphs, and what adds other parts. */
export const METHODS = [
  'annular_wedge',
  'annulus',
  'arc',
  'bezier',
  'block',
  'circle',
  'ellipse',
  'harea',
  'harea_step',
  'hbar',
  'hex_tile',
  'hspan',
  'hstrip',
  'image',
  'image_rgba',
  'image_stack',
  'image_url',
  'line',
  'mathml',
  'multi_line',
  'multi_polygons',
  'ngon',
  'patch',
  'patches',
  'quad',
  'quadratic',
  'ray',
  'rect',
  'scatter',
  'segment',
  'spline',
  'step',
  'tex',
  'text',
  'varea',
  'varea_step',
  'vbar',
  'vspan',
  'vstrip',
  'wedge',
  'add_tools',
  'setv',
] as const;

/** Parts of a figure that have attributes of their own. */
export const PARTS = ['xaxis', 'yaxis', 'axis', 'xgrid', 'ygrid', 'grid', 'legend', 'toolbar', 'x_range', 'y_range'] as const;

/** Attributes of a figure that can be assigned; `setv` sets any. */
export const ATTRIBUTES = [
  'title',
  'title_location',
  'toolbar_location',
  'background_fill_color',
  'background_fill_alpha',
  'border_fill_color',
  'border_fill_alpha',
  'outline_line_color',
  'outline_line_alpha',
  'outline_line_width',
  'min_border',
  'match_aspect',
] as const;

/** A column of the source, one value for all, or the values themselves. */
type Vector = { readonly field: string } | { readonly value: unknown } | ArrayLike<unknown> | number | string;

/** The glyph's attributes by BokehJS's names, with `source`, `legend_label`, `name` and so on. */
type GlyphOptions = Readonly<Record<string, unknown>>;

/** Adds a glyph: its coordinates in BokehJS's order, then options; or one object with all of them. */
type GlyphMethod = (...args: readonly (Vector | GlyphOptions)[]) => GlyphRenderer;

/** What draws one glyph. */
interface GlyphRenderer extends Part {
  readonly glyph: Part;
}

type Glyph = Exclude<(typeof METHODS)[number], 'add_tools' | 'setv'>;

export type FigureMembers = { readonly [K in Glyph]: GlyphMethod } & {
  /** Adds tools by name: `'hover'`, `'tap'`, … */
  add_tools(...tools: readonly string[]): void;
  /** Sets several attributes of the plot. */
  setv(attributes: Readonly<Record<string, unknown>>): void;
} & { readonly [K in (typeof PARTS)[number]]: Part } & { [K in (typeof ATTRIBUTES)[number]]: unknown };
