import { adjust, discardEvents, editConstant, maintain, param, type Parameter, ParameterRangeError, RULES } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

export const POSITIVE = { bounds: [0, null], inclusiveBounds: [false, true] } as const;

const Base = Widget.with({
  value: param.number({ default: 0, allowNone: true, doc: 'The number; null while none was entered.' }),
  valueThrottled: param.number({ default: 0, allowNone: true, constant: true, doc: 'The number that the user last entered or let go.' }),
  start: param.number({ default: null, allowNone: true, doc: 'Lowest number; null for none.' }),
  end: param.number({ default: null, allowNone: true, doc: 'Highest number; null for none.' }),
  step: param.number({ default: 0.1, ...POSITIVE, doc: 'Between neighbouring numbers.' }),
});

/**
 * Base of the widgets for a number between `start` and `end`, which bound the value: a value outside is refused, and when an end
 * moves past the value, it takes the value along. With `configure({ throttled: true })` the value changes only when the user is done.
 */
export abstract class Bounded extends Base {
  static override readonly local: readonly string[] = ['valueThrottled'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    if (options.value === undefined) this.value = this.#within(this.initial);
    this.#limit();
    this.param.value.validate(this.value);
    this.#settle();
    maintain(this, ['start', 'end'], (_, ...events) =>
      this.#move(Object.fromEntries(events.map((event) => [event.name, event.old as number | null]))),
    );
  }

  /** Where it begins if no value is given. */
  protected get initial(): number | null {
    return this.value;
  }

  override receiveEdit(name: string, value: unknown, final: boolean): void {
    if (name !== 'value') return super.receiveEdit(name, value, final);
    if (final || !this.session.config.throttled) this.value = this.#within(value as number | null);
    if (final) this.#settle();
  }

  /** A value lies between the ends that are set with it, or that are there: in a batch `param.value.bounds` follow later. */
  [RULES](values: Readonly<Record<string, unknown>>): { readonly value: Parameter } {
    // An end that is a reference has not arrived yet, and one that is refused never will.
    const end = (name: 'start' | 'end'): number | null => (this.param[name].accepts(values[name]) ? (values[name] as number) : this[name]);
    const bounds = (): readonly unknown[] => this.#ends(end('start'), end('end'));
    if ('start' in values || 'end' in values) bounds();
    const { value } = this.param;
    return {
      get value() {
        return value.having({ bounds: bounds() }) as unknown as Parameter;
      },
    };
  }

  #settle(): void {
    editConstant(this, () => {
      this.valueThrottled = this.value;
    });
  }

  /** Takes the value along with its bounds; a move that is refused leaves start and end as they were `before`, and the value there. */
  #move(before: Readonly<Record<string, number | null>>): void {
    try {
      this.#limit();
    } catch (error) {
      discardEvents(this, () => {
        this.param.update(before);
        this.#bring();
      });
      throw error;
    }
    this.#bring();
  }

  #bring(): void {
    adjust(this, 'value', this.#within(this.value));
  }

  #limit(): void {
    this.param.value.bounds = this.#ends(this.start, this.end);
  }

  #ends(start: number | null, end: number | null): readonly [number | null, number | null] {
    if (start !== null && end !== null && start > end) {
      const rule = `must be at most the end, ${end}`;
      throw new ParameterRangeError({ kind: 'Number', owner: this.constructor.name, name: 'start', rule, value: start });
    }
    return [start, end];
  }

  #within(value: number | null): number | null {
    return value === null ? value : Math.max(this.start ?? -Infinity, Math.min(this.end ?? Infinity, value));
  }
}
