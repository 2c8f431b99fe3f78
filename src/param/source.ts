import { derive } from './derive.ts';
import { constantNode, type Node } from './node.ts';
import { isAsyncFunction, isRef, NODE } from './reference.ts';
import type { Progress } from './run.ts';
import { REF } from './symbols.ts';

/** The node of a reference or an asynchronous function; a constant gives a node that never changes. */
export function nodeOf(value: unknown, onProgress?: Progress): Node<unknown> {
  if (isRef(value)) return value[REF]()[NODE](onProgress);
  if (isAsyncFunction(value)) return derive([], (_, run) => value(run), onProgress);
  return constantNode(value);
}

/** The object in whose name work on the first of `refs` that has one is done. */
export function objOf(refs: readonly unknown[]): object | undefined {
  for (const ref of refs) {
    const obj = isRef(ref) ? ref[REF]().obj : undefined;
    if (obj !== undefined) return obj;
  }
  return undefined;
}
