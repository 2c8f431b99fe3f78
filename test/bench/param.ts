/**
 * `npm run bench param`: what parameters and derived values cost, beside the libraries that do parts of the same.
 *
 * - set, 1 watcher: a value is set, and one function is called with it.
 * - set, 100 watchers: the same with a hundred functions.
 * - chain: a value is set, and one function is called with what a hundred derived values in a row make of it.
 * - diamond: a thousand derived values of one source, the sum of them, and one function that is called with the sum.
 * - both once more without the function: the last value is read after each set.
 * - choices: a hundred expressions that at each set change over from one derived value to another, and their sum.
 * - few of many: of a thousand sources one is set; each has a derived value, and they are summed in tens and all.
 * - create: an object of five values, time and heap for each value; Heddle's are declared, checked and documented.
 * - derive: a value that is derived from one source and read once, time and heap for each.
 *
 * Heddle runs as it is published: bundled and minified. All take turns, so that a busy machine is busy for all;
 * figures are medians of the rounds, and the ratios of one run are what to compare.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import type * as Heddle from '../../src/param/index.ts';
import type * as Preact from '@preact/signals-core';
import type * as Mobx from 'mobx';
import type * as Nanostores from 'nanostores';
import type * as Alien from 'alien-signals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundle = `${root}.cache/bench/`;
mkdirSync(bundle, { recursive: true });
await build({
  configFile: false,
  logLevel: 'error',
  root,
  build: {
    outDir: bundle,
    emptyOutDir: true,
    minify: true,
    target: 'es2022',
    lib: { entry: `${root}src/param/index.ts`, formats: ['es'], fileName: () => 'heddle.mjs' },
    rolldownOptions: { external: ['alien-signals'] },
  },
});

process.env['NODE_ENV'] = 'production';
const load = async <T>(path: string): Promise<T> => (await import(/* @vite-ignore */ path)) as T;
const { param, Parameterized, rx, bind } = await load<typeof Heddle>(`${bundle}heddle.mjs`);
const mobx = await load<typeof Mobx>('mobx');
const preact = await load<typeof Preact>('@preact/signals-core');
const nanostores = await load<typeof Nanostores>('nanostores');
const alien = await load<typeof Alien>('alien-signals');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Something to be timed: sets up, and gives what one operation is. */
type Case = () => (i: number) => void;
type Cases = Readonly<Record<string, Case>>;

let sink = 0;
const take = (value: number): void => {
  sink += value;
};
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const add = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

class One extends Parameterized.with({ a: param.number() }) {}
class Five extends Parameterized.with({
  a: param.number({ doc: 'One of five.' }),
  b: param.integer({ default: 1, bounds: [0, null] }),
  c: param.string({ default: 'c' }),
  d: param.boolean(),
  e: param.number({ default: 0.5, bounds: [0, 1] }),
}) {}

/** Sets that `n` functions are told. */
function watched(n: number): Cases {
  return {
    heddle() {
      const one = new One();
      for (let i = 0; i < n; i++) one.param.watch((event) => take(event.new), 'a');
      return (i) => (one.a = i);
    },
    'heddle rx'() {
      const source = rx(0);
      for (let i = 0; i < n; i++) source.watch(take);
      return (i) => source.set(i);
    },
    'alien-signals'() {
      const source = alien.signal(0);
      for (let i = 0; i < n; i++) alien.effect(() => take(source()));
      return (i) => source(i);
    },
    preact() {
      const source = preact.signal(0);
      for (let i = 0; i < n; i++) preact.effect(() => take(source.value));
      return (i) => (source.value = i);
    },
    nanostores() {
      const source = nanostores.atom(0);
      for (let i = 0; i < n; i++) source.listen(take);
      return (i) => source.set(i);
    },
    mobx() {
      const source = mobx.observable.box(0);
      for (let i = 0; i < n; i++) mobx.autorun(() => take(source.get()));
      return (i) => mobx.runInAction(() => source.set(i));
    },
  };
}

/** A small program over derived values, as an author would write it with each library. */
interface Program {
  set(i: number): void;
  /** The last of the derived values. */
  read(): number;
  /** Has `take` called with it. */
  watch(): void;
}
type Programs = Readonly<Record<string, () => Program>>;

const CHAIN: Programs = {
  heddle() {
    const source = rx(0);
    let last: Heddle.Rx<number> = source;
    for (let i = 0; i < 100; i++) last = last.map((value) => value + 1);
    return ofHeddle(source, last);
  },
  'alien-signals'() {
    const source = alien.signal(0);
    let last: () => number = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = alien.computed(() => before() + 1);
    }
    return ofAlien(source, last);
  },
  preact() {
    const source = preact.signal(0);
    let last: Preact.ReadonlySignal<number> = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = preact.computed(() => before.value + 1);
    }
    return ofPreact(source, last);
  },
  nanostores() {
    const source = nanostores.atom(0);
    let last: Nanostores.ReadableAtom<number> = source;
    for (let i = 0; i < 100; i++) last = nanostores.computed(last, (value) => value + 1);
    return ofNanostores(source, last);
  },
  mobx() {
    const source = mobx.observable.box(0);
    let last: { get(): number } = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = mobx.computed(() => before.get() + 1);
    }
    return ofMobx(source, last);
  },
};

const DIAMOND: Programs = {
  heddle() {
    const source = rx(0);
    const wide = times(1000, (k) => source.map((value) => value + k));
    return ofHeddle(source, sumOf(wide));
  },
  'alien-signals'() {
    const source = alien.signal(0);
    const wide = times(1000, (k) => alien.computed(() => source() + k));
    const sum = alien.computed(() => add(wide.map((it) => it())));
    return ofAlien(source, sum);
  },
  preact() {
    const source = preact.signal(0);
    const wide = times(1000, (k) => preact.computed(() => source.value + k));
    const sum = preact.computed(() => add(wide.map((it) => it.value)));
    return ofPreact(source, sum);
  },
  nanostores() {
    const source = nanostores.atom(0);
    const wide = times(1000, (k) => nanostores.computed(source, (value) => value + k));
    const sum = nanostores.computed(wide, (...values) => add(values));
    return ofNanostores(source, sum);
  },
  mobx() {
    const source = mobx.observable.box(0);
    const wide = times(1000, (k) => mobx.computed(() => source.get() + k));
    const sum = mobx.computed(() => add(wide.map((it) => it.get())));
    return ofMobx(source, sum);
  },
};

const CHOICES: Programs = {
  heddle() {
    const source = rx(0);
    const isEven = source.map((value) => value % 2 === 0);
    const chosen = times(100, (k) => {
      const [up, down] = [source.map((value) => value + k), source.map((value) => value - k)];
      return isEven.where(up, down);
    });
    return ofHeddle(source, sumOf(chosen));
  },
  'alien-signals'() {
    const source = alien.signal(0);
    const isEven = alien.computed(() => source() % 2 === 0);
    const chosen = times(100, (k) => {
      const [up, down] = [alien.computed(() => source() + k), alien.computed(() => source() - k)];
      return alien.computed(() => (isEven() ? up() : down()));
    });
    return ofAlien(
      source,
      alien.computed(() => add(chosen.map((it) => it()))),
    );
  },
  preact() {
    const source = preact.signal(0);
    const isEven = preact.computed(() => source.value % 2 === 0);
    const chosen = times(100, (k) => {
      const [up, down] = [preact.computed(() => source.value + k), preact.computed(() => source.value - k)];
      return preact.computed(() => (isEven.value ? up.value : down.value));
    });
    return ofPreact(
      source,
      preact.computed(() => add(chosen.map((it) => it.value))),
    );
  },
  mobx() {
    const source = mobx.observable.box(0);
    const isEven = mobx.computed(() => source.get() % 2 === 0);
    const chosen = times(100, (k) => {
      const [up, down] = [mobx.computed(() => source.get() + k), mobx.computed(() => source.get() - k)];
      return mobx.computed(() => (isEven.get() ? up.get() : down.get()));
    });
    return ofMobx(
      source,
      mobx.computed(() => add(chosen.map((it) => it.get()))),
    );
  },
};

const FEW_OF_MANY: Programs = {
  heddle() {
    const sources = times(1000, () => rx(0));
    const tens = inTens(sources.map((it) => it.map((value) => value + 1)));
    return { ...ofHeddle(rx(0), sumOf(tens.map(sumOf))), set: (i) => sources[i % 1000]?.set(i) };
  },
  'alien-signals'() {
    const sources = times(1000, () => alien.signal(0));
    const tens = inTens(sources.map((it) => alien.computed(() => it() + 1)));
    const sums = tens.map((ten) => alien.computed(() => add(ten.map((it) => it()))));
    const sum = alien.computed(() => add(sums.map((it) => it())));
    return { ...ofAlien(alien.signal(0), sum), set: (i) => sources[i % 1000]?.(i) };
  },
  preact() {
    const sources = times(1000, () => preact.signal(0));
    const tens = inTens(sources.map((it) => preact.computed(() => it.value + 1)));
    const sums = tens.map((ten) => preact.computed(() => add(ten.map((it) => it.value))));
    const sum = preact.computed(() => add(sums.map((it) => it.value)));
    return { ...ofPreact(preact.signal(0), sum), set: (i) => ((sources[i % 1000] as Preact.Signal<number>).value = i) };
  },
  nanostores() {
    const sources = times(1000, () => nanostores.atom(0));
    const tens = inTens(sources.map((it) => nanostores.computed(it, (value) => value + 1)));
    const sums = tens.map((ten) => nanostores.computed(ten, (...values) => add(values)));
    const sum = nanostores.computed(sums, (...values) => add(values));
    return { ...ofNanostores(nanostores.atom(0), sum), set: (i) => sources[i % 1000]?.set(i) };
  },
  mobx() {
    const sources = times(1000, () => mobx.observable.box(0));
    const tens = inTens(sources.map((it) => mobx.computed(() => it.get() + 1)));
    const sums = tens.map((ten) => mobx.computed(() => add(ten.map((it) => it.get()))));
    const sum = mobx.computed(() => add(sums.map((it) => it.get())));
    return { ...ofMobx(mobx.observable.box(0), sum), set: (i) => mobx.runInAction(() => sources[i % 1000]?.set(i)) };
  },
};

const sumOf = (all: readonly Heddle.Rx<number>[]): Heddle.Rx<number> => rx(bind((...values: number[]) => add(values), ...all));
const inTens = <T>(all: readonly T[]): T[][] => times(all.length / 10, (i) => all.slice(i * 10, i * 10 + 10));

function ofHeddle(source: Heddle.Rx<number>, last: Heddle.Rx<number>): Program {
  return { set: (i) => source.set(i), read: () => last.value, watch: () => last.watch(take) };
}

function ofAlien(source: (i: number) => void, last: () => number): Program {
  return { set: (i) => source(i), read: () => last(), watch: () => alien.effect(() => take(last())) };
}

function ofPreact(source: Preact.Signal<number>, last: Preact.ReadonlySignal<number>): Program {
  return { set: (i) => (source.value = i), read: () => last.value, watch: () => preact.effect(() => take(last.value)) };
}

function ofNanostores(source: Nanostores.PreinitializedWritableAtom<number>, last: Nanostores.ReadableAtom<number>): Program {
  return { set: (i) => source.set(i), read: () => last.get(), watch: () => last.listen(take) };
}

function ofMobx(source: { set(i: number): void }, last: { get(): number }): Program {
  return { set: (i) => mobx.runInAction(() => source.set(i)), read: () => last.get(), watch: () => mobx.autorun(() => take(last.get())) };
}

/** A source is set, and the last value is told. */
function told(programs: Programs): Cases {
  return casesOf(programs, (program) => {
    program.watch();
    return (i) => program.set(i);
  });
}

/** A source is set, and the last value is read, without anybody who watches. */
function asked(programs: Programs): Cases {
  return casesOf(programs, (program) => (i) => {
    program.set(i);
    take(program.read());
  });
}

function casesOf(programs: Programs, use: (program: Program) => (i: number) => void): Cases {
  return Object.fromEntries(Object.entries(programs).map(([name, make]) => [name, () => use(make())]));
}

/** One derived value of one source, made and read once. */
const DERIVE: Readonly<Record<string, () => (i: number) => object>> = {
  heddle() {
    const source = rx(0);
    return (k) => {
      const derived = source.map((value) => value + k);
      take(derived.value);
      return derived;
    };
  },
  'alien-signals'() {
    const source = alien.signal(0);
    return (k) => {
      const derived = alien.computed(() => source() + k);
      take(derived());
      return derived;
    };
  },
  preact() {
    const source = preact.signal(0);
    return (k) => {
      const derived = preact.computed(() => source.value + k);
      take(derived.value);
      return derived;
    };
  },
  nanostores() {
    const source = nanostores.atom(0);
    return (k) => {
      const derived = nanostores.computed(source, (value) => value + k);
      take(derived.get());
      return derived;
    };
  },
  mobx() {
    const source = mobx.observable.box(0);
    return (k) => {
      const derived = mobx.computed(() => source.get() + k);
      take(derived.get());
      return derived;
    };
  },
};

/** One object of five values, as each library has them. */
const CREATE: Readonly<Record<string, (i: number) => object>> = {
  heddle: () => new Five(),
  'heddle, given': (i) => new Five({ a: i, b: i, c: 'x', d: true, e: 0.25 }),
  'alien-signals': (i) => ({ a: alien.signal(i), b: alien.signal(1), c: alien.signal('c'), d: alien.signal(false), e: alien.signal(0.5) }),
  preact: (i) => ({ a: preact.signal(i), b: preact.signal(1), c: preact.signal('c'), d: preact.signal(false), e: preact.signal(0.5) }),
  nanostores: (i) => ({
    a: nanostores.atom(i),
    b: nanostores.atom(1),
    c: nanostores.atom('c'),
    d: nanostores.atom(false),
    e: nanostores.atom(0.5),
  }),
  mobx: (i) => mobx.observable({ a: i, b: 1, c: 'c', d: false, e: 0.5 }),
};

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? NaN;

/** Medians over the rounds, in nanoseconds an operation. All take turns; another one begins each round, since it pays for the garbage. */
function race(cases: Readonly<Record<string, () => number>>, rounds: number): Record<string, number> {
  const all = Object.entries(cases).map(([name, run]) => ({ name, run, figures: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const it = all[(i + round) % all.length];
      it?.figures.push(it.run());
    }
  }
  return Object.fromEntries(all.map(({ name, figures }) => [name, median(figures.slice(rounds >> 2))]));
}

function timed(cases: Cases, operations: number): Record<string, number> {
  let count = 0;
  const runs = Object.entries(cases).map(([name, set]) => {
    const operation = set();
    const run = (): number => {
      const start = performance.now();
      for (let i = 0; i < operations; i++) operation(++count);
      return ((performance.now() - start) / operations) * 1e6;
    };
    return [name, run] as const;
  });
  return race(Object.fromEntries(runs), 30);
}

function report(title: string, unit: string, figures: Readonly<Record<string, number>>): void {
  const own = figures['heddle'] ?? NaN;
  console.log(`\n${title}`);
  for (const [name, figure] of Object.entries(figures))
    console.log(
      `  ${name.padEnd(14)} ${figure.toFixed(figure < 100 ? 1 : 0).padStart(8)} ${unit}   heddle is ${(own / figure).toFixed(2)} ×`,
    );
}

function created(make: (i: number) => object, each: number): () => number {
  return () => {
    const start = performance.now();
    const all = times(10_000, make);
    const figure = ((performance.now() - start) / 10_000 / each) * 1e6;
    sink += all.length;
    return figure;
  };
}

function heapOf(make: (i: number) => object, each: number): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const all = times(10_000, make);
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / 10_000 / each;
  sink += all.length;
  return bytes;
}

/** Time and heap of what `makers` make, for each of the `each` values that one of them has. */
function reportCreation(title: string, makers: Readonly<Record<string, (i: number) => object>>, each: number): void {
  const entries = Object.entries(makers);
  const times = Object.fromEntries(entries.map(([name, make]) => [name, created(make, each)]));
  report(`${title}: time a value`, 'ns', race(times, 20));
  report(`${title}: heap a value`, 'bytes', Object.fromEntries(entries.map(([name, make]) => [name, heapOf(make, each)])));
}

report('set, 1 watcher', 'ns', timed(watched(1), 20_000));
report('set, 100 watchers', 'ns', timed(watched(100), 1000));
report('chain of 100 derived values', 'ns', timed(told(CHAIN), 500));
report('chain of 100, read without a watcher', 'ns', timed(asked(CHAIN), 500));
report('diamond of 1000 derived values', 'ns', timed(told(DIAMOND), 30));
report('diamond of 1000, read without a watcher', 'ns', timed(asked(DIAMOND), 30));
report('100 choices between two derived values', 'ns', timed(told(CHOICES), 200));
report('one of 1000 sources is set', 'ns', timed(told(FEW_OF_MANY), 200));
reportCreation('create 10 000 objects of 5', CREATE, 5);
reportCreation('derive 10 000 values of one source', Object.fromEntries(Object.entries(DERIVE).map(([name, from]) => [name, from()])), 1);
if (Number.isNaN(sink)) throw new Error(`Something computed no number.`);
