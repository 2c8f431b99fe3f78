import { adjust, discardEvents, isRef, maintain, type ObjectShare, param, SHARE } from '../../param/index.ts';
import { refuseCircle } from '../circle.ts';
import { Component } from '../component.ts';
import { panel } from '../pane/panel.ts';

const Base = Component.with({
  children: param.list<unknown>({ default: [], doc: 'What it shows, in order; whatever is no component is shown by the pane that fits.' }),
  scroll: param.boolean({ default: false, doc: 'Whether what its height and width have no room for is scrolled to.' }),
});

type Options = NonNullable<ConstructorParameters<typeof Base>[0]>;

/** Base of the layouts: a list of components. */
export abstract class ListLayout extends Base {
  /** Children, and at the end, if need be, a plain object with options: `new Column(a, b, { width: 300 })`. */
  constructor(...args: unknown[]) {
    const options = isOptions(args.at(-1)) ? (args.pop() as Options) : {};
    super(args.length > 0 ? { ...options, children: args } : options);
    this.#adopt();
    maintain(this, ['children'], (_, event) => this.#replace(event?.old as unknown[]));
  }

  /** The components that it shows, in order. Not for changing in place: assign a new list, or use the methods. */
  get objects(): readonly Component[] {
    return this.children as readonly Component[];
  }

  set objects(objects: readonly unknown[]) {
    this.children = [...objects];
  }

  /** Number of its children. */
  get length(): number {
    return this.children.length;
  }

  /** Threads see these two beside the parameters. */
  override [SHARE](): ObjectShare {
    const share = super[SHARE]();
    type Values = ReturnType<ObjectShare['values']>;
    const whole = (values: Values): Values => ('children' in values ? { ...values, objects: this.objects, length: this.length } : values);
    return {
      ...share,
      values: () => whole(share.values()),
      subscribe: (changed, signal) => share.subscribe((values) => changed(whole(values)), signal),
    };
  }

  /** Shows one more object, or several in their order, behind the last child. */
  append(...objects: unknown[]): void {
    this.extend(objects);
  }

  /** The same for those of a list. */
  extend(objects: Iterable<unknown>): void {
    this.children = [...this.children, ...objects];
  }

  /** Puts one object, or several, before the child at `index`; a negative index counts from the end. */
  insert(index: number, ...objects: unknown[]): void {
    this.children = this.children.toSpliced(index, 0, ...objects);
  }

  /** Takes a child out, by default the last, and returns it. Throws a RangeError where there is none. */
  pop(index = -1): Component {
    const child = this.objects.at(index);
    if (!child) throw new RangeError(`${this.constructor.name}.pop: there is no child at ${index}; there are ${this.length}.`);
    this.children = this.children.toSpliced(index, 1);
    return child;
  }

  /** Takes a child out. Throws a RangeError if `object` is none. */
  remove(object: Component): void {
    const index = this.objects.indexOf(object);
    if (index < 0) throw new RangeError(`${this.constructor.name}.remove: the object is no child.`);
    this.pop(index);
  }

  /** Takes all children out. */
  clear(): void {
    this.children = [];
  }

  /** Children that can't be shown leave those `before` where they are. */
  #replace(before: unknown[]): void {
    try {
      this.#adopt();
    } catch (error) {
      discardEvents(this, () => adjust(this, 'children', before));
      throw error;
    }
  }

  /** Gives every child that is no component the pane that shows it. */
  #adopt(): void {
    refuseCircle(this, this.children);
    if (this.children.every((child) => child instanceof Component)) return;
    const shown = this.children.map((child) => panel(child, {}, this.session));
    adjust(this, 'children', shown);
  }
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isRef(value);
}
