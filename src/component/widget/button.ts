import { param, type ChangeEvent, type Watcher } from '../../param/index.ts';
import { Widget, type OptionsOf } from './widget.ts';

const Base = Widget.with({
  value: param.event({ doc: 'True while the watchers of a click are called.' }),
  clicks: param.integer({ default: 0, bounds: [0, null], doc: 'How often it was clicked.' }),
  color: param.selector({
    default: 'default',
    objects: ['default', 'primary', 'success', 'warning', 'danger', 'light'],
    doc: 'What the button means.',
  }),
});

/** Called with the event of `clicks`: `event.new` is the number of clicks so far. */
type OnClick = (event: ChangeEvent<number>) => unknown;

/** Starts something. Every click counts, none are merged. (Panel's Button: `value` fires before `clicks` counts.) */
export class Button extends Base {
  static override readonly view = 'button';
  static override readonly local = ['value', 'clicks'];

  /** `onClick` is the same as a call of {@link Button.onClick}. */
  constructor(all: OptionsOf<typeof Base> & { readonly onClick?: OnClick } = {}) {
    const { onClick, ...options } = Object(all) as typeof all;
    super(Object(all) === all ? options : all); // a label alone is refused, and not its letters
    if (onClick) this.onClick(onClick);
  }

  /** Calls `fn` at each click; `param.unwatch` ends the watcher. */
  onClick(fn: OnClick): Watcher {
    return this.param.watch(fn, 'clicks', { onlyChanged: false });
  }

  override receiveEvent(event: string): void {
    if (event !== 'click') return;
    this.value = true;
    this.clicks++;
  }
}
