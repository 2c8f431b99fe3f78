import { param } from '../../param/index.ts';
import { Component } from '../component.ts';

/** Turns while something is under way. */
export class LoadingSpinner extends Component.with({
  value: param.boolean({ default: false, doc: 'Whether it turns.' }),
  label: param.string({ default: '', doc: 'Text beside the spinner.' }),
  size: param.integer({ default: 125, bounds: [1, null], doc: 'Diameter in px.' }),
}) {
  static override readonly view = 'loadingSpinner';
}
