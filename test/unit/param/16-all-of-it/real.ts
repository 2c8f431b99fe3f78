import { batch, discardEvents, param, Parameterized, rx, type ChangeEvent, type Rx, type Watcher } from '../../../../src/param/index.ts';
import { FUSE, type Step, type Story, type Watch } from './steps.ts';

class Pair extends Parameterized.with({
  a: param.integer(),
  b: param.integer(),
  go: param.event(),
  sum: param.integer({ allowRefs: true }),
}) {
  static override readonly depends = { onA: { on: ['a'], watch: true }, onB: { on: ['b'], watch: 'queued' as const } };
  told: (method: string) => void = () => {};

  onA(): void {
    this.told('onA');
  }

  onB(): void {
    this.told('onB');
  }
}

/** The steps of a story on real objects, for comparison with the oracle. */
export class Real {
  readonly log: string[] = [];
  readonly #objects = [new Pair(), new Pair()] as const;
  readonly #texts: readonly Rx<string>[];
  #watchers: { readonly pair: Pair; readonly watcher: Watcher }[] = [];
  #made = 0;

  constructor({ isLinked, onA, onB }: Story) {
    this.#texts = this.#objects.map((pair) => rx`${pair.param.a} ${pair.param.b}`);
    this.#objects.forEach((pair, i) => {
      if (isLinked) pair.sum = pair.param.a.rx().pipe((a, b) => a + b, pair.param.b) as never;
      const methods: Record<string, () => void> = { onA: this.#fused(onA), onB: this.#fused(onB) };
      pair.told = (method) => {
        this.log.push(`${method} of ${i}: `);
        methods[method]?.();
      };
    });
  }

  /** Everything that an author can see of the values. */
  get values(): readonly unknown[] {
    return this.#objects.map(({ a, b, go, sum }, i) => ({ a, b, go, sum, text: this.#texts[i]?.value }));
  }

  run(step: Step): void {
    const pair = this.#objects['obj' in step ? step.obj : 0] as Pair;
    const body = (): void => this.#all('steps' in step ? step.steps : []);
    if (step.do === 'set') pair[step.name] = step.value;
    if (step.do === 'go') pair.go = true;
    if (step.do === 'update') pair.param.update({ a: step.a, b: step.b });
    if (step.do === 'refused') pair.param.update({ a: step.a, b: 'no number' as never });
    if (step.do === 'fail') throw new Error('meant to fail');
    if (step.do === 'scoped') pair.param.update({ a: step.a }, body);
    if (step.do === 'discard') discardEvents(pair, body);
    if (step.do === 'batch') batch(body);
    if (step.do === 'caught') this.#caught(body);
    if (step.do === 'trigger') pair.param.trigger(...step.names);
    if (step.do === 'watch') this.#watch(pair, step);
    if (step.do === 'unwatch') for (const it of this.#watchers.splice(step.which, 1)) it.pair.param.unwatch(it.watcher);
  }

  #all(steps: readonly Step[]): void {
    for (const step of steps) this.run(step);
  }

  #fused(steps: readonly Step[]): () => void {
    let calls = 0;
    return () => {
      if (++calls <= FUSE) this.#all(steps);
    };
  }

  #caught(body: () => void): void {
    try {
      body();
    } catch {
      this.log.push('caught');
    }
  }

  #watch(pair: Pair, watch: Watch): void {
    const id = this.#made++;
    const act = this.#fused(watch.steps);
    const told = (...events: ChangeEvent[]): void => {
      this.log.push(`watcher ${id}: ${events.map((it) => `${it.name} ${String(it.old)}→${String(it.new)} ${it.type}`).join(', ')}`);
      act();
    };
    const { names, onlyChanged, precedence, queued } = watch;
    this.#watchers.push({ pair, watcher: pair.param.watch(told as never, names, { onlyChanged, precedence, queued }) });
  }
}
