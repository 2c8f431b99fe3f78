import { consume } from './consume.ts';
import { derive } from './derive.ts';
import { DeclarationError } from './errors.ts';
import type { Node } from './graph.ts';
import { constantNode, readNow } from './node.ts';
import { NODE, TITLE, type Source } from './reference.ts';
import { redirected } from './rx-nodes.ts';
import { STATE, stateOf, type State } from './state.ts';
import { REF } from './symbols.ts';
import { Subscription } from './subscription.ts';
import { watchState } from './watch.ts';

/** On what a method depends. After Param's `depends`. */
export interface Dependency {
  /**
   * Parameters (`'status'`), their slots (`'tasks:bounds'`), parameters of an object that a parameter holds
   * (`'worker.name'`, all of them: `'worker.param'`), or other methods that depend on something.
   */
  readonly on: readonly string[];
  /** Whether the method is called when one of them changes; `'queued'` lets what it sets wait until it has ended. Default false. */
  readonly watch?: boolean | 'queued';
  /** Whether the method is called once at the end of the constructor. Default false. */
  readonly onInit?: boolean;
}

/**
 * Dependencies by the name of the method. A list is short for `{ on: list }`.
 *
 * Watching methods are called before the watchers of authors, and even where one of these fails. An object on a path
 * that is replaced is followed from then on; that counts as a change only if what is at the end differs. Names that do
 * not exist, and methods that depend on themselves, are a `DeclarationError` of the first constructor.
 */
export type Depends = Readonly<Record<string, Dependency | readonly string[]>>;

interface DependentClass {
  readonly name: string;
  readonly prototype: object;
  readonly depends: Depends;
}

/** One thing that a method depends on: a parameter or slot at the end of a path of objects. */
interface Leaf {
  readonly path: readonly string[];
  readonly name: string;
  readonly what: string;
}

interface Plan {
  readonly method: string;
  readonly leaves: readonly Leaf[];
  readonly watch: boolean | 'queued';
  readonly onInit: boolean;
}

/** Before the watchers of authors. */
const PRECEDENCE = -1;

const plansOfClasses = new WeakMap<object, readonly Plan[]>();

/** Connects the watching methods of a new object, and calls those that are to be called at once. */
export function connectDepends(obj: object): void {
  const plans = plansOf(obj);
  for (const plan of plans) {
    if (plan.watch !== false) watchLeaves(obj, plan);
  }
  for (const plan of plans) if (plan.onInit) callMethod(obj, plan.method);
}

/**
 * The result of a method as a reference, which follows what `static depends` says that the method depends on; undefined
 * for a method of which it says nothing. A dropped one leaves nothing behind: it is part of the graph, and watches nothing.
 */
export function methodReference<O extends object, M extends keyof O & string>(
  obj: O,
  method: M,
): Source<O[M] extends () => infer R ? R : unknown> | undefined {
  const state = stateOf(obj);
  const plan = plansOf(obj).find((it) => it.method === method);
  if (plan === undefined) return undefined;
  const nodes = plan.leaves.map((leaf) => nodeOfLeaf(state, leaf));
  const source: Source = {
    obj,
    [REF]: () => source,
    [TITLE]: () => `${state.title}.${method}`,
    [NODE]: (onProgress) => derive(nodes, () => methodOf(obj, method).call(obj), onProgress),
  };
  return source as Source<O[M] extends () => infer R ? R : unknown>;
}

function callMethod(obj: object, method: string): void {
  consume(obj, () => methodOf(obj, method).call(obj), [], `${obj.constructor.name}.${method}`);
}

function methodOf(obj: object, method: string): () => unknown {
  return (obj as Record<string, () => unknown>)[method] as () => unknown;
}

/** Worked out once for each class. */
function plansOf(obj: object): readonly Plan[] {
  const cls = obj.constructor as unknown as DependentClass;
  let plans = plansOfClasses.get(cls);
  if (plans === undefined) plansOfClasses.set(cls, (plans = makePlans(cls, stateOf(obj))));
  return plans;
}

function makePlans(cls: DependentClass, state: State): readonly Plan[] {
  const all = inheritedDepends(cls);
  return Object.entries(all).map(([method, { on, watch = false, onInit = false }]) => {
    if (typeof (cls.prototype as Record<string, unknown>)[method] !== 'function') throw misdeclared(cls, method, 'is not a method');
    return { method, leaves: on.flatMap((item) => leavesOf(item, cls, method, all, state, [method])), watch, onInit };
  });
}

/** A class's dependencies, and those of its superclasses for methods that it does not name. */
function inheritedDepends(cls: object): Readonly<Record<string, Dependency>> {
  const all: Record<string, Dependency> = {};
  for (let at: object | null = cls; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const own = Object.hasOwn(at, 'depends') ? (at as DependentClass).depends : {};
    for (const [method, it] of Object.entries(own)) all[method] ??= isList(it) ? { on: it } : it;
  }
  return all;
}

function isList(it: Dependency | readonly string[]): it is readonly string[] {
  return Array.isArray(it);
}

function leavesOf(
  item: string,
  cls: DependentClass,
  method: string,
  all: Readonly<Record<string, Dependency>>,
  state: State,
  outer: readonly string[],
): Leaf[] {
  const other = all[item];
  if (other !== undefined && !state.has(item)) {
    if (outer.includes(item)) throw misdeclared(cls, method, `depends on itself by '${item}'`);
    return other.on.flatMap((it) => leavesOf(it, cls, method, all, state, [...outer, item]));
  }
  const [route = '', what = 'value'] = item.split(':');
  const path = route.split('.');
  const [first = ''] = path;
  if (!state.has(first))
    throw misdeclared(cls, method, `depends on '${item}', but '${first}' is neither a parameter nor a method with dependencies`);
  return [{ path: path.slice(0, -1), name: path.at(-1) ?? '', what }];
}

function misdeclared(cls: DependentClass, method: string, rule: string): DeclarationError {
  return new DeclarationError(
    { kind: 'Method', owner: cls.name, name: method, rule, value: cls.depends[method] },
    `Method '${cls.name}.${method}' in 'static depends' ${rule}.`,
  );
}

/** One watcher for all parameters of the object itself, one for each slot, and one for what is at the end of a path. */
function watchLeaves(obj: object, { method, leaves, watch }: Plan): void {
  const state = stateOf(obj);
  const call = (): void => callMethod(obj, method);
  const options = { precedence: PRECEDENCE, queued: watch === 'queued' };
  const own = leaves.filter((leaf) => leaf.path.length === 0);
  for (const what of new Set(own.map((leaf) => leaf.what))) {
    const names = own.filter((leaf) => leaf.what === what).map((leaf) => leaf.name);
    watchState(state, [...new Set(names)], call, { ...options, what });
  }
  const nodes = leaves.filter((leaf) => leaf.path.length > 0).map((leaf) => nodeOfLeaf(state, leaf));
  if (nodes.length === 0) return;
  const changed = (): void => {
    for (const node of nodes) readNow(node);
    call();
  };
  new Subscription(nodes, changed, { ...options, title: () => `${state.title}.${method}`, owner: obj });
  for (const node of nodes) readNow(node);
}

/**
 * Where the graph has what a method depends on. When an object on the path is replaced, the node is that of the new
 * one; it has changed only if what is at the end differs.
 */
function nodeOfLeaf(state: State, { path: [step, ...path], name, what }: Leaf): Node<unknown> {
  if (step !== undefined) {
    return redirected(state.node(step), (value) => {
      const inner = stateIn(value);
      return inner === undefined ? NOTHING : nodeOfLeaf(inner, { path, name, what });
    });
  }
  if (name !== 'param') return state.node(name, what);
  return derive(
    state.names().map((it) => state.node(it)),
    (values) => values,
  );
}

const NOTHING = constantNode(undefined);

function stateIn(value: unknown): State | undefined {
  return typeof value === 'object' && value !== null && STATE in value ? stateOf(value) : undefined;
}
