import { FUSE, type Name, type Step, type Story } from './steps.ts';

/** Somebody who is told: a watcher, a method that `static depends` connects, or the sum, which follows two parameters. */
interface Ear {
  readonly id: string;
  readonly obj: number;
  readonly names: readonly Name[];
  readonly onlyChanged: boolean;
  /** −1 for methods and sums, which are told even after an error. */
  readonly precedence: number;
  readonly queued: boolean;
  readonly steps: readonly Step[];
  calls: number;
}

/** A pair of values with the sum that follows them. */
interface Pair {
  a: number;
  b: number;
  sum: number;
  /** What the derived value was when it was last found out, and whether the sum has been told. */
  derived: number;
  isTold: boolean;
  readonly ear: Ear;
}

type Type = 'changed' | 'set' | 'triggered';

/**
 * The rules of sets, batches and watchers once more, as plainly as they can be written.
 *
 * A set lets its watchers wait; unless something holds events back, they are called at once, with whatever else waits.
 * Whether a derived value has changed is found out when events may flow.
 */
export class Oracle {
  readonly log: string[] = [];
  readonly #pairs: readonly Pair[];
  #ears: Ear[] = [];
  readonly #methods: readonly Ear[];
  #made = 0;
  #holds = 0;
  readonly #muted = [0, 0];
  /** In the order in which they began to wait, with the newest event of each name. */
  #waiting = new Map<Ear, Map<Name, string>>();

  readonly #isLinked: boolean;
  /** Objects with values that were changed since it was found out what that means for their sums. */
  readonly #touched = new Set<number>();

  constructor({ isLinked, onA, onB }: Story) {
    const own = { onlyChanged: true, precedence: -1, calls: 0, queued: false };
    const pairs = [0, 1];
    this.#isLinked = isLinked;
    this.#pairs = pairs.map((obj) => ({
      ...{ a: 0, b: 0, sum: 0, derived: 0, isTold: true },
      ear: { ...own, id: 'sum', obj, names: [], steps: [] },
    }));
    this.#methods = pairs.flatMap((obj) => [
      { ...own, id: `onA of ${obj}`, obj, names: ['a'], steps: onA },
      { ...own, id: `onB of ${obj}`, obj, names: ['b'], queued: true, steps: onB },
    ]);
  }

  get values(): readonly unknown[] {
    return this.#pairs.map(({ a, b, sum }) => ({ a, b, go: false, sum, text: `${a} ${b}` }));
  }

  run(step: Step): void {
    if (step.do === 'set') this.#set(step.obj, step.name, step.value);
    if (step.do === 'go') this.#tell(step.obj, 'go', 'false→true', 'changed');
    if (step.do === 'update') this.#update(step.obj, step);
    if (step.do === 'refused' || step.do === 'fail') throw new Error('meant to fail');
    if (step.do === 'trigger') this.#held(() => step.names.forEach((name) => this.#trigger(step.obj, name)));
    if (step.do === 'batch') this.#held(() => this.#all(step.steps));
    if (step.do === 'watch') this.#ears.push({ ...step, id: `watcher ${this.#made++}`, calls: 0 });
    if (step.do === 'unwatch') this.#ears.splice(step.which, 1);
    if (step.do === 'scoped') {
      const { a } = this.#of(step.obj);
      const body = (): void => (this.#update(step.obj, { a: step.a }), this.#all(step.steps));
      this.#finally(body, () => this.#update(step.obj, { a }));
    }
    if (step.do === 'discard') {
      (this.#muted[step.obj] as number)++;
      this.#finally(
        () => this.#all(step.steps),
        () => (this.#muted[step.obj] as number)--,
      );
    }
    if (step.do === 'caught') {
      try {
        this.#all(step.steps);
      } catch {
        this.log.push('caught');
      }
    }
  }

  #all(steps: readonly Step[]): void {
    for (const step of steps) this.run(step);
  }

  #finally(body: () => void, end: () => void): void {
    try {
      body();
    } finally {
      end();
    }
  }

  #of(obj: number): Pair {
    return this.#pairs[obj] as Pair;
  }

  #set(obj: number, name: 'a' | 'b', value: number): void {
    const old = this.#of(obj)[name];
    if (old !== value) this.#change(obj, name, value);
    this.#tell(obj, name, `${old}→${value}`, old === value ? 'set' : 'changed');
  }

  #change(obj: number, name: 'a' | 'b', value: number): void {
    const isMuted = this.#muted[obj] !== 0;
    if (isMuted) this.#findOut();
    this.#of(obj)[name] = value;
    this.#touched.add(obj);
    if (isMuted) this.#findOut(obj);
    else if (this.#holds === 0) this.#findOut();
  }

  #update(obj: number, { a, b }: { readonly a: number; readonly b?: number }): void {
    this.#held(() => {
      this.#set(obj, 'a', a);
      if (b !== undefined) this.#set(obj, 'b', b);
    });
  }

  #trigger(obj: number, name: Name): void {
    const value = name === 'go' ? true : this.#of(obj)[name];
    if (name !== 'go') this.#change(obj, name, this.#of(obj)[name]);
    this.#tell(obj, name, `${value}→${value}`, 'triggered');
  }

  #tell(obj: number, name: Name, change: string, type: Type): void {
    if (this.#muted[obj] !== 0) return;
    for (const ear of [...this.#methods, ...this.#ears].toSorted((x, y) => x.precedence - y.precedence)) {
      if (ear.obj !== obj || !ear.names.includes(name) || (type === 'set' && ear.onlyChanged)) continue;
      if (!this.#waiting.has(ear)) this.#waiting.set(ear, new Map());
      const told = type === 'triggered' || ear.onlyChanged ? type : 'set';
      this.#waiting.get(ear)?.set(name, `${name} ${change} ${told}`);
    }
    if (this.#holds === 0) this.#deliver();
  }

  /** Lets the sums that changed wait for their turn, except that of an object whose events are discarded. */
  #findOut(discarded?: number): void {
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const obj of touched) {
      const pair = this.#of(obj);
      const { a, b, derived, ear } = pair;
      if (!this.#isLinked || derived === a + b) continue;
      pair.derived = a + b;
      pair.isTold = false;
      if (obj !== discarded && !this.#waiting.has(ear)) this.#waiting.set(ear, new Map());
    }
  }

  #follow(pair: Pair): void {
    if (pair.isTold) return;
    pair.isTold = true;
    pair.sum = pair.a + pair.b;
    if (this.#muted[pair.ear.obj] === 0) this.#deliver();
  }

  #hold(body: () => void): void {
    this.#holds++;
    this.#finally(body, () => {
      if (--this.#holds === 0) this.#findOut();
    });
  }

  #held(body: () => void): void {
    this.#finally(
      () => this.#hold(body),
      () => this.#holds === 0 && this.#deliver(),
    );
  }

  /** Round by round. After an error only methods are called, in that round and in those that follow from it. */
  #deliver(): void {
    const errors: unknown[] = [];
    while (this.#waiting.size > 0) {
      const round = [...this.#waiting].toSorted(([x], [y]) => x.precedence - y.precedence);
      this.#waiting = new Map();
      for (const [ear, events] of round) {
        try {
          if (errors.length === 0 || ear.precedence < 0) this.#call(ear, events);
        } catch (error) {
          errors.push(error);
        }
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  #call(ear: Ear, events: ReadonlyMap<Name, string>): void {
    if (ear.id === 'sum') return this.#follow(this.#of(ear.obj));
    const told = ear.precedence < 0 ? [] : ear.names.flatMap((name) => events.get(name) ?? []);
    this.log.push(`${ear.id}: ${told.join(', ')}`);
    if (++ear.calls > FUSE) return;
    const act = (): void => this.#all(ear.steps);
    if (ear.queued) this.#hold(act);
    else act();
  }
}
