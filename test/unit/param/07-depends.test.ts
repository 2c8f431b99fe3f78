import { describe, expect, it } from 'vitest';
import { ASYNC, follow, methodReference, param, Parameterized } from '../../../src/param/index.ts';

class Worker extends Parameterized.with({ name: param.string({ default: 'w' }), load: param.integer() }) {}

const calls: string[] = [];
const taken = (): string[] => calls.splice(0);

class Runner extends Parameterized.with({
  status: param.string({ default: 'idle' }),
  tasks: param.integer({ bounds: [0, 10] }),
  worker: param.instanceOf(Worker),
}) {
  static override readonly depends = {
    report: { on: ['status', 'tasks'], watch: true },
    limits: { on: ['tasks:bounds'], watch: true },
    start: { on: ['status', 'tasks'], onInit: true },
    text: ['status', 'worker.name'],
  };

  report(): void {
    calls.push(`report ${this.status} ${this.tasks}`);
  }

  limits(): void {
    calls.push('limits');
  }

  start(): void {
    calls.push('start');
  }

  text(): string {
    return `${this.status} ${this.worker?.name ?? 'nobody'}`;
  }
}

describe('static depends', () => {
  it('calls a watching method when one of its parameters changes, once for an update', () => {
    const runner = new Runner();
    taken();
    runner.status = 'a';
    runner.param.update({ status: 'b', tasks: 1 });
    expect(taken()).toEqual(['report a 0', 'report b 1']);
  });

  it('calls it before the watchers of authors', () => {
    const runner = new Runner();
    runner.param.watch(() => calls.push('watcher'), 'tasks');
    taken();
    runner.tasks = 2;
    expect(taken()).toEqual(['report idle 2', 'watcher']);
  });

  it('may name a slot', () => {
    const runner = new Runner();
    taken();
    runner.param.tasks.bounds = [0, 3];
    expect(taken()).toEqual(['limits']);
  });

  it('calls a method with onInit once, at the end of the constructor', () => {
    new Runner({ status: 'x', tasks: 3 });
    expect(taken()).toEqual(['start']);
  });

  it('may name a parameter of an object that a parameter holds, also after that is replaced', () => {
    class Watching extends Runner {
      static override readonly depends = {
        ...Runner.depends,
        named: { on: ['worker.name'], watch: true },
        all: { on: ['worker.param'], watch: true },
      };

      named(): void {
        calls.push(`named ${this.worker?.name}`);
      }

      all(): void {
        calls.push('all');
      }
    }
    const [one, two, same] = [new Worker({ name: 'one' }), new Worker({ name: 'two' }), new Worker({ name: 'two' })];
    const runner = new Watching({ worker: one });
    taken();
    one.name = 'uno';
    one.load = 1;
    expect(taken()).toEqual(['named uno', 'all', 'all']);
    runner.worker = two;
    expect(taken()).toEqual(['named two', 'all']);
    runner.worker = same;
    one.name = 'nobody listens';
    expect(taken()).toEqual([]);
    same.name = 'three';
    expect(taken()).toEqual(['named three', 'all']);
  });

  it('is told of a slot at the end of a path, and of a trigger there', () => {
    class Watching extends Runner {
      static override readonly depends = {
        ...Runner.depends,
        limited: { on: ['worker.load:bounds'], watch: true },
        loaded: { on: ['worker.load'], watch: true },
      };

      limited(): void {
        calls.push(`limited ${this.worker?.param.load.bounds}`);
      }

      loaded(): void {
        calls.push(`loaded ${this.worker?.load}`);
      }
    }
    const worker = new Worker();
    new Watching({ worker });
    taken();
    worker.param.load.bounds = [0, 5];
    worker.param.trigger('load');
    expect(taken()).toEqual(['limited 0,5', 'loaded 0']);
  });

  it('refuses a path that ends in no parameter, when it is made and when an object is replaced', () => {
    class Watching extends Parameterized.with({ any: param.instanceOf(Parameterized) }) {
      static override readonly depends = { see: { on: ['any.zzz'], watch: true } };

      see(): void {}
    }
    expect(() => new Watching({ any: new Worker() })).toThrow("'zzz' is not a parameter of Worker: its parameters are name, load.");
    const watching = new Watching();
    expect(() => (watching.any = new Worker())).toThrow("'zzz' is not a parameter of Worker");
  });

  it('may name another method, for what that depends on', () => {
    class Indirect extends Runner {
      static override readonly depends = { ...Runner.depends, shown: { on: ['text'], watch: true } };

      shown(): void {
        calls.push(`shown ${this.text()}`);
      }
    }
    const runner = new Indirect();
    taken();
    runner.status = 'a';
    runner.worker = new Worker();
    expect(taken()).toEqual(['report a 0', 'shown a nobody', 'shown a w']);
  });

  it('is inherited; a subclass adds to it', () => {
    class Sub extends Runner {
      static override readonly depends = { ...Runner.depends, more: { on: ['tasks'], watch: true } };

      more(): void {
        calls.push('more');
      }
    }
    const sub = new Sub();
    taken();
    sub.tasks = 1;
    expect(taken().toSorted()).toEqual(['more', 'report idle 1']);
  });

  it('lets what a queued method sets wait until it has ended', () => {
    class Queued extends Parameterized.with({ a: param.integer(), b: param.integer() }) {
      static override readonly depends = { first: { on: ['a'], watch: 'queued' as const }, second: { on: ['b'], watch: true } };

      first(): void {
        calls.push('start');
        this.b = 1;
        calls.push('end');
      }

      second(): void {
        calls.push('second');
      }
    }
    new Queued().a = 1;
    expect(taken()).toEqual(['start', 'end', 'second']);
  });

  it('hands the promise of an asynchronous method to the object', () => {
    const work: string[] = [];
    class Late extends Parameterized.with({ a: param.integer() }) {
      static override readonly depends = { load: { on: ['a'], watch: true } };

      async load(): Promise<void> {}

      override [ASYNC](_: Promise<unknown>, what: string): void {
        work.push(what);
      }
    }
    new Late().a = 1;
    expect(work).toEqual(['Late.load']);
  });

  it('refuses what does not exist, and circles', () => {
    const declared = (depends: Record<string, readonly string[]>): (() => unknown) => {
      class Bad extends Parameterized.with({ a: param.integer() }) {
        static override readonly depends = depends;

        one(): void {}

        two(): void {}
      }
      return () => new Bad();
    };
    expect(declared({ one: ['zzz'] })).toThrow(
      "Method 'Bad.one' in 'static depends' depends on 'zzz', but 'zzz' is neither a parameter nor a method with dependencies.",
    );
    expect(declared({ three: ['a'] })).toThrow("Method 'Bad.three' in 'static depends' is not a method.");
    expect(declared({ one: ['two'], two: ['one'] })).toThrow("Method 'Bad.one' in 'static depends' depends on itself by 'one'.");
  });

  it('runs an asynchronous generator to its end', async () => {
    class Steps extends Parameterized.with({ a: param.integer() }) {
      static override readonly depends = { load: { on: ['a'], watch: true } };

      async *load(): AsyncGenerator<void> {
        calls.push('begin');
        yield;
        calls.push('end');
      }
    }
    new Steps().a = 1;
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken()).toEqual(['begin', 'end']);
  });

  it('calls an asynchronous method with onInit once, in the name of the object, however much it depends on', () => {
    const work: string[] = [];
    class Late extends Parameterized.with({ a: param.integer(), b: param.integer() }) {
      static override readonly depends = { load: { on: ['a', 'b'], onInit: true } };

      async load(): Promise<void> {}

      override [ASYNC](_: Promise<unknown>, what: string): void {
        work.push(what);
      }
    }
    new Late({ a: 1, b: 2 });
    expect(work).toEqual(['Late.load']);
  });
});

describe('methodReference', () => {
  it('is the result of a method, as it follows what the method depends on', () => {
    const runner = new Runner();
    const seen: string[] = [];
    follow(methodReference(runner, 'text')!, {
      value: (text) => seen.push(text),
      error: (error) => {
        throw error;
      },
    });
    runner.status = 'a';
    const worker = new Worker();
    runner.worker = worker;
    worker.name = 'v';
    runner.tasks = 3;
    expect(seen).toEqual(['idle nobody', 'a nobody', 'a w', 'a v']);
  });
});
