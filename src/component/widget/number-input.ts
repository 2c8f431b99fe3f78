import { param } from '../../param/index.ts';
import { Bounded, POSITIVE } from './bounded.ts';

/** A number that is typed or stepped to, bounded by `start` and `end`. */
export class FloatInput extends Bounded.with({ placeholder: param.string({ default: '', doc: 'Shown while there is no number.' }) }) {
  static override readonly view: string = 'floatInput';
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
