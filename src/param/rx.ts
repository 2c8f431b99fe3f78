import { propagate } from './dispatch.ts';
import { ParameterError } from './errors.ts';
import { Cell, readNow, type Node } from './node.ts';
import { isAsyncFunction, isRef, NODE, type Reference, type Source } from './reference.ts';
import { nodeOf, objOf } from './source.ts';
import { REF } from './symbols.ts';

/** A reactive expression: a value derived from references, evaluated when it is read and cached until an input changes. */
export class Rx<T = unknown> implements Source<T> {
  readonly obj: object | undefined;
  readonly #node: Node<T>;

  constructor(node: Node<T>, obj?: object) {
    this.#node = node;
    this.obj = obj;
  }

  [REF](): this {
    return this;
  }

  [NODE](): Node<T> {
    return this.#node;
  }

  /** The value now. Throws the error of the function that failed; undefined while a first asynchronous value is pending. */
  get value(): T {
    return readNow(this.#node) as T;
  }

  /** Sets the value, where the expression is a plain value: `rx(1).set(2)`. */
  set(value: T): void {
    const node = this.#node;
    if (!(node instanceof Cell)) {
      throw new ParameterError({ kind: 'Rx', owner: '', name: '', rule: 'is derived and cannot be set', value }, 'A derived rx cannot be set; set its source.');
    }
    propagate(() => node.set(value));
  }
}

/** A reactive expression over a reference, a bound or asynchronous function, or a plain value that `set` changes. */
export function rx<T>(source: Reference<T>): Rx<T>;
export function rx<T>(value: T): Rx<T>;
export function rx(source: unknown): Rx {
  const isPlain = !isRef(source) && !isAsyncFunction(source);
  return new Rx(isPlain ? new Cell(source) : nodeOf(source), objOf([source]));
}
