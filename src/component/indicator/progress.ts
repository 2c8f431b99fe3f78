import { param } from '../../param/index.ts';
import { Component } from '../component.ts';

/** How much of something is done. */
export class Progress extends Component.with({
  value: param.number({ default: -1, bounds: [-1, null], doc: 'From 0 to `max`; -1 while nobody knows how much there is to do.' }),
  max: param.number({ default: 100, bounds: [0, null], inclusiveBounds: [false, true], doc: 'The value when all is done.' }),
  label: param.string({ default: '', doc: 'Text above the bar.' }),
  color: param.selector({ default: 'primary', objects: ['primary', 'success', 'warning', 'danger'], doc: 'What the bar means.' }),
}) {
  static override readonly view = 'progress';
}
