import { isPlainObject } from './change.ts';
import { derive } from './derive.ts';
import { propagate } from './dispatch.ts';
import { Node, type Edge, type Root } from './graph.ts';
import { Cell, constantNode, failedNode, lastTouch, readNow, rootsOf } from './node.ts';
import { isRef } from './reference.ts';
import { nodeOfArgument } from './source.ts';
import { Subscription } from './subscription.ts';

/** The node of one of two, by a condition; only the chosen one is an input. */
export function chosen(condition: Node<unknown>, yes: Node<unknown>, no: Node<unknown>): Node<unknown> {
  return redirected(condition, (value) => (value ? yes : no));
}

/** Follows references that are values; with `recursive`, also those in containers, and those that they lead to. */
export function resolved(node: Node<unknown>, recursive: boolean): Node<unknown> {
  if (recursive) return resolvedWithin(node, []);
  return redirected(node, (value) => (isRef(value) ? nodeOfArgument(value) : constantNode(value)));
}

/** `around` are the references and containers on the way to here: what leads back to one of them is left as it is. */
function resolvedWithin(node: Node<unknown>, around: readonly unknown[]): Node<unknown> {
  return redirected(node, (value) => resolution(value, around));
}

function resolution(value: unknown, around: readonly unknown[]): Node<unknown> {
  if (around.includes(value)) return constantNode(value);
  const within = [...around, value];
  if (isRef(value)) return resolvedWithin(nodeOfArgument(value), within);
  if (Array.isArray(value))
    return derive(
      value.map((item) => resolution(item, within)),
      (items) => items,
    );
  if (!isPlainObject(value)) return constantNode(value);
  const keys = Object.keys(value);
  return derive(
    keys.map((key) => resolution(value[key], within)),
    (items) => Object.fromEntries(keys.map((key, i) => [key, items[i]])),
  );
}

/** A node that is, for each value of `condition`, the one that `target` gives for it. */
export function redirected(condition: Node, target: (value: unknown) => Node): Node {
  return new Switch(condition, target);
}

class Switch extends Node implements Root {
  readonly #condition: Node;
  readonly #target: (value: unknown) => Node;
  /** The condition itself as long as that has no value. */
  #chosen: Node;
  #edge: Edge | undefined;
  #edgeOfChosen: Edge | undefined;

  constructor(condition: Node, target: (value: unknown) => Node) {
    super();
    this.#condition = this.#chosen = condition;
    this.#target = target;
  }

  protected override update(since: number, at: number): void {
    const condition = this.#condition;
    condition.refresh();
    const isDecided = condition.changedAt > since;
    if (isDecided) this.#choose();
    const chosen = this.#chosen;
    chosen.refresh();
    // Another node with an equal value says nothing new; the same one that has changed does.
    if (isDecided) this.take(chosen.state, chosen.held, at);
    else if (chosen.changedAt > since) this.put(chosen.state, chosen.held, at);
    this.pending = condition.pending || chosen.pending;
  }

  #choose(): void {
    const { state, held } = this.#condition;
    const chosen = state === 'value' ? attempted(this.#target, held) : this.#condition;
    if (chosen === this.#chosen) return;
    this.#chosen = chosen;
    if (!this.isWatched) return;
    const old = this.#edgeOfChosen;
    this.#edgeOfChosen = chosen.watch(this);
    // Last, so that what both hang on goes on.
    old?.cut();
  }

  protected override connect(): void {
    this.#edge = this.#condition.watch(this);
    this.#edgeOfChosen = this.#chosen.watch(this);
  }

  protected override disconnect(): void {
    this.#edge?.cut();
    this.#edgeOfChosen?.cut();
    this.#edge = this.#edgeOfChosen = undefined;
  }

  get touchedAt(): number {
    return lastTouch(rootsOf([this.#condition, this.#chosen]));
  }

  /** Itself, since it has others with every choice. */
  override roots(): readonly Root[] {
    return [this];
  }
}

/** The node that `target` gives; one that always fails where it throws. */
function attempted(target: (value: unknown) => Node, value: unknown): Node {
  try {
    return target(value);
  } catch (error) {
    return failedNode(error);
  }
}

/** The value of `node` as it was when one of `triggers` was last touched. */
export function sampled(node: Node, triggers: readonly Node[], options?: { readonly initial?: unknown }): Node {
  return new Sampled(node, triggers, options);
}

class Sampled extends Node {
  readonly #source: Node;
  readonly #roots: readonly Root[];
  #sampledAt = -1;
  /** When the source had changed last, as it was sampled. */
  #seen = -1;
  #edges: readonly Edge[] = [];

  constructor(source: Node, triggers: readonly Node[], options?: { readonly initial?: unknown }) {
    super();
    this.#source = source;
    this.#roots = rootsOf(triggers);
    if (options === undefined) return;
    this.#sampledAt = lastTouch(this.#roots);
    this.put('value', options.initial, 0);
  }

  protected override update(_since: number, at: number): void {
    const touchedAt = lastTouch(this.#roots);
    if (touchedAt <= this.#sampledAt) return;
    this.#sampledAt = touchedAt;
    const source = this.#source;
    source.refresh();
    if (source.changedAt <= this.#seen) return;
    this.#seen = source.changedAt;
    this.put(source.state, source.held, at);
  }

  protected override connect(): void {
    this.#edges = this.#roots.map((root) => root.watch(this));
  }

  protected override disconnect(): void {
    for (const edge of this.#edges) edge.cut();
    this.#edges = [];
  }

  override roots(): readonly Root[] {
    return this.#roots;
  }
}

/** True from the change of an input until everybody has been told and no run is under way. Watches as long as somebody has it. */
export function updatingNode(node: Node): Node<boolean> {
  node.refresh();
  const cell = new Cell(node.pending);
  const weak = new WeakRef(cell);
  const set = (value: boolean): void => {
    const it = weak.deref();
    if (it !== undefined && readNow(it) !== value) propagate(() => it.set(value));
  };
  const settled = (): void => {
    node.refresh();
    set(node.pending);
  };
  const wants = { touches: true, pending: true };
  const first = new Subscription([node], () => set(true), { ...wants, precedence: FIRST });
  const last = new Subscription([node], settled, { ...wants, precedence: LAST });
  dropped.register(cell, [first, last]);
  return cell;
}

const dropped = new FinalizationRegistry<readonly Subscription[]>((subscriptions) => {
  for (const it of subscriptions) it.stop();
});

const FIRST = -1000;
const LAST = Number.MAX_SAFE_INTEGER;
