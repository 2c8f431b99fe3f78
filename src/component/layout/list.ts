import { isRef, param } from '../../param/index.ts';
import { Component } from '../component.ts';
import { panel } from '../pane/panel.ts';

const Base = Component.with({
  objects: param.list<unknown>({
    default: [],
    doc: 'The children in their order. Whatever is no component is shown by the pane that fits.',
  }),
});

type Options = NonNullable<ConstructorParameters<typeof Base>[0]>;

/** Base of the layouts: a list of components. */
export abstract class ListLayout extends Base {
  /** Children, and at the end, if need be, a plain object with options: `new Column(a, b, { width: 300 })`. */
  constructor(...children: [...objects: unknown[], options: Options] | unknown[]) {
    const last = children.at(-1);
    const options = isOptions(last) ? last : {};
    if (options === last) children.pop();
    super(children.length > 0 ? { ...options, objects: children } : options);
    this.#adopt();
    this.param.watch(() => this.#adopt(), 'objects');
  }

  get length(): number {
    return this.objects.length;
  }

  append(object: unknown): void {
    this.extend([object]);
  }

  extend(objects: Iterable<unknown>): void {
    this.objects = [...this.objects, ...objects];
  }

  /** Puts `object` before the child at `index`; a negative index counts from the end. */
  insert(index: number, object: unknown): void {
    this.objects = this.objects.toSpliced(index, 0, object);
  }

  /** Takes a child out, by default the last, and returns it. Throws a RangeError where there is none. */
  pop(index = -1): Component {
    const popped = this.objects.at(index);
    if (popped === undefined)
      throw new RangeError(`${this.constructor.name}.pop: there is no child at ${index}; there are ${this.length}.`);
    this.objects = this.objects.toSpliced(index, 1);
    return popped as Component;
  }

  /** Takes `object`, a component, out. Throws a RangeError if it is no child. */
  remove(object: unknown): void {
    const index = this.objects.indexOf(object);
    if (index < 0) throw new RangeError(`${this.constructor.name}.remove: the object is no child.`);
    this.pop(index);
  }

  clear(): void {
    this.objects = [];
  }

  /** Gives every child that is no component the pane that shows it. */
  #adopt(): void {
    if (this.objects.every((object) => object instanceof Component)) return;
    this.objects = this.objects.map((object) => panel(object, {}, this.session));
  }
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isRef(value);
}
