import { editConstant, maintain, param } from '../../param/index.ts';
import { textOf } from '../pane/text.ts';
import { Widget, type OptionsOf } from './widget.ts';

const Base = Widget.with({
  value: param.any<unknown>({ default: '', allowNone: true, doc: 'What is shown, as text.' }),
  text: param.string({ default: '', constant: true, precedence: -1, doc: 'The text that is shown.' }),
});

/** Text that only the app changes, behind its label. */
export class StaticText extends Base {
  static override readonly view = 'staticText';
  static override readonly local = ['value'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    this.#show();
    maintain(this, ['value'], () => this.#show());
  }

  #show(): void {
    editConstant(this, () => {
      this.text = textOf(this.value);
    });
  }
}
