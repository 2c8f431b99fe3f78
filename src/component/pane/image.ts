import { param, Parameter } from '../../param/index.ts';
import { type ObjectOf, type OptionsOf, Pane } from './pane.ts';

type ImageFile = string | Uint8Array | null;

class ImageParameter extends Parameter<ImageFile> {
  protected override check(value: unknown): void {
    if (value !== null && typeof value !== 'string' && !(value instanceof Uint8Array))
      this.mistyped('must be a path, a URL or the bytes of a file', value);
  }
}

const Base = Pane.with({
  object: new ImageParameter({ doc: 'Path or URL (relative to the page), or the bytes of the file.' }),
  altText: param.string({
    default: null,
    allowNone: true,
    doc: 'What the image says, for those who do not see it; null for mere decoration.',
  }),
});

/** An image. The one before stays until the new one can be drawn. */
abstract class Image extends Base {
  constructor(object: ObjectOf<typeof Base> = null, options: OptionsOf<typeof Base> = {}) {
    super({ ...options, object });
  }
}

/** An image in the format JPEG. */
export class JPG extends Image {
  static override readonly view: string = 'jpg';
}

/** An image in the format PNG. */
export class PNG extends Image {
  static override readonly view: string = 'png';
}
