import { isPlainObject } from './change.ts';
import { derive } from './derive.ts';
import type { Parameter } from './parameter.ts';
import { isAsyncFunction, isRef, NODE, TITLE, type Reference, type Source } from './reference.ts';
import { nodeOf, objOf } from './source.ts';
import { REF } from './symbols.ts';
import { titleOf } from './title.ts';

/** What `parameter` would follow if given `value`: the reference that it is, or those inside it; undefined for a plain value. */
export function referenceIn(parameter: Parameter, value: unknown): Reference | undefined {
  if (parameter.takesRef(value)) return value as Reference;
  if (!parameter.nestedRefs) return undefined;
  const refs = refsIn(value, new Set());
  return refs.length === 0 ? undefined : nestedSource(value, refs);
}

/** `seen` are the containers so far: one that contains itself is looked into once. */
function refsIn(value: unknown, seen: Set<unknown>): unknown[] {
  if (isRef(value) || isAsyncFunction(value)) return [value];
  if (seen.has(value) || !(Array.isArray(value) || isPlainObject(value))) return [];
  seen.add(value);
  return Object.values(value).flatMap((item) => refsIn(item, seen));
}

/** Follows all references in a container as one. */
function nestedSource(container: unknown, refs: readonly unknown[]): Source {
  const source: Source = {
    obj: objOf(refs),
    [REF]: () => source,
    [TITLE]: () => refs.map(titleOf).join(' and '),
    [NODE]: () =>
      derive(
        refs.map((ref) => nodeOf(ref)),
        (values) => replaced(container, new Map(refs.map((ref, i) => [ref, values[i]]))),
      ),
  };
  return source;
}

/** `value` with what `values` says in place of its keys. Copies of containers are put there too, so that a circle stays one. */
function replaced(value: unknown, values: Map<unknown, unknown>): unknown {
  if (values.has(value)) return values.get(value);
  if (!Array.isArray(value) && !isPlainObject(value)) return value;
  const copy: object = Array.isArray(value) ? [] : {};
  values.set(value, copy);
  return Object.assign(copy, Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, values)])));
}
