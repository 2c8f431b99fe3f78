import { derive } from './derive.ts';
import type { Node } from './graph.ts';
import { constantNode } from './node.ts';
import { isAsyncFunction, isRef, NODE } from './reference.ts';
import type { Progress, Run } from './run.ts';
import { REF } from './symbols.ts';

/** The node of anything that may be followed: a reference, or an asynchronous function without inputs. */
export function nodeOf(value: unknown, onProgress?: Progress): Node<unknown> {
  if (!isRef(value) && isAsyncFunction(value)) {
    const start = value as (run?: Run) => unknown;
    return derive([], (_, starter) => (start.length > 0 ? start(starter.startRun()) : start()), onProgress);
  }
  return nodeOfArgument(value, onProgress);
}

/** The node of an argument: a reference, or a constant, which an asynchronous function is like any other. */
export function nodeOfArgument(value: unknown, onProgress?: Progress): Node<unknown> {
  return isRef(value) ? value[REF]()[NODE](onProgress) : constantNode(value);
}

/** The object in whose name work on the first of `refs` that has one is done. */
export function objOf(refs: readonly unknown[]): object | undefined {
  for (const ref of refs) {
    const obj = isRef(ref) ? ref[REF]().obj : undefined;
    if (obj !== undefined) return obj;
  }
  return undefined;
}
