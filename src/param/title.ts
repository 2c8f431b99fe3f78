import { show } from './errors.ts';
import { isRef, TITLE, type Ref } from './reference.ts';
import { REF } from './symbols.ts';

/** What an author wrote: a text, or a call, on what another such call gave or on nothing. */
export type Written = string | { readonly on: Ref | undefined; readonly name: string; readonly args: readonly unknown[] };

/** That as a text. Made when somebody asks, since hardly anybody does. */
export function textOf(written: Written): string {
  if (typeof written === 'string') return written;
  const { on, name, args } = written;
  return titleOfCall(on === undefined ? name : `${titleOf(on)}.${name}`, args);
}

/** How messages call something: `Runner.tasks`, `rx(Runner.tasks).map(double)`, a function by its name, a constant as it is. */
export function titleOf(value: unknown): string {
  if (isRef(value)) return value[REF]()[TITLE]?.() ?? 'a reference';
  return typeof value === 'function' ? value.name || '…' : show(value);
}

/** The same of a call as an author wrote it. */
export function titleOfCall(callee: string, args: readonly unknown[]): string {
  return `${callee}(${args.map(titleOf).join(', ')})`;
}
