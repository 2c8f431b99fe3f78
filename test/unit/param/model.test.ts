import fc from 'fast-check';
import { describe, it } from 'vitest';
import { batch, discardEvents, param, Parameterized, rx, type ChangeEvent, type Rx, type Watcher } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({
  a: param.integer(),
  b: param.integer(),
  go: param.event(),
  sum: param.integer({ allowRefs: true }),
}) {}

type Name = 'a' | 'b' | 'go';

/** What an author may do. A batch and a scoped update hold further steps; a watcher may be ended while its events wait. */
type Step =
  | { readonly do: 'set'; readonly obj: number; readonly name: 'a' | 'b'; readonly value: number }
  | { readonly do: 'update'; readonly obj: number; readonly a: number; readonly b: number }
  | { readonly do: 'scoped'; readonly obj: number; readonly a: number; readonly steps: readonly Step[] }
  | { readonly do: 'discard'; readonly obj: number; readonly a: number }
  | { readonly do: 'refused'; readonly obj: number; readonly a: number }
  | { readonly do: 'trigger'; readonly obj: number; readonly names: readonly Name[] }
  | { readonly do: 'batch'; readonly fails: boolean; readonly steps: readonly Step[] }
  | {
      readonly do: 'watch';
      readonly obj: number;
      readonly names: readonly Name[];
      readonly onlyChanged: boolean;
      readonly precedence: number;
    }
  | { readonly do: 'unwatch'; readonly which: number };

const names = fc.uniqueArray(fc.constantFrom<Name[]>('a', 'b', 'go'), { minLength: 1 });
const small = fc.integer({ min: 0, max: 2 });
const obj = fc.integer({ min: 0, max: 1 });

/** Steps of one kind. */
const kind = (name: Step['do'], fields: object): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(name), ...fields }) as fc.Arbitrary<Step>;

const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie('step'), { maxLength: 16 }),
  step: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'step' },
    kind('set', { obj, name: fc.constantFrom('a', 'b'), value: small }),
    kind('watch', { obj, names, onlyChanged: fc.boolean(), precedence: small }),
    kind('update', { obj, a: small, b: small }),
    kind('refused', { obj, a: small }),
    kind('trigger', { obj, names }),
    kind('discard', { obj, a: small }),
    kind('unwatch', { which: fc.nat(5) }),
    kind('batch', { fails: fc.boolean(), steps: tie('steps') }),
    kind('scoped', { obj, a: small, steps: tie('steps') }),
  ),
}));

/** One watcher as both sides know it. */
interface Ear {
  readonly id: number;
  readonly obj: number;
  readonly names: readonly Name[];
  readonly onlyChanged: boolean;
  readonly precedence: number;
  watcher?: Watcher;
}

interface Side {
  readonly log: string[];
  run(step: Step): void;
}

/** The rules once more, as plainly as they can be written. */
class Oracle implements Side {
  readonly log: string[] = [];
  readonly values = [
    { a: 0, b: 0, go: false },
    { a: 0, b: 0, go: false },
  ];
  ears: Ear[] = [];
  /** What is discarded does not reach references either. */
  readonly isFollowed = [true, true];
  #made = 0;
  #holds = 0;
  /** Ears in the order in which they began to wait, and the newest event of each name. */
  #waiting = new Map<Ear, Map<Name, string>>();

  run(step: Step): void {
    if (step.do === 'set') this.#together(() => this.#set(step.obj, step.name, step.value));
    if (step.do === 'update') this.#together(() => this.#both(step.obj, step.a, step.b));
    if (step.do === 'trigger') this.#together(() => step.names.forEach((name) => this.#trigger(step.obj, name)));
    if (step.do === 'batch') this.#together(() => step.steps.forEach((it) => this.run(it)));
    if (step.do === 'discard') {
      this.#of(step.obj).a = step.a;
      this.isFollowed[step.obj] = false;
    }
    if (step.do === 'watch') this.ears.push({ ...step, id: this.#made++ });
    if (step.do === 'unwatch') this.ears.splice(step.which, 1);
    if (step.do === 'scoped') {
      const { a } = this.#of(step.obj);
      this.#together(() => this.#set(step.obj, 'a', step.a));
      step.steps.forEach((it) => this.run(it));
      this.#together(() => this.#set(step.obj, 'a', a));
    }
  }

  #of(at: number): { a: number; b: number; go: boolean } {
    return this.values[at] as { a: number; b: number; go: boolean };
  }

  #both(at: number, a: number, b: number): void {
    this.#set(at, 'a', a);
    this.#set(at, 'b', b);
  }

  #set(at: number, name: 'a' | 'b', value: number): void {
    const old = this.#of(at)[name];
    this.#of(at)[name] = value;
    this.#tell(at, name, (ear) => (ear.onlyChanged ? (old === value ? undefined : 'changed') : 'set'), `${old}→${value}`);
  }

  #trigger(at: number, name: Name): void {
    const value = name === 'go' ? true : this.#of(at)[name];
    this.#tell(at, name, () => 'triggered', `${value}→${value}`);
  }

  #tell(at: number, name: Name, typeFor: (ear: Ear) => string | undefined, change: string): void {
    const ears = this.ears.filter((it) => it.obj === at && it.names.includes(name));
    for (const ear of ears.toSorted((x, y) => x.precedence - y.precedence)) {
      const type = typeFor(ear);
      if (type === undefined) continue;
      if (!this.#waiting.has(ear)) this.#waiting.set(ear, new Map());
      this.#waiting.get(ear)?.set(name, `${name} ${change} ${type}`);
    }
  }

  #together(run: () => void): void {
    this.#holds++;
    run();
    if (--this.#holds > 0) return;
    const round = [...this.#waiting].toSorted(([x], [y]) => x.precedence - y.precedence);
    this.#waiting = new Map();
    for (const [ear, events] of round) this.log.push(`${ear.id}: ${ear.names.flatMap((name) => events.get(name) ?? []).join(', ')}`);
  }
}

/** The same steps on real objects. */
class Real implements Side {
  readonly log: string[] = [];
  readonly objects = [new Pair(), new Pair()];
  readonly texts: Rx<string>[];
  #watchers: { readonly pair: Pair; readonly watcher: Watcher }[] = [];
  #made = 0;

  constructor() {
    this.texts = this.objects.map((pair) => rx`${pair.param.a} ${pair.param.b}`);
    // A parameter that follows both values of its own object, so that references are part of every step.
    for (const pair of this.objects) pair.sum = pair.param.a.rx().pipe((a, b) => a + b, pair.param.b) as never;
  }

  run(step: Step): void {
    const pair = this.objects['obj' in step ? step.obj : 0] as Pair;
    if (step.do === 'set') pair[step.name] = step.value;
    if (step.do === 'update') pair.param.update({ a: step.a, b: step.b });
    if (step.do === 'scoped') pair.param.update({ a: step.a }, () => step.steps.forEach((it) => this.run(it)));
    if (step.do === 'discard') discardEvents(pair, () => (pair.a = step.a));
    if (step.do === 'refused') attempt(() => pair.param.update({ a: step.a, b: 'no number' as never }));
    if (step.do === 'trigger') pair.param.trigger(...step.names);
    if (step.do === 'batch') attempt(() => this.#batch(step));
    if (step.do === 'watch') this.#watch(pair, step);
    if (step.do === 'unwatch') for (const it of this.#watchers.splice(step.which, 1)) it.pair.param.unwatch(it.watcher);
  }

  #batch({ steps: inner, fails }: Step & { do: 'batch' }): void {
    batch(() => {
      for (const it of inner) this.run(it);
      if (fails) throw new Error('meant to fail');
    });
  }

  #watch(pair: Pair, step: Step & { do: 'watch' }): void {
    const id = this.#made++;
    const note = (...events: ChangeEvent[]): void => {
      this.log.push(`${id}: ${events.map((it) => `${it.name} ${String(it.old)}→${String(it.new)} ${it.type}`).join(', ')}`);
    };
    this.#watchers.push({ pair, watcher: pair.param.watch(note as never, step.names, step) });
  }
}

function attempt(run: () => void): void {
  try {
    run();
  } catch {
    // It was meant to fail; what it left behind is compared.
  }
}

/** Everything that an author can see. */
function seen(real: Real, oracle: Oracle): unknown {
  return real.objects.map((pair, at) => [pair.a, pair.b, pair.go, oracle.isFollowed[at] === true ? pair.sum : null, real.texts[at]?.value]);
}

function expected(oracle: Oracle): unknown {
  return oracle.values.map(({ a, b, go }, at) => [a, b, go, oracle.isFollowed[at] === true ? a + b : null, `${a} ${b}`]);
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

describe('any sequence of sets, updates, batches, triggers, discards, watches and unwatches', () => {
  it('tells each watcher exactly what the rules say, in their order, and keeps derived values and references true', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const oracle = new Oracle();
        const real = new Real();
        all.forEach((step, i) => {
          oracle.run(step);
          real.run(step);
          const [is, must] = [
            [real.log, seen(real, oracle)],
            [oracle.log, expected(oracle)],
          ];
          if (differ(is, must)) throw new Error(`after step ${i}: ${JSON.stringify(is)} instead of ${JSON.stringify(must)}`);
        });
      }),
      { numRuns: 3000 },
    );
  });
});
