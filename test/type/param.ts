/**
 * What TypeScript knows of parameters. Nothing here runs: `tsc` checks it, and every `@ts-expect-error` line must be one.
 */
import {
  type batch,
  bind,
  editConstant,
  param,
  Parameterized,
  REF,
  rx,
  type Bound,
  type Parameter,
  type Run,
  type Rx,
} from '../../src/param/index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

class Task {
  readonly #secret = 1;
  get secret(): number {
    return this.#secret;
  }
}

class Runner extends Parameterized.with({
  value: param.any({ constant: true, label: 'Last Result' }),
  tasks: param.integer({ default: 0, bounds: [0, null], constant: true }),
  status: param.string({ default: 'The queue is empty', constant: true }),
  worker: param.callable<(task: string) => number>({ allowNone: false }),
  hook: param.callable<() => void>(),
  level: param.selector({ objects: ['low', 'high'] }),
  width: param.number({ default: null }),
  names: param.list({ itemType: 'string' }),
  point: param.tuple({ default: [0, 'a'] }),
  span: param.range({ default: [0, 1] }),
  when: param.date(),
  task: param.instanceOf(Task),
  samples: param.array({ type: Float64Array }),
  frame: param.dataFrame({ columns: { x: 'number', label: 'string' } }),
  go: param.event(),
}) {
  readonly #private = 1;

  report(): number {
    const texts: string = this.status + this.param.status.value;
    this.param.watch((event) => same<typeof event.new, number>(true), 'tasks');
    return this.tasks + this.#private + texts.length;
  }
}

export function valuesAreInferred(r: Runner): void {
  same<typeof r.value, unknown>(true);
  same<typeof r.tasks, number>(true);
  same<typeof r.status, string>(true);
  same<typeof r.worker, (task: string) => number>(true);
  same<typeof r.hook, (() => void) | null>(true);
  same<typeof r.level, 'low' | 'high'>(true);
  same<typeof r.width, number | null>(true);
  same<typeof r.names, string[]>(true);
  same<typeof r.point, [number, string]>(true);
  same<typeof r.span, [number, number]>(true);
  same<typeof r.when, Date | null>(true);
  same<typeof r.task, Task | null>(true);
  same<typeof r.samples, Float64Array | null>(true);
  same<NonNullable<typeof r.frame>['x'], ArrayLike<number>>(true);
  same<typeof r.go, boolean>(true);
  // @ts-expect-error a number is no text
  r.status = 1;
  // @ts-expect-error not one of the objects
  r.level = 'middle';
  editConstant(r, () => (r.tasks = 2));
}

export function constructorOptionsAreInferred(r: Runner): void {
  new Runner({ worker: (task) => task.length, tasks: 1, level: 'high' });
  new Runner({ status: rx`n is ${r.param.tasks}`, tasks: r.param.tasks, width: async () => 3 });
  // @ts-expect-error a text is no number
  new Runner({ tasks: 'a' });
  // @ts-expect-error there is no such parameter
  new Runner({ zzz: 1 });
  // @ts-expect-error a reference to a text is none to a number
  new Runner({ tasks: r.param.status });
}

export function eventsAreInferred(r: Runner): void {
  r.param.watch((event) => {
    same<typeof event.old, number>(true);
    same<typeof event.name, 'tasks'>(true);
  }, 'tasks');
  r.param.watch(
    (...events) => {
      for (const event of events) {
        if (event.name === 'tasks') same<typeof event.new, number>(true);
        else same<typeof event.new, string>(true);
      }
    },
    ['tasks', 'status'],
  );
  // @ts-expect-error there is no such parameter
  r.param.watch(() => {}, 'zzz');
  // @ts-expect-error neither among several
  r.param.watch(() => {}, ['tasks', 'zzz']);
  r.param.update({ tasks: 1 });
  // @ts-expect-error a text is no number
  r.param.update({ tasks: 'a' });
  // @ts-expect-error there is no such parameter
  r.param.trigger('zzz');
  const values = r.param.values();
  same<typeof values.tasks, number>(true);
  const task = r.param.update({ tasks: 1 }, async () => 'done');
  same<typeof task, Promise<string>>(true);
}

export function parametersHaveTheirSlots(r: Runner): void {
  same<typeof r.param.tasks.value, number>(true);
  r.param.tasks.bounds = [0, 9];
  r.param.status.regex = /x/;
  r.param.level.objects = ['low'];
  // @ts-expect-error a string has no bounds
  r.param.status.bounds = [0, 1];
  // @ts-expect-error there is no such slot
  param.number({ bound: [0, 1] });
  // @ts-expect-error a default of the wrong type
  param.number({ default: 'a' });
  const parameter: Parameter = r.param.tasks;
  same<typeof parameter.value, unknown>(true);
}

class Vague extends Parameterized.with({
  margin: param.any({ default: null }),
  items: param.list({ default: [] }),
  choice: param.selector({ objects: [] }),
  dict: param.dict({ default: {} }),
}) {}

export function emptyDefaultsSayNothingOfTheType(vague: Vague): void {
  same<typeof vague.margin, unknown>(true);
  same<typeof vague.items, unknown[]>(true);
  same<typeof vague.choice, unknown>(true);
  same<typeof vague.dict, Record<string, unknown>>(true);
  // @ts-expect-error the default is none of the objects
  param.selector({ objects: ['a'], default: 'b' });
}

class Fast extends Runner.with({
  tasks: param.integer({ default: 3 }),
  width: param.number({ default: 1 }),
  speed: param.number(),
}) {}

export function subclassesInheritAndOverride(fast: Fast): void {
  same<typeof fast.tasks, number>(true);
  same<typeof fast.speed, number>(true);
  same<typeof fast.level, 'low' | 'high'>(true);
  const width: number = fast.width;
  const runner: Runner = fast;
  fast.report();
  new Fast({ speed: 1, level: 'low', worker: () => width });
  fast.param.watch((event) => same<typeof event.new, number>(true), 'speed');
  fast.param.watch((event) => same<typeof event.new, 'low' | 'high'>(true), 'level');
  same<typeof fast.param.speed.value, number>(true);
  same<typeof fast.param.level.value, 'low' | 'high'>(true);
  // @ts-expect-error there is no such parameter
  new Fast({ zzz: runner });
}

/** A positional argument before the options stays. */
class Pane extends Parameterized.with({ object: param.any() }) {
  constructor(object?: unknown, options: { width?: number } = {}) {
    super({ object });
    void options;
  }
}

class Str extends Pane.with({ size: param.number() }) {}

export function constructorsKeepTheirArguments(): void {
  new Str('text', { size: 3, width: 4 });
  // @ts-expect-error there is no such option
  new Str('text', { zzz: 3 });
}

abstract class Shape extends Parameterized.with({ name: param.string() }) {
  abstract area(): number;
}

class Square extends (Shape.with({ side: param.number() }) as typeof Shape) {
  area(): number {
    return 1;
  }
}

export function abstractClassesCanBeExtended(): void {
  new Square();
  // @ts-expect-error an abstract class makes no instances
  new Shape();
}

class Slider extends Parameterized.with({ value: param.integer() }) {
  [REF]() {
    return this.param.value;
  }
}

export function boundFunctionsKnowTheirArguments(r: Runner, slider: Slider): void {
  const bound = bind(
    (n, text, k) => {
      same<typeof n, number>(true);
      same<typeof text, string>(true);
      same<typeof k, 3>(true);
      return n > 1;
    },
    slider,
    r.param.status,
    3,
  );
  same<typeof bound, Bound<boolean>>(true);
  const later = bind(async (n: number, { signal }: Run) => (signal.aborted ? n : n + 1), slider);
  same<ReturnType<typeof later>, Promise<number>>(true);
  bind((n: number) => n, later);
  bind((n) => same<typeof n, number>(true), slider, { watch: true });
  // @ts-expect-error a text is no number
  bind((n: number) => n, r.param.status);
  bind((n: number, m: number) => n + m, slider)(2);
  bind(
    (n) => same<typeof n, number>(true),
    bind((m: number) => m * 2, slider),
  );
  bind(
    (n) => same<typeof n, number>(true),
    bind((m) => m * 2, slider),
    { watch: true },
  );
  const both = bind(
    (n, text) => same<[typeof n, typeof text], [number, string]>(true),
    bind((m) => m * 2, slider),
    bind(String, slider),
  );
  same<ReturnType<typeof both>, void>(true);
  bind(
    (n) => same<typeof n, number>(true),
    bind(
      (m) => m + 1,
      bind((m) => Promise.resolve(m), slider),
    ),
  );
  const some = bind((n: number, m: number, text: string) => n + m + text.length, slider);
  bind(some, 2)('text');
  const generic = <T>(value: T): T => bind(() => value)();
  same<ReturnType<typeof generic<string>>, string>(true);
  bind(r.param.worker, r.param.status);
}

export function expressionsKnowTheirValues(r: Runner, slider: Slider): void {
  same<ReturnType<typeof r.param.tasks.rx>, Rx<number>>(true);
  const later = rx(bind(async (n: number) => `${n}`, slider));
  same<typeof later, Rx<string>>(true);
  const plain = rx(3);
  plain.set(4);
  // @ts-expect-error a text is no number
  plain.set('a');
  same<typeof plain.value, number>(true);
  const text = rx`${r.param.tasks} of ${slider}`;
  same<typeof text.value, string>(true);
  const branch = plain.where(r.param.status, slider);
  same<typeof branch, Rx<string | number>>(true);
  const items = rx(['a']).mapItems((it) => it.length);
  same<typeof items, Rx<number[]>>(true);
  const generated = plain.map(async function* (n) {
    yield String(n);
  });
  same<typeof generated, Rx<string>>(true);
}

export function linksKnowBothSides(r: Runner, slider: Slider): void {
  r.param.link(slider, { tasks: 'value' });
  r.param.link(slider, {
    status(target, event) {
      same<typeof target, Slider>(true);
      same<typeof event.new, string>(true);
      same<typeof event.name, 'status'>(true);
    },
  });
  // @ts-expect-error there is no such parameter
  r.param.link(slider, { zzz: 'value' });
  // @ts-expect-error nor one of the target
  r.param.link(slider, { tasks: 'zzz' });
}

export function jsonKnowsItsNames(r: Runner): void {
  const text: string = r.param.serializeParameters(['tasks', 'level']);
  const values = r.param.deserializeParameters(text);
  same<typeof values.tasks, number | undefined>(true);
  r.param.update(values);
  // @ts-expect-error there is no such parameter
  r.param.serializeParameters(['zzz']);
  // @ts-expect-error nor has the schema one
  r.param.schema(['zzz']);
  same<ReturnType<typeof Runner.param.schema>, Readonly<Record<string, unknown>>>(true);
}

export function operatorsKnowTheirValues(r: Runner): void {
  const { tasks, status } = r.param;
  same<ReturnType<ReturnType<typeof tasks.rx>['buffer']>, Rx<number[]>>(true);
  const sampled = tasks.rx().when(status, { initial: null });
  same<typeof sampled, Rx<number | null>>(true);
  const both = tasks.rx().and(status);
  same<typeof both, Rx<number | string>>(true);
  const piped = tasks.rx().pipe((n, text, run: Run) => [n, text, run.signal.aborted] as const, status);
  same<typeof piped, Rx<readonly [number, string, boolean]>>(true);
  const found = rx(r.param.tasks).resolve();
  same<typeof found, Rx<number>>(true);
  const stop = status.rx().watch((text) => same<typeof text, string>(true), { queued: true });
  same<typeof stop, () => void>(true);
  // @ts-expect-error an rx has no slots to watch
  status.rx().watch(() => {}, { what: 'doc' });
  // @ts-expect-error the function takes a number
  status.rx().map((n: number) => n);
}

export function scopesPassResultsOn(r: Runner): void {
  same<ReturnType<typeof batch<number>>, number>(true);
  const done = editConstant(r, async () => 3);
  same<typeof done, Promise<number>>(true);
}
