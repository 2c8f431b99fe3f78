import { ParameterRangeError } from '../param/index.ts';
import type { Component } from './component.ts';

/** Throws where `owner` is among `children`, or in one of them: what contains itself can be neither drawn nor searched. */
export function refuseCircle(owner: Component, children: readonly unknown[]): void {
  const leadsBack = (child: unknown): boolean =>
    child === owner || ((child as Partial<Parent> | undefined)?.children?.some(leadsBack) ?? false);
  if (!children.some(leadsBack)) return;
  const rule = 'must not contain their own parent';
  throw new ParameterRangeError({ kind: 'List', owner: owner.constructor.name, name: 'children', rule, value: children });
}

interface Parent {
  readonly children: readonly unknown[];
}
