import { DeclarationError } from './errors.ts';
import type { State } from './state.ts';
import type { Watcher } from './watcher.ts';
import { watchState } from './watch.ts';

/** `{ value: 'text' }` sets `text` of the target to this object's `value`. */
export type Pairs = Readonly<Record<string, string>>;

export interface LinkOptions {
  /** Whether the target's changes come back. Default false. */
  readonly bidirectional?: boolean;
}

/**
 * Sets parameters of `target` at each change of the paired ones of `source`. After Panel's `link`: a value on its way
 * is not sent back.
 */
export function connect(source: State, target: State, pairs: Pairs, { bidirectional = false }: LinkOptions): readonly Watcher[] {
  const names = Object.entries(pairs);
  if (names.length === 0) {
    throw new DeclarationError(
      { kind: '', owner: source.title, name: '', rule: 'must link at least one parameter', value: pairs },
      `${source.title} must link at least one parameter.`,
    );
  }
  for (const [, to] of names) target.parameter(to);
  const underWay = new Set<string>();
  const forward = names.map(([from, to]) => mirror(source, from, target, to, underWay));
  return bidirectional ? [...forward, ...names.map(([from, to]) => mirror(target, to, source, from, underWay))] : forward;
}

function mirror(source: State, from: string, target: State, to: string, underWay: Set<string>): Watcher {
  return watchState(source, [from], (event) => {
    const key = [from, to].sort().join(' ');
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      target.setValue(to, event?.new);
    } finally {
      underWay.delete(key);
    }
  });
}
