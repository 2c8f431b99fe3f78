import { describe, expect, it } from 'vitest';
import { batch, discardEvents, param, Parameterized, rx, type Watcher } from '../../../src/param/index.ts';

class Pair extends Parameterized.with({ a: param.integer(), b: param.integer(), sum: param.integer({ allowRefs: true }) }) {}

type Name = 'a' | 'b';
const NAMES: readonly Name[] = ['a', 'b'];

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A watcher, what it has been told, and what the model says that it must be told. */
interface Watched {
  readonly watcher: Watcher;
  readonly object: number;
  readonly names: readonly Name[];
  readonly onlyChanged: boolean;
  readonly told: string[];
  readonly expected: string[];
  /** Events that wait for the end of a batch, by name. */
  readonly waiting: Map<Name, string>;
}

/** The rules of sets, batches and watchers once more, as plainly as they can be written. */
class Model {
  readonly values = [
    { a: 0, b: 0 },
    { a: 0, b: 0 },
  ];
  readonly objects = [new Pair(), new Pair()];
  readonly watched: Watched[] = [];
  readonly #random: (below: number) => number;
  #depth = 0;
  #muted = -1;

  /** What is discarded does not reach references either, so that both together would tell little. */
  readonly #discards: boolean;

  constructor(random: (below: number) => number, discards: boolean) {
    this.#random = random;
    this.#discards = discards;
    // A parameter that follows both values of its own object, so that references are part of every step.
    for (const pair of this.objects) pair.param.update({ sum: pair.param.a.rx().pipe((a, b) => a + b, pair.param.b) });
  }

  step(): void {
    const steps = [
      () => this.#set(),
      () => this.#set(),
      () => this.#batch(),
      () => this.#update(),
      () => this.#trigger(),
      () => this.#discard(),
      () => this.#watch(),
      () => this.#unwatch(),
    ];
    steps[this.#random(steps.length)]?.();
  }

  #set(): void {
    const object = this.#random(2);
    const name = this.#name();
    const value = this.#random(3);
    this.#expect(object, name, value);
    this.#pair(object)[name] = value;
    this.#flush();
  }

  #update(): void {
    const object = this.#random(2);
    const values = { a: this.#random(3), b: this.#random(3) };
    this.#depth++;
    for (const name of NAMES) this.#expect(object, name, values[name]);
    this.#depth--;
    this.#pair(object).param.update(values);
    this.#flush();
  }

  #batch(): void {
    this.#depth++;
    batch(() => {
      for (let i = this.#random(4); i > 0; i--) this.step();
      this.#depth--;
    });
    this.#flush();
  }

  #trigger(): void {
    const object = this.#random(2);
    const name = this.#name();
    const value = this.#value(object, name);
    if (this.#muted !== object) this.#queue(object, name, () => `${name} ${value}→${value} triggered`);
    this.#pair(object).param.trigger(name);
    this.#flush();
  }

  #discard(): void {
    if (this.#muted >= 0 || !this.#discards) return;
    this.#muted = this.#random(2);
    discardEvents(this.#pair(this.#muted), () => this.#set());
    this.#muted = -1;
  }

  #watch(): void {
    const object = this.#random(2);
    const names = [['a'], ['b'], ['b', 'a']][this.#random(3)] as Name[];
    const onlyChanged = this.#random(3) > 0;
    const told: string[] = [];
    const tell = (...events: readonly { name: string; old: number; new: number; type: string }[]): void => {
      told.push(events.map((it) => `${it.name} ${it.old}→${it.new} ${it.type}`).join(', '));
    };
    const watcher = this.#pair(object).param.watch(tell, names, { onlyChanged });
    this.watched.push({ watcher, object, names, onlyChanged, told, expected: [], waiting: new Map() });
  }

  /** Only outside batches: what a watcher still hears inside one is another test's matter. */
  #unwatch(): void {
    if (this.#depth > 0 || this.watched.length < 4) return;
    const [removed] = this.watched.splice(this.#random(this.watched.length), 1);
    if (removed !== undefined) this.#pair(removed.object).param.unwatch(removed.watcher);
  }

  #expect(object: number, name: Name, value: number): void {
    const old = this.#value(object, name);
    (this.values[object] as Record<Name, number>)[name] = value;
    if (this.#muted === object) return;
    this.#queue(object, name, (it) => {
      if (it.onlyChanged) return old === value ? undefined : `${name} ${old}→${value} changed`;
      return `${name} ${old}→${value} set`;
    });
  }

  #queue(object: number, name: Name, eventFor: (watched: Watched) => string | undefined): void {
    for (const it of this.watched) {
      const event = it.object === object && it.names.includes(name) ? eventFor(it) : undefined;
      if (event !== undefined) it.waiting.set(name, event);
    }
  }

  #flush(): void {
    if (this.#depth > 0) return;
    for (const it of this.watched) {
      if (it.waiting.size > 0) it.expected.push(it.names.flatMap((name) => it.waiting.get(name) ?? []).join(', '));
      it.waiting.clear();
    }
  }

  #name(): Name {
    return this.#random(2) === 0 ? 'a' : 'b';
  }

  #pair(object: number): Pair {
    return this.objects[object] as Pair;
  }

  #value(object: number, name: Name): number {
    return (this.values[object] as Record<Name, number>)[name];
  }
}

describe('any sequence of sets, updates, batches, triggers and discards', () => {
  it('tells each watcher exactly what the rules say, and keeps derived values true', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const model = new Model(randomNumbers(seed), seed % 2 === 0);
      const all = model.objects.map((pair) => rx`${pair.param.a} ${pair.param.b}`);
      for (let i = 0; i < 40; i++) {
        model.step();
        for (const it of model.watched) expect(it.told.splice(0), `seed ${seed}, step ${i}`).toEqual(it.expected.splice(0));
        model.objects.forEach((pair, at) => {
          const { a, b } = model.values[at] as { a: number; b: number };
          expect([pair.a, pair.b, all[at]?.value], `seed ${seed}, step ${i}`).toEqual([a, b, `${a} ${b}`]);
          if (seed % 2 === 1) expect(pair.sum, `seed ${seed}, step ${i}`).toBe(a + b);
        });
      }
    }
  });
});
