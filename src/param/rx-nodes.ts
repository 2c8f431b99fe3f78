import { computed } from 'alien-signals';
import { isPlainObject } from './change.ts';
import { propagate } from './dispatch.ts';
import {
  Cell,
  constantNode,
  failureBox,
  isTracked,
  newer,
  readNow,
  touchedBy,
  untracked,
  valueBox,
  type Box,
  type Node,
  type Token,
} from './node.ts';
import { derive } from './derive.ts';
import { isRef } from './reference.ts';
import { nodeOfArgument } from './source.ts';
import { Subscription } from './subscription.ts';

/** The node of one of two, by a condition; only the chosen one is an input. */
export function chosen(condition: Node<unknown>, yes: Node<unknown>, no: Node<unknown>): Node<unknown> {
  return redirected(condition, (value) => (value ? yes : no));
}

/** Follows references that are values. */
export function resolved(node: Node<unknown>, recursive: boolean): Node<unknown> {
  return redirected(node, (value) => resolution(value, recursive));
}

function resolution(value: unknown, recursive: boolean): Node<unknown> {
  if (isRef(value)) return recursive ? resolved(nodeOfArgument(value), true) : nodeOfArgument(value);
  if (!recursive) return constantNode(value);
  if (Array.isArray(value))
    return derive(
      value.map((item) => resolution(item, true)),
      (items) => items,
    );
  if (!isPlainObject(value)) return constantNode(value);
  const keys = Object.keys(value);
  return derive(
    keys.map((key) => resolution(value[key], true)),
    (items) => Object.fromEntries(keys.map((key, i) => [key, items[i]])),
  );
}

/** A node that is, for each value of `condition`, the one that `target` gives for it. */
export function redirected(condition: Node<unknown>, target: (value: unknown) => Node<unknown>): Node<unknown> {
  let decided: Box<unknown> | undefined;
  let node = condition;
  let seen: Box<unknown> | undefined;
  let last: Box<unknown> | undefined;
  const now = (): Node<unknown> => {
    const newest = condition.read();
    if (newest !== decided) {
      decided = newest;
      node = newest.state === 'value' ? untracked(() => attempted(target, newest.value)) : condition;
      seen = undefined;
    }
    return node;
  };
  const settle = (): Box<unknown> => {
    const box = now().read();
    // Another node with an equal value says nothing new; the same one with another box does.
    if (box !== seen) last = seen === undefined ? newer(last, box) : box;
    seen = box;
    return last as Box<unknown>;
  };
  const tracked = computed(settle);
  return {
    read: () => (isTracked() ? tracked() : settle()),
    touched: () => `${condition.touched()},${now().touched()}`,
    pending: () => condition.pending() || now().pending(),
  };
}

/** The node that `target` gives; one that always fails where it throws. */
function attempted(target: (value: unknown) => Node<unknown>, value: unknown): Node<unknown> {
  try {
    return target(value);
  } catch (error) {
    const failure = failureBox(error);
    return { read: () => failure, touched: () => 0, pending: () => false };
  }
}

/** The value of `node` as it was when one of `triggers` was last touched. */
export function sampled(node: Node<unknown>, triggers: readonly Node<unknown>[], options?: { readonly initial?: unknown }): Node<unknown> {
  const touched = (): Token => touchedBy(triggers);
  let token = options === undefined ? undefined : untracked(touched);
  let box: Box<unknown> = valueBox(options?.initial);
  const read = (): Box<unknown> => {
    const now = touched();
    if (now !== token) {
      token = now;
      box = untracked(() => node.read());
    }
    return box;
  };
  return { read, touched, pending: () => false };
}

/** True from the change of an input until everybody has been told and no run is under way. Watches as long as somebody has it. */
export function updatingNode(node: Node<unknown>): Node<boolean> {
  const cell = new Cell(untracked(() => node.pending()));
  const weak = new WeakRef(cell);
  const set = (value: boolean): void => {
    const it = weak.deref();
    if (it !== undefined && readNow(it) !== value) propagate(() => it.set(value));
  };
  const probe = (): void => {
    node.touched();
    node.pending();
  };
  const first = new Subscription(probe, () => set(true), { precedence: FIRST });
  const last = new Subscription(probe, () => set(untracked(() => node.pending())), { precedence: LAST });
  dropped.register(cell, [first, last]);
  return cell;
}

const dropped = new FinalizationRegistry<readonly Subscription[]>((subscriptions) => {
  for (const it of subscriptions) it.stop();
});

const FIRST = -1000;
const LAST = Number.MAX_SAFE_INTEGER;
