import { changed, isPlainObject, same } from './change.ts';
import { consume } from './consume.ts';
import { derive, deriveOne, type Compute } from './derive.ts';
import { propagate } from './dispatch.ts';
import { DeclarationError, ParameterTypeError, show, type Skip } from './errors.ts';
import { isGenerator, isThenable } from './execution.ts';
import type { Node } from './graph.ts';
import { Cell, readNow } from './node.ts';
import { isAsyncFunction, isRef, NODE, TITLE, type Arrived, type Ref, type Reference, type Referred, type Source } from './reference.ts';
import type { Run } from './run.ts';
import { chosen, resolved, sampled, updatingNode } from './rx-nodes.ts';
import { nodeOf, nodeOfArgument, objOf } from './source.ts';
import { REF } from './symbols.ts';
import { checkTemplate, display, interpolate } from './template.ts';
import { textOf, type Written } from './title.ts';
import { Subscription } from './subscription.ts';
import { checkWatching, type WatchOptions } from './watcher.ts';

type Result<R> = Exclude<Arrived<R>, Skip>;
type All<A extends readonly unknown[]> = { [K in keyof A]: Referred<A[K]> };

/** Options of `rx.watch`. */
export interface RxWatchOptions extends Omit<WatchOptions, 'what'> {
  /** Ends the watching, as the function that `watch` gives does. */
  readonly signal?: AbortSignal;
}

/**
 * A reactive expression: a value derived from references, evaluated when it is read and cached until an input changes.
 * Of inputs that change together none is seen old, and what several expressions share is computed once, as signals do.
 * What nobody reads or watches is not computed, and can be collected.
 *
 * Each operator gives a new expression. Where it takes a value, it also takes a reference to one. A function may be
 * asynchronous or a generator: the newest input wins. A `Skip` keeps the old value; an error is thrown to whoever reads
 * the value, until an input changes.
 *
 * After Param's `rx`; JavaScript has no operators to overload, so they are methods, and `map` is over the value.
 */
export class Rx<T = unknown> implements Source<T> {
  /** The object in whose name asynchronous work on this value is done. */
  readonly obj: object | undefined;
  readonly #node: Node<T>;
  readonly #written: Written;

  constructor(node: Node<T>, obj: object | undefined, written: Written) {
    this.#node = node;
    this.obj = obj;
    this.#written = written;
  }

  [REF](): this {
    return this;
  }

  [NODE](): Node<T> {
    return this.#node;
  }

  [TITLE](): string {
    return textOf(this.#written);
  }

  /** The value now. Throws the error of the function that failed; undefined while a first asynchronous value is pending. */
  get value(): T {
    return readNow(this.#node) as T;
  }

  /**
   * Sets the value of an rx of a plain one: `rx(1).set(2)`; an equal value is no change, nor is a list that was mutated
   * in place. Throws `DeclarationError` where the rx is derived. Param's `rx.value = …`.
   */
  set(value: T): void {
    const node = this.#node;
    // The node of a parameter is a cell, too, but the value is its object's.
    if (!(node instanceof Cell) || this.obj !== undefined)
      throw new DeclarationError(
        { kind: 'Rx', owner: '', name: '', rule: 'is derived', value },
        'A derived rx cannot be set; set what it is derived from.',
      );
    if (changed(readNow(node), value)) propagate(() => node.set(value));
  }

  /** The value through `fn`, which may be asynchronous or a generator; the newest input wins. Param's `rx.pipe`. */
  map<R>(fn: (value: T, run: Run) => R): Rx<Result<R>> {
    return this.#through('map', fn as (...args: unknown[]) => unknown, []);
  }

  /** The same with more arguments: `fn(value, ...refs)`. */
  pipe<const A extends readonly unknown[], R>(fn: (value: T, ...rest: [...All<A>, run: Run]) => R, ...refs: A): Rx<Result<R>> {
    return this.#through('pipe', fn as (...args: unknown[]) => unknown, refs);
  }

  /**
   * Each item of an array through `fn`; where it is asynchronous, all items together. Its value throws
   * `ParameterTypeError` for what is no array, and for a generator. Param's `rx.map`.
   */
  mapItems<I, R>(this: Rx<readonly I[]>, fn: (item: I, index: number) => R): Rx<Awaited<R>[]> {
    return this.#derive('mapItems', [fn], (items) => {
      if (!Array.isArray(items)) throw misused('mapItems needs an array', items);
      const results = items.map((item, i) => fn(item as I, i));
      if (results.some(isGenerator)) throw misused('mapItems takes no generator', fn);
      return results.some(isThenable) ? Promise.all(results) : results;
    });
  }

  /** `a` while the value is truthy, else `b`. Changes of the one that is not chosen do nothing. Param's `rx.where`. */
  where<A, B>(a: A, b: B): Rx<Referred<A> | Referred<B>> {
    const node = chosen(this.#node, nodeOfArgument(a), nodeOfArgument(b));
    return this.#next('where', [a, b], node as Node<Referred<A> | Referred<B>>, [a, b]);
  }

  /**
   * The value as it was when one of `refs` last changed, or an event among them happened. Until the first change,
   * `initial` where it is given, else the value at the first reading. What nobody watches is evaluated at a reading:
   * there, the value at the first one after the change. Param's `rx.when`.
   */
  when(...refs: readonly Ref[]): Rx<T>;
  when<I>(...refs: readonly [...Ref[], { readonly initial: I }]): Rx<T | I>;
  when(...args: readonly unknown[]): Rx {
    const last = args.at(-1);
    const options = !isRef(last) && isPlainObject(last) && 'initial' in last ? last : undefined;
    const refs = options === undefined ? args : args.slice(0, -1);
    const nodes = refs.map((ref) => nodeOfArgument(ref));
    return this.#next('when', refs, sampled(this.#node, nodes, options), refs);
  }

  /** `value && x`. */
  and<X>(x: X): Rx<T | Referred<X>> {
    return this.#deriveWith('and', [x], ([value, other]) => value && other);
  }

  /** `value || x`. */
  or<X>(x: X): Rx<T | Referred<X>> {
    return this.#deriveWith('or', [x], ([value, other]) => value || other);
  }

  /** Whether the value is falsy. */
  not(): Rx<boolean> {
    return this.#derive('not', [], (value) => !value);
  }

  /** Whether the value is `x` itself (`Object.is`). Param's `rx.is_`. */
  is(x: unknown): Rx<boolean> {
    return this.#deriveWith('is', [x], ([value, other]) => Object.is(value, other));
  }

  /**
   * Whether the value is among the items of an array or Set `xs` or the keys of a Map, or a part of the text `xs`; array
   * items compare by content. Its value throws `ParameterTypeError` for another `xs`. Param's `rx.in_`.
   */
  in(xs: unknown): Rx<boolean> {
    return this.#deriveWith('in', [xs], ([value, all]) => isAmong(value, all));
  }

  /**
   * Number of items of an array, typed array, Map or Set, or of UTF-16 units of a text. Its value throws
   * `ParameterTypeError` for anything else. Param's `rx.len`.
   */
  len(): Rx<number> {
    return this.#derive('len', [], (value) => lengthOf(value));
  }

  /**
   * The newest `n` values, the last one last, as far as this expression was evaluated at them. Throws
   * `ParameterTypeError` unless `n` is a positive integer. Param's `rx.buffer`.
   */
  buffer(n: number): Rx<T[]> {
    if (!Number.isInteger(n) || n < 1) throw misused('buffer needs a positive integer', n);
    let values: T[] = [];
    return this.#derive('buffer', [n], (value) => (values = [...values, value].slice(-n)));
  }

  /** True while watchers are told of a new value, and while a newer one is being computed. Param's `rx.updating`. */
  updating(): Rx<boolean> {
    return this.#next('updating', [], updatingNode(this.#node));
  }

  /**
   * A text with the value in place of `{}`, and `refs` in place of their names: `x.format('{} of {n}', { n })`; `{{` and
   * `}}` are braces, null and undefined nothing. Throws `DeclarationError` for a field that is given no value. After
   * Python's `str.format`.
   */
  format(template: string, refs: Readonly<Record<string, unknown>> = {}): Rx<string> {
    const names = Object.keys(refs);
    checkTemplate(template, names);
    return this.#deriveWith('format', Object.values(refs), ([value, ...values]) => interpolate(template, value, names, values), [template]);
  }

  /** What the value refers to, where it is a reference; with `recursive` (default false) also inside arrays and plain objects. Param's `rx.resolve`. */
  resolve({ recursive = false }: { readonly recursive?: boolean } = {}): Rx<Referred<T>> {
    return this.#next('resolve', [], resolved(this.#node, recursive) as Node<Referred<T>>);
  }

  /**
   * Calls `fn` with each new value and gives a function that ends this at once. An error of the expression or of `fn`
   * reaches the setter, or the owner of a value that arrives later. With `onlyChanged: false`, also when an input changed
   * and the value did not. The source holds what watches it. Throws as `param.watch` does. Param's `rx.watch`.
   */
  watch(fn: (value: T) => unknown, options: RxWatchOptions = {}): () => void {
    checkWatching('Rx', fn, options);
    const node = this.#node;
    const call = (): void => {
      const value = readNow(node);
      if (node.state === 'value') consume(this.obj, fn, [value as T], 'watcher of an rx');
    };
    const every = options.onlyChanged === false;
    const subscription = new Subscription([node], call, { ...options, title: () => this[TITLE](), touches: every, owner: this.obj });
    return () => subscription.stop();
  }

  /** The value through a function, with those of `refs` after it. */
  #through<R>(step: string, call: (...args: unknown[]) => unknown, refs: readonly unknown[]): Rx<R> {
    if (typeof call !== 'function') throw misused(`${step} needs a function`, call);
    const wantsRun = call.length > refs.length + 1;
    if (refs.length === 0 && !wantsRun) return this.#derive(step, [call], call);
    const compute: Compute<readonly unknown[]> = wantsRun
      ? (values, starter) => call(...values, starter.startRun())
      : (values) => call(...values);
    return this.#deriveWith(step, refs, compute, [call]);
  }

  #derive<R>(step: string, args: readonly unknown[], compute: (value: T) => unknown): Rx<R> {
    return this.#next(step, args, deriveOne<T, R>(this.#node, compute));
  }

  /** From this and what `refs` stand for. `first` are arguments before these. */
  #deriveWith<R>(step: string, refs: readonly unknown[], compute: Compute<readonly unknown[]>, first: readonly unknown[] = []): Rx<R> {
    const node = derive<R>([this.#node, ...refs.map((ref) => nodeOfArgument(ref))], compute);
    return this.#next(step, [...first, ...refs], node, refs);
  }

  /** What an operator gives: `step` and `args` are what the author wrote, `refs` those of them that have a say in the owner. */
  #next<R>(step: string, args: readonly unknown[], node: Node<R>, refs: readonly unknown[] = []): Rx<R> {
    return new Rx(node, this.obj ?? objOf(refs), { on: this, name: step, args });
  }
}

function misused(rule: string, value: unknown): ParameterTypeError {
  return new ParameterTypeError({ kind: 'Rx', owner: '', name: '', rule, value }, `Rx: ${rule}, not ${show(value)}.`);
}

function isAmong(value: unknown, all: unknown): boolean {
  if (typeof all === 'string') return typeof value === 'string' && all.includes(value);
  if (all instanceof Set || all instanceof Map) return all.has(value);
  if (Array.isArray(all)) return all.some((item) => same(item, value));
  throw misused('in needs an array, Set, Map or text', all);
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  if (typeof value === 'object' && value !== null && 'length' in value && typeof value.length === 'number') return value.length;
  throw misused('len needs a text or a collection', value);
}

/**
 * A reactive expression over a reference, a bound or asynchronous function, or a plain value that `set` changes.
 * As a tag, a text that follows the references in it: rx`Last result: ${runner.param.value}`.
 */
export function rx(text: TemplateStringsArray, ...refs: readonly unknown[]): Rx<string>;
export function rx<T>(source: Reference<T>): Rx<T>;
export function rx<T>(value: T): Rx<T>;
export function rx(source: unknown, ...refs: readonly unknown[]): Rx {
  if (isTemplate(source)) return tagged(source, refs);
  const isPlain = !isRef(source) && !isAsyncFunction(source);
  return isPlain
    ? new Rx(new Cell(source), undefined, 'rx(…)')
    : new Rx(nodeOf(source), objOf([source]), { on: undefined, name: 'rx', args: [source] });
}

function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && 'raw' in value;
}

function tagged(texts: TemplateStringsArray, refs: readonly unknown[]): Rx<string> {
  const nodes = refs.map((ref) => nodeOfArgument(ref));
  const text = derive<string>(nodes, (values) => texts.map((it, i) => (i === 0 ? it : `${display(values[i - 1])}${it}`)).join(''));
  return new Rx(text, objOf(refs), `rx\`${texts.join('…')}\``);
}
