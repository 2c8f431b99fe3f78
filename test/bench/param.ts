/**
 * `npm run bench param`: what parameters and derived values cost, beside the libraries that do parts of the same.
 *
 * - set, 1 watcher: a value is set, and one function is called with it.
 * - set, 100 watchers: the same with a hundred functions.
 * - chain: a value is set, and one function is called with what a hundred derived values in a row make of it.
 * - diamond: a thousand derived values of one source, the sum of them, and one function that is called with the sum.
 * - create: an object of five values, time and heap for each value; Heddle's are declared, checked and documented.
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

const CHAIN: Cases = {
  heddle() {
    const source = rx(0);
    let last: Heddle.Rx<number> = source;
    for (let i = 0; i < 100; i++) last = last.map((value) => value + 1);
    last.watch(take);
    return (i) => source.set(i);
  },
  'alien-signals'() {
    const source = alien.signal(0);
    let last: () => number = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = alien.computed(() => before() + 1);
    }
    const end = last;
    alien.effect(() => take(end()));
    return (i) => source(i);
  },
  preact() {
    const source = preact.signal(0);
    let last: Preact.ReadonlySignal<number> = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = preact.computed(() => before.value + 1);
    }
    const end = last;
    preact.effect(() => take(end.value));
    return (i) => (source.value = i);
  },
  nanostores() {
    const source = nanostores.atom(0);
    let last: Nanostores.ReadableAtom<number> = source;
    for (let i = 0; i < 100; i++) last = nanostores.computed(last, (value) => value + 1);
    last.listen(take);
    return (i) => source.set(i);
  },
  mobx() {
    const source = mobx.observable.box(0);
    let last: { get(): number } = source;
    for (let i = 0; i < 100; i++) {
      const before = last;
      last = mobx.computed(() => before.get() + 1);
    }
    const end = last;
    mobx.autorun(() => take(end.get()));
    return (i) => mobx.runInAction(() => source.set(i));
  },
};

const DIAMOND: Cases = {
  heddle() {
    const source = rx(0);
    const wide = times(1000, (k) => source.map((value) => value + k));
    rx(bind((...values: number[]) => add(values), ...wide)).watch(take);
    return (i) => source.set(i);
  },
  'alien-signals'() {
    const source = alien.signal(0);
    const wide = times(1000, (k) => alien.computed(() => source() + k));
    const sum = alien.computed(() => add(wide.map((it) => it())));
    alien.effect(() => take(sum()));
    return (i) => source(i);
  },
  preact() {
    const source = preact.signal(0);
    const wide = times(1000, (k) => preact.computed(() => source.value + k));
    const sum = preact.computed(() => add(wide.map((it) => it.value)));
    preact.effect(() => take(sum.value));
    return (i) => (source.value = i);
  },
  nanostores() {
    const source = nanostores.atom(0);
    const wide = times(1000, (k) => nanostores.computed(source, (value) => value + k));
    const sum = nanostores.computed(wide, (...values) => add(values));
    sum.listen(take);
    return (i) => source.set(i);
  },
  mobx() {
    const source = mobx.observable.box(0);
    const wide = times(1000, (k) => mobx.computed(() => source.get() + k));
    const sum = mobx.computed(() => add(wide.map((it) => it.get())));
    mobx.autorun(() => take(sum.get()));
    return (i) => mobx.runInAction(() => source.set(i));
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

/** Medians over the rounds, in nanoseconds an operation, of all who take turns. */
function race(cases: Readonly<Record<string, () => number>>, rounds: number): Record<string, number> {
  const all: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) for (const [name, run] of Object.entries(cases)) (all[name] ??= []).push(run());
  return Object.fromEntries(Object.entries(all).map(([name, figures]) => [name, median(figures.slice(rounds >> 2))]));
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
  return race(Object.fromEntries(runs), 40);
}

function report(title: string, unit: string, figures: Readonly<Record<string, number>>): void {
  const own = figures['heddle'] ?? NaN;
  console.log(`\n${title}`);
  for (const [name, figure] of Object.entries(figures))
    console.log(
      `  ${name.padEnd(14)} ${figure.toFixed(figure < 100 ? 1 : 0).padStart(8)} ${unit}   heddle is ${(own / figure).toFixed(2)} ×`,
    );
}

function created(make: (i: number) => object): () => number {
  return () => {
    const start = performance.now();
    const all = times(10_000, make);
    const figure = ((performance.now() - start) / 50_000) * 1e6;
    sink += all.length;
    return figure;
  };
}

function heapOf(make: (i: number) => object): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const all = times(10_000, make);
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / 50_000;
  sink += all.length;
  return bytes;
}

report('set, 1 watcher', 'ns', timed(watched(1), 20_000));
report('set, 100 watchers', 'ns', timed(watched(100), 1000));
report('chain of 100 derived values', 'ns', timed(CHAIN, 500));
report('diamond of 1000 derived values', 'ns', timed(DIAMOND, 30));
const creations = Object.entries(CREATE);
report(
  'create 10 000 objects of 5: time a value',
  'ns',
  race(Object.fromEntries(creations.map(([name, make]) => [name, created(make)])), 20),
);
report('create 10 000 objects of 5: heap a value', 'bytes', Object.fromEntries(creations.map(([name, make]) => [name, heapOf(make)])));
if (Number.isNaN(sink)) throw new Error(`Something computed no number.`);
