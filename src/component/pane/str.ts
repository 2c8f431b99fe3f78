import { editConstant, maintain, param } from '../../param/index.ts';
import { type ObjectOf, type OptionsOf, Pane } from './pane.ts';
import { textOf } from './text.ts';

const Base = Pane.with({
  object: param.any({ doc: 'What is shown, as text.' }),
  text: param.string({ default: '', constant: true, precedence: -1, doc: 'The text that is shown.' }),
});

/** Any object as plain text: spaces and line ends count. */
export class Str extends Base {
  static override readonly view: string = 'str';
  static override readonly local: readonly string[] = ['object'];

  constructor(object: ObjectOf<typeof Base> = null, options: Omit<OptionsOf<typeof Base>, 'text'> = {}) {
    super({ ...options, object });
    this.#showText();
    maintain(this, ['object'], () => this.#showText());
  }

  #showText(): void {
    editConstant(this, () => {
      this.text = textOf(this.object);
    });
  }
}
