import { param } from '../../param/index.ts';
import { Bounded, POSITIVE } from './bounded.ts';

/** Has both ends, and always a value. */
abstract class Slider extends Bounded.with({
  value: param.number({ default: 0, allowNone: false, doc: 'Follows the thumb. Default: `start`.' }),
  valueThrottled: param.number({ default: 0, allowNone: false, constant: true, doc: 'The value when the thumb was last let go.' }),
  start: param.number({ default: 0, allowNone: false }),
  end: param.number({ default: 1, allowNone: false }),
}) {
  static override readonly view: string = 'slider';

  protected override get initial(): number {
    return this.start;
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
