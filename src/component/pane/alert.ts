import { param } from '../../param/index.ts';
import { Markdown } from './markdown.ts';

const TYPES = ['primary', 'secondary', 'success', 'danger', 'warning', 'info', 'light', 'dark'] as const;

const Base = Markdown.with({
  alertType: param.selector({ default: 'primary', objects: TYPES, doc: 'How much it matters.' }),
});

/** Markdown in a box whose colour says how much it matters. */
export class Alert extends Base {
  static override readonly view: string = 'alert';
}
