import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batch, bind, rx, type Rx } from '../../../../src/param/index.ts';

/** How one derived value is made of others, by their places in the list; sources come first. */
type Plan =
  | { readonly by: 'add'; readonly of: number; readonly k: number }
  | { readonly by: 'compare'; readonly of: number; readonly k: number }
  | { readonly by: 'refuse'; readonly of: number; readonly k: number }
  | { readonly by: 'join'; readonly of: readonly number[] }
  | { readonly by: 'choose'; readonly of: number; readonly yes: number; readonly no: number };

type Step =
  | { readonly do: 'set'; readonly source: number; readonly value: number }
  | { readonly do: 'batch'; readonly values: readonly number[] }
  | { readonly do: 'read'; readonly which: number }
  | { readonly do: 'watch'; readonly which: number; readonly onlyChanged: boolean }
  | { readonly do: 'stop'; readonly which: number };

const SOURCES = 3;
const place = fc.nat(100);
const small = fc.integer({ min: 0, max: 3 });

const plan = (by: Plan['by'], fields: object): fc.Arbitrary<Plan> => fc.record({ by: fc.constant(by), ...fields }) as fc.Arbitrary<Plan>;
const plans = fc.array(
  fc.oneof(
    plan('add', { of: place, k: small }),
    plan('compare', { of: place, k: small }),
    plan('refuse', { of: place, k: small }),
    plan('join', { of: fc.array(place, { minLength: 1, maxLength: 3 }) }),
    plan('choose', { of: place, yes: place, no: place }),
  ),
  { minLength: 1, maxLength: 12 },
);

const step = (name: Step['do'], fields: object): fc.Arbitrary<Step> =>
  fc.record({ do: fc.constant(name), ...fields }) as fc.Arbitrary<Step>;
const steps = fc.array(
  fc.oneof(
    step('set', { source: fc.nat(SOURCES - 1), value: small }),
    step('batch', { values: fc.array(small, { minLength: SOURCES, maxLength: SOURCES }) }),
    step('read', { which: place }),
    step('watch', { which: place, onlyChanged: fc.boolean() }),
    step('stop', { which: place }),
  ),
  { maxLength: 30 },
);

class Refused extends Error {}

const add = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) % 7;

/** The same values worked out anew each time, without any graph. */
class Oracle {
  readonly values = Array.from({ length: SOURCES }, () => 0);
  readonly #plans: readonly Plan[];

  constructor(all: readonly Plan[]) {
    this.#plans = all;
  }

  /** Throws where a function on the way does. */
  value(which: number): number {
    if (which < SOURCES) return this.values[which] as number;
    const plan = this.#plans[which - SOURCES] as Plan;
    const of = (at: number): number => this.value(at % which);
    if (plan.by === 'add') return add([of(plan.of), plan.k]);
    if (plan.by === 'compare') return Number(of(plan.of) > plan.k);
    if (plan.by === 'join') return add(plan.of.map(of));
    if (plan.by === 'choose') return of(plan.of) ? of(plan.yes) : of(plan.no);
    const value = of(plan.of);
    if (value === plan.k) throw new Refused();
    return value;
  }

  mayFail(which: number): boolean {
    if (which < SOURCES) return false;
    const plan = this.#plans[which - SOURCES] as Plan;
    if (plan.by === 'refuse') return true;
    const inputs = plan.by === 'join' ? plan.of : plan.by === 'choose' ? [plan.of, plan.yes, plan.no] : [plan.of];
    return inputs.some((place) => this.mayFail(place % which));
  }

  /** The sources that a value hangs on as things are. */
  sources(which: number): number[] {
    if (which < SOURCES) return [which];
    const plan = this.#plans[which - SOURCES] as Plan;
    const of = (at: number): number[] => this.sources(at % which);
    if (plan.by === 'join') return plan.of.flatMap(of);
    if (plan.by === 'choose') return [...of(plan.of), ...of(this.value(plan.of % which) ? plan.yes : plan.no)];
    return of(plan.of);
  }
}

/** The real graph, which counts how often each function runs. */
class Graph {
  readonly sources: Rx<number>[] = Array.from({ length: SOURCES }, () => rx(0));
  readonly all: Rx<number>[] = [...this.sources];
  runs: number[] = [];

  constructor(list: readonly Plan[]) {
    for (const plan of list) this.all.push(this.#make(plan));
  }

  #make(plan: Plan): Rx<number> {
    const which = this.all.length;
    const of = (at: number): Rx<number> => this.all[at % which] as Rx<number>;
    const counted = (value: number): number => {
      this.runs.push(which);
      return value;
    };
    if (plan.by === 'add') return of(plan.of).map((it) => counted(add([it, plan.k])));
    if (plan.by === 'compare') return of(plan.of).map((it) => counted(Number(it > plan.k)));
    if (plan.by === 'join') return rx(bind((...values: number[]) => counted(add(values)), ...plan.of.map(of)));
    if (plan.by === 'choose') return of(plan.of).where(of(plan.yes), of(plan.no));
    return of(plan.of).map((it) => {
      if (counted(it) === plan.k) throw new Refused();
      return it;
    });
  }
}

const attempt = (read: () => number | undefined): unknown => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return 'refused';
    throw error;
  }
};

interface Watching {
  readonly id: number;
  readonly which: number;
  readonly onlyChanged: boolean;
  readonly end: () => void;
}

/** Both side by side. */
class Comparison {
  readonly #graph: Graph;
  readonly #oracle: Oracle;
  readonly #told: string[] = [];
  readonly #watchings: Watching[] = [];
  #made = 0;

  constructor(list: readonly Plan[]) {
    this.#graph = new Graph(list);
    this.#oracle = new Oracle(list);
  }

  do(it: Step): void {
    if (it.do === 'set') this.#change(this.#oracle.values.with(it.source, it.value));
    if (it.do === 'batch') this.#change(it.values);
    if (it.do === 'read') this.#read(it.which % this.#graph.all.length);
    if (it.do === 'watch') this.#watch(it.which % this.#graph.all.length, it.onlyChanged);
    if (it.do === 'stop') for (const { end } of this.#watchings.splice(it.which % 4, 1)) end();
  }

  #change(values: readonly number[]): void {
    const [graph, oracle] = [this.#graph, this.#oracle];
    const before = this.#watchings.map(({ which }) => oracle.value(which));
    const set = [...values.keys()].filter((i) => values[i] !== oracle.values[i]);
    for (const i of set) oracle.values[i] = values[i] as number;
    graph.runs = [];
    batch(() => set.forEach((i) => graph.sources[i]?.set(values[i] as number)));
    const meant = this.#watchings.filter(({ which, onlyChanged }, i) =>
      onlyChanged ? oracle.value(which) !== before[i] : oracle.sources(which).some((source) => set.includes(source)),
    );
    expect(this.#told.splice(0).toSorted()).toEqual(meant.map(({ id, which }) => `${id}: ${oracle.value(which)}`).toSorted());
    expect(graph.runs.length, 'runs each function once').toBe(new Set(graph.runs).size);
    if (this.#watchings.length === 0) expect(graph.runs, 'runs nothing for nobody').toEqual([]);
  }

  #read(which: number): void {
    const [graph, oracle] = [this.#graph, this.#oracle];
    const read = (): void => expect(attempt(() => graph.all[which]?.value)).toBe(attempt(() => oracle.value(which)));
    read();
    graph.runs = [];
    read();
    expect(graph.runs, 'runs nothing that has been read').toEqual([]);
  }

  #watch(which: number, onlyChanged: boolean): void {
    if (this.#oracle.mayFail(which)) return;
    const id = this.#made++;
    const end = (this.#graph.all[which] as Rx<number>).watch((value) => this.#told.push(`${id}: ${value}`), { onlyChanged });
    this.#watchings.push({ id, which, onlyChanged, end });
  }
}

describe('a graph of derived values', () => {
  it('says what working everything out anew would say, runs nothing in vain, and tells exactly those for whom something has changed', () => {
    fc.assert(
      fc.property(plans, steps, (list, history) => {
        const comparison = new Comparison(list);
        for (const it of history) comparison.do(it);
      }),
      { numRuns: 2000 },
    );
  });
});
