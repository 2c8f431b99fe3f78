import { show } from './errors.ts';
import { isRef, TITLE } from './reference.ts';
import { REF } from './symbols.ts';

/** Made when somebody asks, since hardly anybody does. */
export type Title = () => string;

/** How messages call something: `Runner.tasks`, `rx(Runner.tasks).map(double)`, a function by its name, a constant as it is. */
export function titleOf(value: unknown): string {
  if (isRef(value)) return value[REF]()[TITLE]?.() ?? 'a reference';
  return typeof value === 'function' ? value.name || '…' : show(value);
}

/** The same of a call as an author wrote it. */
export function titleOfCall(callee: string, args: readonly unknown[]): string {
  return `${callee}(${args.map(titleOf).join(', ')})`;
}
