import { adjust, editConstant, maintain, param, Parameter, same } from '../../param/index.ts';
import { textOf } from '../pane/text.ts';
import { Widget, type OptionsOf } from './widget.ts';

/** What can be chosen: a list, or values by their label. */
type SelectOptions = readonly unknown[] | Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

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
    const { options } = this;
    return options instanceof Map ? [...options.values()] : Object.values(options);
  }

  get #labels(): string[] {
    const { options } = this;
    if (Array.isArray(options)) return options.map(labelOf);
    return options instanceof Map ? Array.from(options.keys(), labelOf) : Object.keys(options);
  }

  /** Place of the value among the choices: by identity, else by content, as a selector parameter compares; -1 for none. */
  get #place(): number {
    const itself = this.#choices.indexOf(this.value);
    return itself >= 0 ? itself : this.#choices.findIndex((choice) => same(choice, this.value));
  }

  /** An option that is gone gives way to the first. */
  #offer(): void {
    if (this.#place < 0) adjust(this, 'value', this.#choices[0] ?? null);
    this.#show();
  }

  #show(): void {
    editConstant(this, () => this.param.update({ labels: this.#labels, index: this.#place }));
  }
}

/** Things with a name, such as functions and objects with parameters, are known by it. */
function labelOf(option: unknown): string {
  const name = (option as { readonly name?: unknown } | null | undefined)?.name;
  if (typeof name === 'string' && name !== '') return name;
  return typeof option === 'object' && option !== null ? textOf(option) : String(option);
}
