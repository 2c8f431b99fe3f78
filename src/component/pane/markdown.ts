import { param } from '../../param/index.ts';
import { Markup } from './html.ts';
import type { ObjectOf, OptionsOf } from './pane.ts';

const Base = Markup.with({
  hardLineBreak: param.boolean({ default: false, doc: 'Every line end breaks the line.' }),
});

/** Markdown (GitHub's flavour). It may be indented like the code around it. */
export class Markdown extends Base {
  static override readonly view: string = 'markdown';

  constructor(object: ObjectOf<typeof Base> = null, options: OptionsOf<typeof Base> = {}) {
    super({ ...options, object });
  }
}
