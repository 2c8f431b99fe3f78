import { discardEvents, editConstant, param, ParameterRangeError } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

const POSITIVE = { bounds: [0, null], inclusiveBounds: [false, true] } as const;

const Base = Widget.with({
  value: param.number({ default: 0, doc: 'Follows the thumb. Default: `start`.' }),
  valueThrottled: param.number({ default: 0, constant: true, doc: 'The value when the thumb was last let go.' }),
  start: param.number({ default: 0, doc: 'Lowest value.' }),
  end: param.number({ default: 1, doc: 'Highest value.' }),
  step: param.number({ default: 0.1, ...POSITIVE, doc: 'Between neighbouring values.' }),
});

/**
 * A number between `start` and `end`, which bound the value: a value outside is refused, and when an end moves past the
 * value, it takes the value along. With `configure({ throttled: true })` the value changes only when the thumb is let go.
 */
abstract class Slider extends Base {
  static override readonly view: string = 'slider';
  static override readonly local: readonly string[] = ['valueThrottled'];

  constructor(options: OptionsOf<typeof Base> = {}) {
    super(options);
    if (options.value === undefined) this.value = this.start;
    this.#limit();
    this.param.value.validate(this.value);
    this.#settle();
    this.param.watch((...events) => this.#move(Object.fromEntries(events.map((event) => [event.name, event.old]))), ['start', 'end']);
  }

  override receiveEdit(name: string, value: unknown, final: boolean): void {
    if (name !== 'value') return super.receiveEdit(name, value, final);
    if (final || !this.session.config.throttled) this.value = this.#within(value as number);
    if (final) this.#settle();
  }

  #settle(): void {
    editConstant(this, () => {
      this.valueThrottled = this.value;
    });
  }

  /** Takes the value along with its bounds; a move that is refused leaves start and end as they were `before`. */
  #move(before: Readonly<Record<string, number>>): void {
    try {
      this.#limit();
    } catch (error) {
      discardEvents(this, () => this.param.update(before));
      throw error;
    }
    this.value = this.#within(this.value);
  }

  #limit(): void {
    const { start, end } = this;
    if (start > end) {
      const rule = `must be at most the end, ${end}`;
      throw new ParameterRangeError({ kind: 'Number', owner: this.constructor.name, name: 'start', rule, value: start });
    }
    this.param.value.bounds = [start, end];
  }

  #within(value: number): number {
    return Math.max(this.start, Math.min(this.end, value));
  }
}

/** Chooses a number with decimals. */
export class FloatSlider extends Slider {}

/** Chooses a whole number. */
export class IntSlider extends Slider.with({
  value: param.integer({ default: 0 }),
  valueThrottled: param.integer({ default: 0, constant: true }),
  start: param.integer({ default: 0 }),
  end: param.integer({ default: 1 }),
  step: param.integer({ default: 1, ...POSITIVE }),
}) {}
