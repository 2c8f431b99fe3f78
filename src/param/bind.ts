import { consume } from './consume.ts';
import { derive, type Starter } from './derive.ts';
import { isPlainObject } from './change.ts';
import { ParameterTypeError, show, type Skip } from './errors.ts';
import { arrivesLater, Execution, isThenable } from './execution.ts';
import type { Node } from './graph.ts';
import { readNow } from './node.ts';
import { isRef, NODE, TITLE, type Arrived, type Ref, type Referred, type Source } from './reference.ts';
import { RunHandle, type Progress, type Run } from './run.ts';
import { nodeOfArgument, objOf } from './source.ts';
import { REF } from './symbols.ts';
import { titleOf, titleOfCall } from './title.ts';
import { Subscription } from './subscription.ts';

/** A function with live arguments: call it to evaluate it now, or use it wherever a reference is taken. */
export interface Bound<R = unknown> extends Source<Exclude<Arrived<R>, Skip>> {
  /** Evaluates the function with the current values of its references; `more` comes after them. Its errors are the caller's. */
  (...more: unknown[]): R;
}

/** Options of `bind`, as its last argument: a plain object with nothing but `watch`. */
export interface BindOptions {
  /**
   * Whether the function is called at each change of its references, for its effect. Each call has the values of its
   * event; a newer call aborts the signal of the older one, closes its generator and does not wait for it. An error
   * reaches the setter. Default false.
   */
  readonly watch: boolean;
}

type Arguments<A extends readonly unknown[]> = { [K in keyof A]: Referred<A[K]> };

/** What can be bound: a function, or a reference to one. */
type Bindable<A extends readonly unknown[], R> =
  | ((...args: [...Arguments<A>, run: Run]) => R)
  | Ref<(...args: [...Arguments<A>, run: Run]) => R>;

/**
 * What `bind` gives: a `Bound`. Written so that TypeScript does not see a function there before it knows `R`: it would not
 * infer the arguments of a `bind` from one inside it.
 */
type Result<R> = [R] extends [unknown] ? Bound<R> : never;

/**
 * Binds references and constants to the parameters of `fn`, in order.
 *
 * A reference is a parameter, a widget (its value), an rx or another bound function. A function that declares one
 * parameter more than there are values (`fn.length`, so none with a default or `...rest`) is given its `Run` as the
 * last. `fn` may be a reference to a function; binding a bound function appends arguments.
 *
 * Throws `ParameterTypeError` for what is no function. After Param's `bind`, but values are those of the event.
 */
export function bind<const A extends readonly unknown[], R>(fn: Bindable<A, R>, ...refs: [...A, BindOptions]): Result<R>;
export function bind<const A extends readonly unknown[], R>(fn: Bindable<A, R>, ...refs: A): Result<R>;
/** The same with some values left to be given by the caller, or by binding once more. */
export function bind<const A extends readonly unknown[], P extends readonly [...Arguments<A>, ...unknown[]], R>(
  fn: (...args: P) => R,
  ...refs: A
): Result<R>;
export function bind(fn: unknown, ...rest: unknown[]): Bound {
  const options = isOptions(rest.at(-1)) ? (rest.pop() as BindOptions) : undefined;
  if (typeof fn !== 'function' && !isRef(fn)) throw unbindable(fn);
  const binding = bindings.get(fn as object);
  const bound = binding === undefined ? makeBound({ fn, refs: rest }) : makeBound({ fn: binding.fn, refs: [...binding.refs, ...rest] });
  if (options?.watch === true) callAtEachChange(bound, nodesOf(bindings.get(bound) as Binding));
  return bound;
}

function unbindable(value: unknown): ParameterTypeError {
  const fault = { kind: 'Bound', owner: '', name: '', rule: 'must be a function, or a reference to one', value };
  return new ParameterTypeError(fault, `bind needs a function, or a reference to one, not ${show(value)}.`);
}

interface Binding {
  readonly fn: unknown;
  readonly refs: readonly unknown[];
}

type AnyFunction = (...args: unknown[]) => unknown;

const bindings = new WeakMap<object, Binding>();

function isOptions(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 1 && typeof value['watch'] === 'boolean';
}

function makeBound(binding: Binding): Bound {
  const bound = (...more: unknown[]): unknown => evaluate(binding, more);
  bindings.set(bound, binding);
  return Object.assign(bound, {
    obj: objOf([binding.fn, ...binding.refs]),
    [REF]: () => bound as Bound,
    [TITLE]: () => titleOfCall('bind', [binding.fn, ...binding.refs]),
    [NODE]: (onProgress?: Progress) => derive(nodesOf(binding), call, onProgress) as Node<never>,
  }) as Bound;
}

/** Each follower of a bound function evaluates it for itself, so the nodes are made anew. */
function nodesOf({ fn, refs }: Binding): Node<unknown>[] {
  return [fn, ...refs].map((it) => nodeOfArgument(it));
}

function call(values: readonly unknown[], starter: Starter): unknown {
  const callee = values[0] as AnyFunction;
  if (typeof callee !== 'function') throw unbindable(callee);
  const args = values.slice(1);
  if (callee.length > args.length) args.push(starter.startRun());
  return callee(...args);
}

function evaluate({ fn, refs }: Binding, more: readonly unknown[]): unknown {
  const values = [isRef(fn) ? valueNow(fn) : fn, ...refs.map(valueNow)];
  const run: Starter = { startRun: () => new RunHandle() };
  const isLate = refs.some((ref, i) => bindings.has(ref as object) && isThenable(values[i + 1]));
  return isLate ? Promise.all(values).then((arrived) => call([...arrived, ...more], run)) : call([...values, ...more], run);
}

function valueNow(ref: unknown): unknown {
  if (bindings.has(ref as object)) return (ref as Bound)();
  return isRef(ref) ? readNow(nodeOfArgument(ref)) : ref;
}

/** The values are taken at the event, so that a call under way never sees those of a later one. */
function callAtEachChange(bound: Bound, nodes: readonly Node<unknown>[]): void {
  const { obj } = bound;
  const values = derive(nodes, (all) => all) as Node<unknown[]>;
  let execution: Execution<unknown> | undefined;
  const callNow = (): void => {
    const args = readNow(values);
    if (args === undefined) return;
    execution?.abort();
    const run = new RunHandle();
    consume(
      obj,
      () => {
        const result = call(args, { startRun: () => run });
        if (!arrivesLater(result)) return undefined;
        execution = new Execution(result, run);
        return execution.finished;
      },
      [],
      'bound function',
    );
  };
  new Subscription([values], callNow, { title: () => titleOf(bound), owner: obj });
}
