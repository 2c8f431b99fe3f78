import { getActiveSub, setActiveSub, signal } from 'alien-signals';
import { changed } from './change.ts';

/** The outcome of a derived value: a value, a failure, or nothing yet. */
export type Box<T> =
  | { readonly state: 'value'; readonly value: T }
  | { readonly state: 'failure'; readonly thrown: unknown }
  | { readonly state: 'empty' };

export type Token = string | number;

/**
 * One value in the graph of derived values. All three members are tracked by whatever derived value reads them.
 *
 * `read` gives the same box object until the value changes, so that an equal result stops there.
 */
export interface Node<T> {
  read(): Box<T>;
  /** Another token after each change of an input, whether or not the value changed with it. */
  touched(): Token;
  /** Whether a newer value is being computed. */
  pending(): boolean;
}

export const EMPTY: Box<never> = { state: 'empty' };

export function valueBox<T>(value: T): Box<T> {
  return { state: 'value', value };
}

export function failureBox(thrown: unknown): Box<never> {
  return { state: 'failure', thrown };
}

/** Keeps the older box while the newer one says nothing new. */
export function newer<T>(old: Box<T> | undefined, box: Box<T>): Box<T> {
  if (old === undefined || old === box) return box;
  if (old.state !== 'value') return box;
  return box.state === 'empty' || (box.state === 'value' && !changed(old.value, box.value)) ? old : box;
}

/** Runs `fn` so that what it reads does not become an input of the derived value that is being computed. */
export function untracked<T>(fn: () => T): T {
  const outer = setActiveSub(undefined);
  try {
    return fn();
  } finally {
    setActiveSub(outer);
  }
}

/** Whether a subscription, or a derived value for one, is reading. */
export function isTracked(): boolean {
  return getActiveSub() !== undefined;
}

/** A root of the graph: holds a value that somebody sets. */
export class Cell<T> implements Node<T> {
  readonly #box: { (): Box<T>; (box: Box<T>): void };
  /** Made when somebody asks. */
  #token: { (): Token; (token: Token): void } | undefined;
  #touches = 0;

  constructor(value: T) {
    this.#box = signal(valueBox(value));
  }

  read(): Box<T> {
    return this.#box();
  }

  touched(): Token {
    return (this.#token ??= signal<Token>(this.#touches))();
  }

  pending(): boolean {
    return false;
  }

  /** To be called inside `propagate` or `silently`. */
  set(value: T): void {
    this.#box(valueBox(value));
    this.#touches++;
    this.#token?.(this.#touches);
  }

  /** Takes a value back without counting as an input's change: how an event parameter falls back to false. */
  reset(value: T): void {
    this.#box(valueBox(value));
  }
}

/** A node that never changes. */
export function constantNode<T>(value: T): Node<T> {
  const box = valueBox(value);
  return { read: () => box, touched: () => 0, pending: () => false };
}

/** Another token whenever one of `inputs` is touched. */
export function touchedBy(inputs: readonly Node<unknown>[]): Token {
  const [only] = inputs;
  return inputs.length === 1 && only !== undefined ? only.touched() : inputs.map((input) => input.touched()).join(',');
}

/** The value now: undefined where none has arrived yet; a failure is thrown. */
export function readNow<T>(node: Node<T>): T | undefined {
  const box = untracked(() => node.read());
  if (box.state === 'failure') throw box.thrown;
  return box.state === 'value' ? box.value : undefined;
}
