import fc from 'fast-check';

export type Name = 'a' | 'b' | 'go';

/** What an author may do, at the top or in a watcher. Some steps hold others; some throw. */
export type Step =
  | { readonly do: 'set'; readonly obj: number; readonly name: 'a' | 'b'; readonly value: number }
  | { readonly do: 'go'; readonly obj: number }
  | { readonly do: 'update'; readonly obj: number; readonly a: number; readonly b: number }
  | { readonly do: 'refused'; readonly obj: number; readonly a: number }
  | { readonly do: 'fail' }
  | { readonly do: 'scoped'; readonly obj: number; readonly a: number; readonly steps: readonly Step[] }
  | { readonly do: 'discard'; readonly obj: number; readonly steps: readonly Step[] }
  | { readonly do: 'batch'; readonly steps: readonly Step[] }
  | { readonly do: 'caught'; readonly steps: readonly Step[] }
  | { readonly do: 'trigger'; readonly obj: number; readonly names: readonly Name[] }
  | Watch
  | { readonly do: 'unwatch'; readonly which: number };

/** A watcher notes its events, and the first times that it is called it does its steps. */
export interface Watch {
  readonly do: 'watch';
  readonly obj: number;
  readonly names: readonly Name[];
  readonly onlyChanged: boolean;
  readonly precedence: number;
  readonly queued: boolean;
  readonly steps: readonly Step[];
}

/** So often a watcher does its steps, so that those that set each other off come to an end. */
export const FUSE = 2;

export interface Story {
  /** Whether a parameter follows the others, so that references are part of every step. */
  readonly isLinked: boolean;
  /** What the methods do that `static depends` connects: one with `a`, one, queued, with `b`. */
  readonly onA: readonly Step[];
  readonly onB: readonly Step[];
  readonly steps: readonly Step[];
}

const names = fc.uniqueArray(fc.constantFrom<Name[]>('a', 'b', 'go'), { minLength: 1 });
const small = fc.integer({ min: 0, max: 2 });
const obj = fc.integer({ min: 0, max: 1 });

/** Steps of one kind. */
const kind = (name: Step['do'], fields: object): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(name), ...fields }) as fc.Arbitrary<Step>;

const { some } = fc.letrec<{ some: Step[]; step: Step }>((tie) => ({
  some: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'step' },
    { weight: 4, arbitrary: kind('set', { obj, name: fc.constantFrom('a', 'b'), value: small }) },
    kind('go', { obj }),
    kind('update', { obj, a: small, b: small }),
    kind('trigger', { obj, names }),
    kind('unwatch', { which: fc.nat(5) }),
    kind('refused', { obj, a: small }),
    kind('fail', {}),
    {
      weight: 6,
      arbitrary: kind('watch', { obj, names, onlyChanged: fc.boolean(), precedence: small, queued: fc.boolean(), steps: tie('some') }),
    },
    kind('batch', { steps: tie('some') }),
    kind('caught', { steps: tie('some') }),
    kind('discard', { obj, steps: tie('some') }),
    kind('scoped', { obj, a: small, steps: tie('some') }),
  ),
}));

export const stories: fc.Arbitrary<Story> = fc.record({
  isLinked: fc.boolean(),
  onA: some,
  onB: some,
  steps: fc.array(some, { maxLength: 5 }).map((all) => all.flat()),
});
