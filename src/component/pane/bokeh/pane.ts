import { param } from '../../../param/index.ts';
import { type ObjectOf, type OptionsOf, Pane } from '../pane.ts';
import { Figure } from './figure.ts';

const Base = Pane.with({
  object: param.instanceOf(Figure, { default: null, allowNone: true, doc: 'The plot.' }),
  altText: param.string({ default: null, allowNone: true, doc: 'What the plot says, for those who do not see it; null: its title.' }),
  bokehUrl: param.string({
    default: null,
    allowNone: true,
    precedence: -1,
    doc: "Folder of BokehJS's scripts; null: that of the session, or bokeh/ beside Heddle.",
  }),
});

/** A plot, drawn by BokehJS, which is loaded when the first one is shown. */
export class Bokeh extends Base {
  static override readonly view: string = 'bokeh';

  constructor(object: ObjectOf<typeof Base> = null, options: OptionsOf<typeof Base> = {}) {
    super({ ...options, object });
    this.bokehUrl ??= this.session.config.bokehUrl;
  }
}
