import type { Waiting } from './log.ts';
import { isModel, type Model } from './model.ts';
import type { ModelId, Patch } from './protocol.ts';

/** A value as it travels. */
export interface Read {
  readonly wire: unknown;
  /** The models that it refers to. */
  readonly children: readonly Model[];
  /** Buffers of the copies in it that were made for the page. */
  readonly buffers: readonly ArrayBuffer[];
}

/** Replaces models by references, and typed arrays by copies that can be transferred: a copy costs a fraction of a clone. */
export function encode(value: unknown, refer: (model: Model) => ModelId): Read {
  const children: Model[] = [];
  const buffers: ArrayBuffer[] = [];
  const wireOf = (it: unknown): unknown => {
    if (typeof it !== 'object' || it === null) return it;
    if (isModel(it)) {
      children.push(it);
      return { $model: refer(it) };
    }
    if (ArrayBuffer.isView(it) && 'slice' in it) {
      const copy = (it as Uint8Array<ArrayBuffer>).slice();
      buffers.push(copy.buffer);
      return copy;
    }
    if (Array.isArray(it)) return it.map(wireOf);
    if (Object.getPrototypeOf(it) !== Object.prototype) return it;
    return Object.fromEntries(Object.entries(it).map(([key, item]) => [key, wireOf(item)]));
  };
  return { wire: wireOf(value), children, buffers };
}

/** A patch that does not grow any more, with the buffers of the values in it. */
export function plain(patch: Patch & { readonly id: ModelId }, values: ReadonlyMap<string, Read> = new Map()): Waiting {
  return { id: patch.id, patch: () => patch, buffers: () => [...values.values()].flatMap(({ buffers }) => buffers) };
}

export function wires(values: ReadonlyMap<string, Read>): Record<string, unknown> {
  return Object.fromEntries([...values].map(([name, { wire }]) => [name, wire]));
}

/** Whether a value as it travels refers to a model. */
export function refersTo(wire: unknown, id: ModelId): boolean {
  if (typeof wire !== 'object' || wire === null || ArrayBuffer.isView(wire)) return false;
  if ('$model' in wire) return wire.$model === id;
  return Object.values(wire).some((item) => refersTo(item, id));
}
