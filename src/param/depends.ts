import { changed } from './change.ts';
import { consume } from './consume.ts';
import { derive } from './derive.ts';
import { propagate } from './dispatch.ts';
import { DeclarationError } from './errors.ts';
import { Cell } from './node.ts';
import { NODE, type Source } from './reference.ts';
import { STATE, stateOf, type State } from './state.ts';
import { REF } from './symbols.ts';
import { watchState } from './watch.ts';
import type { Watcher, WatchOptions } from './watcher.ts';

/** On what a method depends. */
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

/** Dependencies by the name of the method. A list is short for `{ on: list }`. */
export type Depends = Readonly<Record<string, Dependency | readonly string[]>>;

export interface DependentClass {
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
export function connectDepends(obj: object, cls: DependentClass): void {
  const plans = plansOf(cls, stateOf(obj));
  for (const plan of plans) {
    if (plan.watch !== false)
      watchLeaves(obj, plan, () => callMethod(obj, plan.method), { precedence: PRECEDENCE, queued: plan.watch === 'queued' });
  }
  for (const plan of plans) if (plan.onInit) callMethod(obj, plan.method);
}

/** The result of a method as a reference, which follows what `static depends` says that the method depends on. */
export function methodReference<O extends object, M extends keyof O & string>(
  obj: O,
  method: M,
): Source<O[M] extends () => infer R ? R : unknown> {
  const plan = plansOf(obj.constructor as unknown as DependentClass, stateOf(obj)).find((it) => it.method === method);
  const count = new Cell(0);
  let changes = 0;
  if (plan !== undefined) watchLeaves(obj, plan, () => propagate(() => count.set(++changes)), { precedence: PRECEDENCE });
  const source: Source = {
    obj,
    [REF]: () => source,
    [NODE]: (onProgress) => derive([count], () => methodOf(obj, method).call(obj), onProgress),
  };
  return source as Source<O[M] extends () => infer R ? R : unknown>;
}

function callMethod(obj: object, method: string): void {
  consume(obj, methodOf(obj, method).call(obj), `${obj.constructor.name}.${method}`);
}

function methodOf(obj: object, method: string): () => unknown {
  return (obj as Record<string, () => unknown>)[method] as () => unknown;
}

/** Worked out once for each class. */
function plansOf(cls: DependentClass, state: State): readonly Plan[] {
  let plans = plansOfClasses.get(cls);
  if (plans === undefined) plansOfClasses.set(cls, (plans = makePlans(cls, state)));
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

/** One watcher for all parameters of the object itself, one for each slot, and one for each path. */
function watchLeaves(obj: object, plan: Plan, call: () => void, options: WatchOptions): void {
  const state = stateOf(obj);
  const own = plan.leaves.filter((leaf) => leaf.path.length === 0);
  for (const what of new Set(own.map((leaf) => leaf.what))) {
    const names = own.filter((leaf) => leaf.what === what).map((leaf) => leaf.name);
    watchState(state, [...new Set(names)], call, { ...options, what });
  }
  for (const leaf of plan.leaves) if (leaf.path.length > 0) new PathWatch(state, leaf, call, options).attach();
}

/** Watches the end of a path of objects, and the path itself: when an object on it is replaced, the new one is watched. */
class PathWatch {
  readonly #root: State;
  readonly #leaf: Leaf;
  readonly #call: () => void;
  readonly #options: WatchOptions;
  #watched: { readonly state: State; readonly watcher: Watcher }[] = [];
  #values: unknown;

  constructor(root: State, leaf: Leaf, call: () => void, options: WatchOptions) {
    this.#root = root;
    this.#leaf = leaf;
    this.#call = call;
    this.#options = options;
  }

  attach(): void {
    const { path, name, what } = this.#leaf;
    let state: State | undefined = this.#root;
    for (const step of path) {
      if (state === undefined) break;
      this.#watch(state, [step], () => this.#replaced(), { ...this.#options, what: 'value' });
      state = stateIn(state.getValue(step));
    }
    const end = state;
    this.#values = this.#read(end);
    if (end === undefined) return;
    const call = (): void => {
      this.#values = this.#read(end);
      this.#call();
    };
    this.#watch(end, name === 'param' ? end.names() : [name], call, { ...this.#options, what });
  }

  #watch(state: State, names: readonly string[], call: () => void, options: WatchOptions): void {
    this.#watched.push({ state, watcher: watchState(state, names, call, options) });
  }

  /** The method is called only if what it depends on differs between the old and the new object. */
  #replaced(): void {
    const old = this.#values;
    for (const { state, watcher } of this.#watched) state.unwatch(watcher);
    this.#watched = [];
    this.attach();
    if (changed(old, this.#values)) this.#call();
  }

  #read(state: State | undefined): unknown {
    const { name, what } = this.#leaf;
    if (state === undefined) return undefined;
    if (name === 'param') return state.names().map((it) => state.getValue(it));
    return what === 'value' ? state.getValue(name) : (state.parameter(name) as unknown as Record<string, unknown>)[what];
  }
}

function stateIn(value: unknown): State | undefined {
  return typeof value === 'object' && value !== null && STATE in value ? stateOf(value) : undefined;
}
