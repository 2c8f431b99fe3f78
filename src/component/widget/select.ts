import { editConstant, maintain, param, Parameter, same } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

/** What can be chosen: a list, or values by their label. */
type SelectOptions = readonly unknown[] | Readonly<Record<string, unknown>>;

class OptionsParameter extends Parameter<SelectOptions> {
  protected override check(value: unknown): void {
    if (typeof value !== 'object' || value === null) this.mistyped('must be a list, or values by their label', value);
  }
}

const Base = Widget.with({
  value: param.any({ doc: 'The chosen option. Default: the first.' }),
  options: new OptionsParameter({ default: [], doc: 'What can be chosen: a list, or values by their label.' }),
  labels: param.list<string>({ default: [], constant: true, precedence: -1, doc: 'Labels of the options.' }),
  index: param.integer({ default: -1, constant: true, precedence: -1, doc: 'Place of the chosen option; -1 for none.' }),
});

/** One of several options, which may be any values: the page knows only their labels. */
export class Select extends Base {
  static override readonly view = 'select';
  static override readonly local = ['value', 'options'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    if (options.value === undefined) this.value = this.#choices[0] ?? null;
    this.#show();
    maintain(this, ['options'], () => this.#offer());
    maintain(this, ['value'], () => this.#show());
  }

  override receiveEdit(name: string, value: unknown, final: boolean): void {
    if (name === 'index') this.value = this.#choices[value as number] ?? null;
    else super.receiveEdit(name, value, final);
  }

  get #choices(): readonly unknown[] {
    return Object.values(this.options);
  }

  /** As a selector parameter finds it: dates and lists by what they hold. */
  get #place(): number {
    return this.#choices.findIndex((choice) => same(choice, this.value));
  }

  /** An option that is gone gives way to the first. */
  #offer(): void {
    if (this.#place < 0) this.value = this.#choices[0] ?? null;
    this.#show();
  }

  #show(): void {
    const { options } = this;
    editConstant(this, () =>
      this.param.update({
        labels: Array.isArray(options) ? options.map(String) : Object.keys(options),
        index: this.#place,
      }),
    );
  }
}
