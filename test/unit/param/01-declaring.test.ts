import { describe, expect, it } from 'vitest';
import {
  ConstantError,
  DeclarationError,
  editConstant,
  param,
  ParameterError,
  Parameterized,
  ParameterRangeError,
  ReadonlyError,
  UnknownParameterError,
} from '../../../src/param/index.ts';

class Runner extends Parameterized.with({
  value: param.any({ constant: true, label: 'Last Result', doc: 'The last result or exception' }),
  tasks: param.integer({ default: 0, bounds: [0, null], constant: true }),
  status: param.string({ default: 'The queue is empty', constant: true }),
  worker: param.callable({ allowNone: false }),
  n: param.number({ default: 1, bounds: [0, 10] }),
  fixed: param.string({ default: 'x', readonly: true }),
}) {}

const worker = (): number => 1;
const thrown = (fn: () => unknown): unknown => {
  try {
    fn();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a Parameterized', () => {
  it('has its parameters as properties, with their defaults or what the constructor was given', () => {
    const runner = new Runner({ worker, n: 3, tasks: 2 });
    expect([runner.value, runner.tasks, runner.status, runner.n]).toEqual([null, 2, 'The queue is empty', 3]);
    expect(runner.worker).toBe(worker);
  });

  it('works with class fields and own constructors', () => {
    class Counter extends Parameterized.with({ count: param.integer() }) {
      readonly log: number[] = [];
      #hidden = 2;

      constructor(options: { count?: number; extra?: string } = {}) {
        const { extra: _, ...rest } = options;
        super(rest);
        this.param.watch((event) => this.log.push(event.new * this.#hidden), 'count');
      }
    }
    const counter = new Counter({ count: 1, extra: 'x' });
    counter.count = 4;
    expect(counter.log).toEqual([8]);
  });

  it('is cheap to subclass without declaring anything: everything is inherited, errors use the new name', () => {
    const Session = class Button extends Runner {
      static readonly session = 1;
    };
    const button = new Session({ worker });
    button.n = 2;
    expect(button).toBeInstanceOf(Runner);
    expect(button.param.n.value).toBe(2);
    expect(() => (button.n = 11)).toThrow("Number parameter 'Button.n' must be at most 10, not 11.");
  });

  it('gives each instance its own list or object, even from one default', () => {
    class Bag extends Parameterized.with({ items: param.list<number>({ default: [1] }), map: param.dict() }) {}
    const [one, two] = [new Bag(), new Bag()];
    one.items.push(2);
    expect([two.items, new Bag().items]).toEqual([[1], [1]]);
    expect(one.map).not.toBe(two.map);
  });

  it('copies lists, objects and Maps inside a default too, and keeps instances and circles', () => {
    const thing = new Date(0);
    const inner: unknown[] = [thing];
    inner.push(inner);
    class Deep extends Parameterized.with({ x: param.dict({ default: { inner, map: new Map([['a', [1]]]) } }) }) {}
    const [one, two] = [new Deep(), new Deep()];
    const [ofOne, ofTwo] = [one.x['inner'], two.x['inner']] as [unknown[], unknown[]];
    expect(ofOne).not.toBe(ofTwo);
    expect([ofOne[0], ofOne[1]]).toEqual([thing, ofOne]);
    (one.x['map'] as Map<string, number[]>).get('a')?.push(2);
    expect((two.x['map'] as Map<string, number[]>).get('a')).toEqual([1]);
  });

  it('makes defaults with a factory, which is given the object', () => {
    class Named extends Parameterized.with({ id: param.string({ defaultFactory: (owner) => owner.constructor.name }) }) {}
    expect(new Named().id).toBe('Named');
  });

  it('runs factories when the other values are there, and checks what they give', () => {
    class Area extends Parameterized.with({
      size: param.number({ defaultFactory: (owner) => (owner as { side: number }).side ** 2, bounds: [0, 100] }),
      side: param.number({ default: 2 }),
    }) {}
    expect(new Area({ side: 3 }).size).toBe(9);
    expect(new Area({ size: 1 }).size).toBe(1);
    expect(() => new Area({ side: 11 })).toThrow("Number parameter 'Area.size' must be at most 100, not 121.");
  });

  it('gives all values and all parameters, in the order of declaration', () => {
    class Sub extends Runner.with({ more: param.boolean() }) {}
    const sub = new Sub({ worker });
    expect(Object.keys(sub.param.values())).toEqual(['value', 'tasks', 'status', 'worker', 'n', 'fixed', 'more']);
    expect(sub.param.objects().n).toBe(sub.param.n);
  });

  it('keeps the list or object that it is given, and copies only defaults', () => {
    class Bag extends Parameterized.with({ items: param.list<number>({ default: [1] }) }) {}
    const items = [2];
    expect(new Bag({ items }).items).toBe(items);
  });
});

describe('undefined', () => {
  it('is no value for most kinds; given to a constructor it stands for the default', () => {
    const runner = new Runner({ worker, n: undefined as never });
    expect(runner.n).toBe(1);
    expect(() => (runner.n = undefined as never)).toThrow("Number parameter 'Runner.n' must be a number, not undefined.");
  });
});

describe('the parameter of an instance', () => {
  class Level extends Parameterized.with({ n: param.integer({ bounds: [0, 9], doc: 'How high.' }) }) {}

  it('is one object, a reference with the slots and the value', () => {
    const level = new Level({ n: 3 });
    const { n } = level.param;
    expect(level.param.n).toBe(n);
    expect(n).toMatchObject({ name: 'n', kind: 'Integer', value: 3, default: 0, label: 'N', doc: 'How high.', bounds: [0, 9] });
    n.value = 4;
    expect(level.n).toBe(4);
    expect(n.obj).toBe(level);
  });

  it('has slots of its own, over those of the class, which still are inherited where it has none', () => {
    const [one, two] = [new Level(), new Level()];
    one.param.n.bounds = [0, 3];
    Level.param.n.bounds = [0, 5];
    Level.param.n.doc = 'How low.';
    expect([one.param.n.bounds, two.param.n.bounds, one.param.n.doc]).toEqual([[0, 3], [0, 5], 'How low.']);
    Level.param.n.bounds = [0, 9];
  });

  it('keeps a value that new bounds exclude, and refuses it when it is set again', () => {
    const level = new Level({ n: 8 });
    level.param.n.bounds = [0, 5];
    expect(level.n).toBe(8);
    expect(() => (level.n = 8)).toThrow("Integer parameter 'Level.n' must be at most 5, not 8.");
  });
});

describe('a label', () => {
  it('is what was declared, else the name in words', () => {
    class Labels extends Parameterized.with({ maxRetries: param.any(), snake_case: param.any(), given: param.any({ label: 'Given!' }) }) {}
    const { param: all } = new Labels();
    expect([all.maxRetries.label, all.snake_case.label, all.given.label]).toEqual(['Max retries', 'Snake case', 'Given!']);
  });
});

describe('a constant parameter', () => {
  it('is set by the constructor and inside editConstant, and otherwise refused', () => {
    const runner = new Runner({ worker, tasks: 1 });
    const error = thrown(() => (runner.tasks = 2));
    expect(error).toBeInstanceOf(ConstantError);
    expect((error as Error).message).toBe(
      "Integer parameter 'Runner.tasks' is constant and cannot be set outside editConstant: the value was to be 2.",
    );
    editConstant(runner, () => (runner.tasks = 2));
    expect(runner.tasks).toBe(2);
  });

  it('may be set to the very value that it has', () => {
    const runner = new Runner({ worker, tasks: 1 });
    runner.tasks = 1;
    expect(runner.tasks).toBe(1);
  });

  it('is constant again after an error, and after the promise of an asynchronous edit', async () => {
    const runner = new Runner({ worker });
    expect(() =>
      editConstant(runner, () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(() => (runner.tasks = 2)).toThrow('is constant');
    const done = editConstant(runner, async () => {
      await Promise.resolve();
      runner.tasks = 3;
    });
    await done;
    expect(runner.tasks).toBe(3);
    expect(() => (runner.tasks = 4)).toThrow('is constant');
  });

  it('stays constant on other objects of the class meanwhile', () => {
    const [one, two] = [new Runner({ worker }), new Runner({ worker })];
    editConstant(one, () => expect(() => (two.tasks = 2)).toThrow('is constant'));
  });

  it('can be made one for a single object', () => {
    const [one, two] = [new Runner({ worker }), new Runner({ worker })];
    one.param.n.constant = true;
    two.n = 2;
    expect(() => (one.n = 2)).toThrow('is constant');
  });

  it('has a default that its class may set', () => {
    class Fixed extends Parameterized.with({ k: param.string({ default: 'a', constant: true }) }) {}
    Fixed.param.k.value = 'b';
    expect(new Fixed().k).toBe('b');
  });

  it('stays open until the last of several overlapping edits ends', async () => {
    const runner = new Runner({ worker });
    let end = (): void => {};
    const editing = editConstant(runner, () => new Promise<void>((resolve) => (end = resolve)));
    editConstant(runner, () => (runner.tasks = 1));
    runner.tasks = 2;
    end();
    await editing;
    expect(() => (runner.tasks = 3)).toThrow(ConstantError);
  });
});

describe('a read-only parameter', () => {
  it('is set by nobody, not even by the constructor or inside editConstant', () => {
    const runner = new Runner({ worker });
    for (const set of [
      () => (runner.fixed = 'y'),
      () => editConstant(runner, () => (runner.fixed = 'y')),
      () => new Runner({ worker, fixed: 'y' }),
    ]) {
      const error = thrown(set);
      expect(error).toBeInstanceOf(ReadonlyError);
      expect((error as Error).message).toBe('String parameter \'Runner.fixed\' is read-only and cannot be set: the value was to be "y".');
    }
  });

  it('has a value on its class that cannot be set either', () => {
    expect(() => (Runner.param.fixed.value = 'y')).toThrow("String parameter 'Runner.fixed' is read-only and cannot be set");
    expect(new Runner({ worker }).fixed).toBe('x');
  });
});

describe('with', () => {
  it('inherits slots that are not given, along the classes', () => {
    class Slow extends Runner.with({ n: param.number({ default: 5 }) }) {}
    class Fast extends Slow.with({ n: param.integer({ bounds: [5, 20], doc: 'Speed' }) }) {}
    const fast = new Fast({ worker });
    expect(new Slow({ worker }).param.n.bounds).toEqual([0, 10]);
    expect([fast.n, fast.param.n.bounds, fast.param.n.kind]).toEqual([5, [5, 20], 'Integer']);
    expect(() => (fast.n = 6.5)).toThrow("Integer parameter 'Fast.n' must be an integer, not 6.5.");
    expect(new Runner({ worker }).n).toBe(1);
  });

  it('checks an inherited default against new rules', () => {
    expect(() => Runner.with({ n: param.number({ bounds: [2, 3] }) })).toThrow("Number parameter 'Runner.n' must be at least 2, not 1.");
  });

  it('refuses names that `param` itself needs', () => {
    for (const name of ['watch', 'update', 'values', 'param']) {
      expect(() => Parameterized.with({ [name]: param.any() })).toThrow(
        `A parameter of Parameterized cannot be named '${name}': the name is reserved.`,
      );
    }
  });

  it('refuses what is no parameter', () => {
    class Plain extends Parameterized {}
    expect(() => Plain.with({ n: 3 as never })).toThrow("'n' of Plain must be made by param, such as param.any(), not 3.");
  });

  it('lets a slot of a class be changed, for that class and those below', () => {
    class Base extends Parameterized.with({ n: param.number() }) {}
    class Sub extends Base {}
    Sub.param.n.default = 7;
    expect([new Base().n, new Sub().n]).toEqual([0, 7]);
  });

  it('inherits a slot that is set later on any class above, also on one that did not declare the parameter', () => {
    class Base extends Parameterized.with({ n: param.integer({ bounds: [0, 9] }) }) {}
    class Middle extends Base {}
    class Sub extends Middle.with({ n: param.integer({ doc: 'A number.' }) }) {}
    Middle.param.n.default = 7;
    expect([new Base().n, new Middle().n, new Sub().n]).toEqual([0, 7, 7]);
    Base.param.n.bounds = [0, 8];
    expect(() => new Sub({ n: 9 })).toThrow("Integer parameter 'Sub.n' must be at most 8, not 9.");
  });

  it('checks an inherited default again when one above is set: what breaks the rules below must be given', () => {
    class Base extends Parameterized.with({ n: param.integer({ bounds: [0, 9] }) }) {}
    class Sub extends Base.with({ n: param.integer({ bounds: [0, 5] }) }) {}
    Base.param.n.default = 7;
    expect(new Base().n).toBe(7);
    expect(() => new Sub()).toThrow("Integer parameter 'Sub.n' must be at most 5, not 7.");
    expect(new Sub({ n: 3 }).n).toBe(3);
  });

  it('takes a default for a value, and follows none that is a reference', () => {
    const { n } = new Runner({ worker }).param;
    class Holder extends Parameterized.with({ held: param.any({ default: n, allowRefs: true }) }) {}
    expect(new Holder().held).toBe(n);
  });

  it('refuses names that could not be told from a path or a slot', () => {
    for (const name of ['a.b', 'a:bounds', '']) {
      expect(() => Parameterized.with({ [name]: param.any() })).toThrow(
        `A parameter of Parameterized cannot be named '${name}': dots and colons are for paths and slots.`,
      );
    }
  });
});

describe('a default that is set on a class', () => {
  it('is checked, and is that of new instances', () => {
    class Level extends Parameterized.with({ x: param.integer({ bounds: [0, 9] }), choice: param.selector({ objects: ['a', 'b'] }) }) {}
    expect(() => (Level.param.x.default = 10)).toThrow("Integer parameter 'Level.x' must be at most 9, not 10.");
    expect(() => (Level.param.choice.default = 'c' as never)).toThrow('must be one of ["a", "b"], not "c".');
    Level.param.x.default = 5;
    Level.param.choice.value = 'b';
    const level = new Level();
    expect([level.x, level.choice]).toEqual([5, 'b']);
  });
});

describe('addParameter', () => {
  it('adds to one instance', () => {
    const runner = new Runner({ worker });
    runner.param.addParameter('speed', param.number({ default: 2, bounds: [0, 5] }));
    const dynamic = runner as Runner & { speed: number };
    expect(dynamic.speed).toBe(2);
    expect(() => (dynamic.speed = 6)).toThrow("Number parameter 'Runner.speed' must be at most 5, not 6.");
    expect(Object.keys(runner.param.values())).toContain('speed');
    expect('speed' in new Runner({ worker })).toBe(false);
  });

  it('adds to a class, and so to the instances it already has', () => {
    class Base extends Parameterized.with({ n: param.number() }) {}
    class Sub extends Base {}
    const sub = new Sub();
    expect(sub.param.n.value).toBe(0);
    Sub.param.addParameter('late', param.string({ default: 'x' }));
    const dynamic = sub as Sub & { late: string };
    expect(dynamic.late).toBe('x');
    expect((sub.param as unknown as { late: { value: string } }).late.value).toBe('x');
    expect('late' in new Base()).toBe(false);
  });

  it('refuses a reserved name', () => {
    const runner = new Runner({ worker });
    expect(() => runner.param.addParameter('trigger', param.any())).toThrow(DeclarationError);
  });

  it('adds to the classes below, too', () => {
    class Base extends Parameterized.with({ n: param.number() }) {}
    class Middle extends Base {}
    class Sub extends Middle.with({ m: param.number() }) {}
    const sub = new Sub() as Sub & { late: number };
    Middle.param.addParameter('late', param.number({ default: 2 }));
    expect([sub.late, Object.keys(sub.param.values())]).toEqual([2, ['n', 'late', 'm']]);
    expect((sub.param as unknown as { late: { kind: string } }).late.kind).toBe('Number');
  });

  it('refuses a default against its rules, and then adds nothing', () => {
    const runner = new Runner({ worker });
    const bad = param.number({ default: 9, bounds: [0, 1] });
    expect(() => runner.param.addParameter('speed', bad)).toThrow("Number parameter 'Runner.speed' must be at most 1, not 9.");
    expect(Object.keys(runner.param.values())).not.toContain('speed');
    expect(() => Runner.param.addParameter('speed', bad)).toThrow("Number parameter 'Runner.speed' must be at most 1, not 9.");
    expect('speed' in runner).toBe(false);
  });

  it('refuses a name that the instance or the class has already', () => {
    class Own extends Runner {}
    const own = new Own({ worker });
    expect(() => own.param.addParameter('n', param.string())).toThrow(
      "A parameter 'n' cannot be added to Own, which has one of that name.",
    );
    expect(() => Own.param.addParameter('n', param.string())).toThrow(DeclarationError);
    expect(own.n).toBe(1);
  });

  it('must be given a value, where it demands one, before it is read', () => {
    class Late extends Parameterized.with({ n: param.number() }) {}
    const early = new Late() as Late & { fn: () => void };
    Late.param.addParameter('fn', param.callable({ allowNone: false }));
    for (let i = 0; i < 2; i++) expect(() => early.fn).toThrow("Callable parameter 'Late.fn' must be a function, not null.");
    early.fn = () => {};
    expect(early.fn).toBeTypeOf('function');
  });

  it('runs a factory for each instance, when the parameter is first read', () => {
    class Late extends Parameterized.with({ n: param.number() }) {}
    const [one, two] = [new Late({ n: 1 }), new Late({ n: 2 })] as (Late & { twice: number })[];
    Late.param.addParameter('twice', param.number({ defaultFactory: (owner) => (owner as Late).n * 2 }));
    expect([one?.twice, two?.twice]).toEqual([2, 4]);
  });
});

describe('the errors of an object', () => {
  it('say kind, owner, name, rule and value', () => {
    const runner = new Runner({ worker });
    const error = thrown(() => editConstant(runner, () => (runner.tasks = -1))) as ParameterError;
    expect(error).toBeInstanceOf(ParameterRangeError);
    expect(error).toBeInstanceOf(ParameterError);
    expect(error.message).toBe("Integer parameter 'Runner.tasks' must be at least 0, not -1.");
    expect(error).toMatchObject({ kind: 'Integer', owner: 'Runner', parameter: 'tasks', rule: 'must be at least 0', value: -1 });
  });

  it('name the class and the unknown parameter that a constructor was given', () => {
    // @ts-expect-error there is no such parameter
    const error = thrown(() => new Runner({ worker, zzz: 1 }));
    expect(error).toBeInstanceOf(UnknownParameterError);
    expect((error as Error).message).toBe("'zzz' is not a parameter of Runner: its parameters are value, tasks, status, worker, n, fixed.");
  });

  it('refuse an object whose required parameter is not given', () => {
    expect(() => new Runner()).toThrow("Callable parameter 'Runner.worker' must be a function, not null.");
  });

  it('show values briefly, whatever they are', () => {
    const runner = new Runner({ worker });
    const text = (value: unknown): string => (thrown(() => (runner.n = value as number)) as Error).message.replace(/.*, not /, '');
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(text('a')).toBe('"a".');
    expect(text(null)).toBe('null.');
    expect(text(worker)).toBe('function worker.');
    expect(text(new Map())).toBe('a Map.');
    expect(text({ a: [1], b: {} })).toBe('{ a: […], b: {…} }.');
    expect(text(cyclic)).toBe('[[…]].');
    expect(text('x'.repeat(1000)).length).toBeLessThan(90);
    expect(text(new Date(0))).toBe('1970-01-01T00:00:00.000Z.');
    expect(text(Object.create(null))).toBe('{  }.');
  });
});
