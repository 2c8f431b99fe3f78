import { maintain, param } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

const Base = Widget.with({
  value: param.string({ default: '', doc: 'The text; the user sets it with Enter or by leaving the input.' }),
  valueInput: param.string({ default: '', doc: 'The text as it stands in the input, with every key.' }),
  placeholder: param.string({ default: '', doc: 'Shown while there is no text.' }),
  maxLength: param.integer({
    default: null,
    allowNone: true,
    bounds: [0, null],
    doc: 'Most characters a user can enter; null: any number.',
  }),
});

/** A line of text. */
export class TextInput extends Base {
  static override readonly view = 'textInput';
  static override readonly local = ['value'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    this.#write();
    // Also when the value stays the same, so that an app can take back what is being typed.
    maintain(this, ['value'], () => this.#write(), { onlyChanged: false });
  }

  #write(): void {
    this.valueInput = this.value;
  }
}
