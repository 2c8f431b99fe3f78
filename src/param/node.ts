import { nextTime, Node, type Root } from './graph.ts';

/** Who sets a cell. */
interface Setter {
  /** Called when the cell has become watched, or no longer is. */
  listenersChanged(): void;
}

/** A source: holds a value that somebody sets. It refers to its setter, so that whoever holds the cell keeps the setter, too. */
export class Cell<T> extends Node<T> implements Root {
  touchedAt = 0;
  readonly #setter: Setter | undefined;

  constructor(value: T, setter?: Setter) {
    super();
    this.put('value', value, 0);
    this.#setter = setter;
  }

  protected override connect(): void {
    this.#setter?.listenersChanged();
  }

  protected override disconnect(): void {
    this.#setter?.listenersChanged();
  }

  override roots(): readonly Root[] {
    return [this];
  }

  /** The value counts as changed, whatever it was. To be called inside `propagate` or `silently`. */
  set(value: T): void {
    this.reset(value);
    this.touchedAt = this.changedAt;
  }

  /** Takes a value back without counting as an input's change: how an event parameter falls back to false. */
  reset(value: T): void {
    this.put('value', value, nextTime());
    this.notify();
  }
}

/** A node that never changes. */
export function constantNode<T>(value: T): Node<T> {
  return new Constant('value', value);
}

/** A node that never has anything else than an error. */
export function failedNode(thrown: unknown): Node<never> {
  return new Constant<never>('failure', thrown);
}

class Constant<T> extends Node<T> {
  constructor(state: 'value' | 'failure', held: unknown) {
    super();
    this.put(state, held, 0);
  }
}

/** When one of `roots` was last touched. */
export function lastTouch(roots: readonly Root[]): number {
  let latest = 0;
  for (const root of roots) {
    root.refresh();
    if (root.touchedAt > latest) latest = root.touchedAt;
  }
  return latest;
}

/** The sources of all these nodes, each once. */
export function rootsOf(nodes: readonly Node[]): readonly Root[] {
  return [...new Set(nodes.flatMap((node) => node.roots()))];
}

/** The value now: undefined where none has arrived yet; a failure is thrown. */
export function readNow<T>(node: Node<T>): T | undefined {
  node.refresh();
  if (node.state === 'failure') throw node.held as unknown;
  return node.held;
}
