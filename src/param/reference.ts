import type { Node } from './graph.ts';
import type { Progress, Run } from './run.ts';
import { REF } from './symbols.ts';

/** A source of values gives its place in the graph of derived values by a method of this name. */
export const NODE: unique symbol = Symbol.for('heddle.node') as never;

/** And by this one how messages call it. */
export const TITLE: unique symbol = Symbol.for('heddle.title') as never;

/** Anything that stands for a changing value: a parameter, an rx, a bound function, a widget. */
export interface Ref<T = unknown> {
  [REF](): Source<T>;
}

/** A reference that is one itself, and does not only point to one. */
export interface Source<T = unknown> extends Ref<T> {
  /** The object in whose name asynchronous work on this value is done. */
  readonly obj: object | undefined;
  [NODE](onProgress?: Progress): Node<T>;
  [TITLE]?(): string;
}

/** An asynchronous function, generator or asynchronous generator that takes no input but its run. */
export type AsyncSource<T> = (run: Run) => Promise<T> | Generator<T, unknown, unknown> | AsyncGenerator<T, unknown, unknown>;

/** What may be given where a parameter follows references. */
export type Reference<T = unknown> = Ref<T> | AsyncSource<T>;

/**
 * The type of the values of an argument: what a reference stands for, or the constant itself. The value of a parameter that a subclass
 * has narrowed is of both types; of what makes references, TypeScript would take the wider one.
 */
export type Referred<A> = A extends Ref<infer T> ? (A extends { readonly value: infer V } ? V : T) : A;

/** What arrives from a function's result in the end: of a promise its value, of a generator what it yields. */
export type Arrived<R> =
  R extends PromiseLike<infer T>
    ? Arrived<T>
    : R extends Generator<infer T, infer _, infer __>
      ? T
      : R extends AsyncGenerator<infer T, infer _, infer __>
        ? T
        : R;

/** Whether a value stands for a changing one. */
export function isRef(value: unknown): value is Ref {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && REF in value;
}

const ASYNC_KINDS: ReadonlySet<string> = new Set(['AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction']);

/** Whether a function is declared `async` or as a generator. */
export function isAsyncFunction(value: unknown): value is AsyncSource<unknown> {
  return typeof value === 'function' && ASYNC_KINDS.has((value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? '');
}
