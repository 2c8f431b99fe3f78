import type { Patch } from './protocol.ts';

/**
 * The patches of a batch that was refused, without what cannot be cloned: such a value becomes null, and such a call is left
 * out. Each fault is reported.
 */
export function sendable(patches: readonly Patch[], report: (error: unknown, what: string) => void): Patch[] {
  return patches.flatMap((patch) => {
    const fault = faultOf(patch);
    if (!fault) return [patch];
    if (!('values' in patch)) {
      report(fault, 'what a component sends to the page');
      return [];
    }
    const values = Object.entries(patch.values).map(([name, value]): [string, unknown] => {
      const own = faultOf(value);
      if (own) report(new TypeError(`The page cannot be sent the value of '${name}': ${own.message}`, { cause: own }), name);
      return [name, own ? null : value];
    });
    return [{ ...patch, values: Object.fromEntries(values) }];
  });
}

function faultOf(value: unknown): Error | undefined {
  try {
    structuredClone(value);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
