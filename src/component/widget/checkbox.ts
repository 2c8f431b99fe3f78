import { param } from '../../param/index.ts';
import { Widget } from './widget.ts';

/** On or off. */
export class Checkbox extends Widget.with({ value: param.boolean({ default: false, doc: 'Whether it is checked.' }) }) {
  static override readonly view = 'checkbox';
}
