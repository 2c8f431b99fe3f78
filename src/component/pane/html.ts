import { param } from '../../param/index.ts';
import { type ObjectOf, type OptionsOf, Pane } from './pane.ts';

export const Markup = Pane.with({
  object: param.string({ default: null, allowNone: true, doc: 'The text.' }),
  sanitizeHtml: param.boolean({
    default: true,
    doc: 'Takes out everything that runs: scripts, event handlers, javascript: links. Turn it off only for a text that you vouch for.',
  }),
});

/** HTML. Unlike Panel's it is cleaned, unless its author turns that off. */
export class HTML extends Markup {
  static override readonly view: string = 'html';

  constructor(object: ObjectOf<typeof Markup> = null, options: OptionsOf<typeof Markup> = {}) {
    super({ ...options, object });
  }
}
