import { isPlainObject } from './change.ts';
import { derive } from './derive.ts';
import type { Parameter } from './parameter.ts';
import { isAsyncFunction, isRef, NODE, type Reference, type Source } from './reference.ts';
import { nodeOf, objOf } from './source.ts';
import { REF } from './symbols.ts';

/** What `parameter` would follow if given `value`: the reference that it is, or those inside it; undefined for a plain value. */
export function referenceIn(parameter: Parameter, value: unknown): Reference | undefined {
  if (parameter.takesRef(value)) return value as Reference;
  if (!parameter.nestedRefs) return undefined;
  const refs = refsIn(value);
  return refs.length === 0 ? undefined : nestedSource(value, refs);
}

function refsIn(value: unknown): unknown[] {
  if (isRef(value) || isAsyncFunction(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(refsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(refsIn) : [];
}

/** Follows all references in a container as one. */
function nestedSource(container: unknown, refs: readonly unknown[]): Source {
  const source: Source = {
    obj: objOf(refs),
    [REF]: () => source,
    [NODE]: () =>
      derive(
        refs.map((ref) => nodeOf(ref)),
        (values) => replaced(container, new Map(refs.map((ref, i) => [ref, values[i]]))),
      ),
  };
  return source;
}

function replaced(value: unknown, values: ReadonlyMap<unknown, unknown>): unknown {
  if (values.has(value)) return values.get(value);
  if (Array.isArray(value)) return value.map((item) => replaced(item, values));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, values)]));
}
