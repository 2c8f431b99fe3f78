import type { BokehJS, BokehModel, BokehProperty } from './bokehjs.ts';
import type { Palette } from './palette.ts';

type Attributes = (palette: Palette) => Readonly<Record<string, unknown>>;

const text =
  (prefix: string, color: keyof Palette): Attributes =>
  (palette) => ({
    [`${prefix}text_color`]: palette[color],
    [`${prefix}text_font`]: palette.font,
  });

/** What each class of model takes from the host. The plot's own ground is the host's. */
const looks: readonly (readonly [string, Attributes])[] = [
  ['Plot', ({ line }) => ({ background_fill_color: null, border_fill_color: null, outline_line_color: line })],
  ['Toolbar', () => ({ logo: null })],
  ['Title', text('', 'text')],
  ['Axis', ({ muted }) => ({ axis_line_color: muted, major_tick_line_color: muted, minor_tick_line_color: muted })],
  ['Axis', text('major_label_', 'muted')],
  ['Axis', text('axis_label_', 'text')],
  ['Grid', ({ line }) => ({ grid_line_color: line })],
  ['Legend', ({ surface, line }) => ({ background_fill_color: surface, border_line_color: line })],
  ['Legend', text('label_', 'text')],
  ['BaseColorBar', text('major_label_', 'muted')],
];

/** Dresses models in the host's colours, now and again; what the author set is left alone. */
export class Dresser {
  readonly #bokeh: BokehJS;
  /** The values given here. A property that has another one by now was set by the author. */
  readonly #given = new WeakMap<BokehProperty, unknown>();

  constructor(bokeh: BokehJS) {
    this.#bokeh = bokeh;
  }

  dress(models: Iterable<BokehModel>, palette: Palette): void {
    const all = [...models];
    for (const [name, attributes] of looks) {
      const type = this.#bokeh[name];
      if (typeof type !== 'function') continue;
      const wanted = attributes(palette);
      for (const model of all) if (model instanceof type) this.#apply(model, wanted);
    }
  }

  #apply(model: BokehModel, wanted: Readonly<Record<string, unknown>>): void {
    const free = Object.entries(wanted).filter(([name]) => this.#isFree(model.properties[name]));
    for (const [name, value] of free) this.#given.set(model.properties[name]!, value);
    if (free.length > 0) model.setv(Object.fromEntries(free));
  }

  #isFree(property: BokehProperty | undefined): boolean {
    if (!property) return false;
    return this.#given.has(property) ? this.#given.get(property) === given(property) : !property.dirty;
  }
}

/** A colour is kept as `{ value }` by some properties. */
function given(property: BokehProperty): unknown {
  const value = property.is_unset ? undefined : property.get_value();
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}
