import { checkOptions } from './check.ts';
import { DeclarationError } from './errors.ts';
import type { State } from './state.ts';
import type { ChangeEvent, Watcher } from './watcher.ts';
import { watchState } from './watch.ts';

/** Called at a change, with the target of the link. */
type LinkCallback = (target: object, event: ChangeEvent) => unknown;

/** `{ value: 'text' }` sets `text` of the target to this object's `value`; a function is called instead. */
export type Pairs = Readonly<Record<string, string | LinkCallback>>;

/** Options of `param.link`. */
export interface LinkOptions {
  /** Whether the target's changes come back; not with functions. Default false. */
  readonly bidirectional?: boolean;
}

/**
 * Sets parameters of `target` at each change of the paired ones of `source`. After Panel's `link`: a value on its way
 * is not sent back.
 */
export function connect(source: State, target: State, pairs: Pairs | undefined, options: LinkOptions): readonly Watcher[] {
  checkOptions('link', options, ['bidirectional']);
  const { bidirectional = false } = options;
  const entries = Object.entries(pairs ?? {});
  if (entries.length === 0) throw mislinked(source, 'must link at least one parameter', pairs);
  if (bidirectional && entries.some(([, to]) => typeof to === 'function'))
    throw mislinked(source, 'cannot link a function both ways', pairs);
  for (const [from, to] of entries) {
    source.parameter(from);
    if (typeof to === 'string') target.parameter(to);
    else if (typeof to !== 'function') throw mislinked(source, 'must link with the name of a parameter or a function', to);
  }
  const underWay = new Set<string>();
  return entries.flatMap(([from, to]) => {
    if (typeof to === 'function') return watchState(source, [from], (event) => to(target.obj, event as ChangeEvent));
    const forward = mirror(source, from, target, to, underWay);
    return bidirectional ? [forward, mirror(target, to, source, from, underWay)] : forward;
  });
}

function mislinked({ title }: State, rule: string, value: unknown): DeclarationError {
  return new DeclarationError({ kind: '', owner: title, name: '', rule, value }, `${title} ${rule}.`);
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
