import { editConstant, param } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

const POSITIVE = { bounds: [0, null], inclusiveBounds: [false, true] } as const;

const Base = Widget.with({
  value: param.number({ default: 0, allowNone: true, doc: 'The number; null while none was entered.' }),
  valueThrottled: param.number({ default: 0, allowNone: true, constant: true, doc: 'The number that the user last entered.' }),
  start: param.number({ default: null, allowNone: true, doc: 'Lowest number; null for none.' }),
  end: param.number({ default: null, allowNone: true, doc: 'Highest number; null for none.' }),
  step: param.number({ default: 0.1, ...POSITIVE, doc: 'What an arrow adds or takes away.' }),
  placeholder: param.string({ default: '', doc: 'Shown while there is no number.' }),
});

/** A number that is typed or stepped to, bounded by `start` and `end`. */
export class FloatInput extends Base {
  static override readonly view: string = 'floatInput';
  static override readonly local: readonly string[] = ['valueThrottled'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    this.#limit();
    this.param.value.validate(this.value);
    this.#settle();
    this.param.watch(() => this.#limit(), ['start', 'end']);
  }

  override receiveEdit(name: string, value: unknown, final: boolean): void {
    super.receiveEdit(name, value, final);
    if (name === 'value' && final) this.#settle();
  }

  #settle(): void {
    editConstant(this, () => {
      this.valueThrottled = this.value;
    });
  }

  #limit(): void {
    this.param.value.bounds = [this.start, this.end];
  }
}

/** A whole number that is typed or stepped to. */
export class IntInput extends FloatInput.with({
  value: param.integer({ default: 0, allowNone: true }),
  valueThrottled: param.integer({ default: 0, allowNone: true, constant: true }),
  start: param.integer({ default: null, allowNone: true }),
  end: param.integer({ default: null, allowNone: true }),
  step: param.integer({ default: 1, ...POSITIVE }),
}) {
  static override readonly view: string = 'intInput';
}
