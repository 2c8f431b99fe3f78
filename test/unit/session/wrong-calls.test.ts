import { beforeEach, describe, expect, it } from 'vitest';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import { describeError } from '../../../src/session/index.ts';
import { openSession } from './harness.ts';

/** The API as authors write it who take no notice of its types. */
type Loose = Readonly<Record<string, (...args: unknown[]) => unknown>>;

let heddle: Heddle;
const fn = (): number => 1;
const { signal } = new AbortController();

beforeEach(() => {
  heddle = createNamespace(openSession().session);
});

/** What the error of a call says. */
function says(call: (heddle: Loose) => unknown): string {
  try {
    call(heddle as unknown as Loose);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

function make(Class: unknown, ...args: readonly unknown[]): never {
  return Reflect.construct(Class as new () => object, args) as never;
}

function counter(): InstanceType<typeof heddle.Parameterized> & { readonly param: never } {
  return make(heddle.Parameterized.with({ n: heddle.param.integer({ default: 1 }) }));
}

describe('options that would do nothing are refused by name', () => {
  it('of persist, also where there are none', () => {
    expect(says((h) => h['persist']!(counter(), ['n']))).toBe('persist: undefined is none of its options, { in, key, version, migrate }.');
    expect(says((h) => h['persist']!(counter(), ['n'], null))).toContain('persist: null is none of its options');
    expect(says((h) => h['persist']!(null, ['n'], { in: 'local' }))).toBe('null is not a Parameterized.');
  });

  it('of threads', () => {
    for (const wrong of [5, null, 'name', [fn], signal]) {
      expect(says((h) => h['thread']!(fn, wrong))).toMatch(/^thread\(\): .* is none of its options, \{ uses, name \}\.$/);
      expect(says(() => heddle.thread(fn).with(wrong as never))).toMatch(
        /^with\(\) of 'fn': .* is none of its options, \{ signal, timeout, /,
      );
      expect(says((h) => make(h['ThreadPool'], wrong))).toMatch(/^ThreadPool: .* is none of its options, \{ size \}\.$/);
      expect(says((h) => make(h['Thread'], fn, {}, wrong))).toMatch(/^Thread: .* is none of its options, \{ name, daemon \}\.$/);
    }
    expect(says((h) => h['thread']!(fn, { timeout: 5 }))).toBe('thread(): "timeout" is none of its options, { uses, name }.');
    expect(says((h) => h['thread']!(fn, { uses: 5 }))).toBe("{ uses } of 'fn' must be an object, not 5.");
    expect(says((h) => make(h['Thread'], fn, 5))).toBe("{ uses } of 'fn' must be an object, not 5.");
    expect(says((h) => h['thread']!('x'))).toBe('A thread runs a function, not string.');
  });

  it('of what is shown and linked', () => {
    const button = new heddle.Button();
    expect(says(() => button.servable('plot' as never))).toBe('servable: "plot" is none of its options, { target }.');
    expect(says(() => button.link(button, { label: 'label' }, true as never))).toBe(
      'link: true is none of its options, { bidirectional }.',
    );
    expect(says(() => button.param.watch(fn, 'label', true as never))).toBe("Button: a watcher has no option 'true'.");
  });
});

describe('values where a record of them belongs are refused', () => {
  it('by components', () => {
    for (const wrong of ['Save', 5, null, ['Save']]) {
      for (const Class of [heddle.Button, heddle.TextInput, heddle.IntSlider, heddle.Select, heddle.ColumnDataSource])
        expect(says(() => make(Class, wrong))).toMatch(
          new RegExp(`${Class.name}(: its parameters are| takes an object with values of its parameters, not )`),
        );
    }
    expect(says((h) => make(h['ColumnDataSource'], { x: [0] }))).toContain("'x' is not a parameter of ColumnDataSource");
    expect(says((h) => make(h['Alert'], 'text', 'danger'))).toContain('A text or list cannot stand for options of Alert');
    expect(says((h) => h['figure']!('title'))).toContain('not "title"');
  });

  it('by configure, update and the kinds of parameters', () => {
    for (const wrong of [undefined, null, 5, 'theme']) {
      expect(says((h) => h['configure']!(wrong))).toContain('Config takes an object with values of its parameters, not ');
    }
    expect(says(() => heddle.param.integer(5 as never))).toContain("Integer parameter has no slot '5'; its slots are default, ");
  });

  it('by streams into a plot, which lost them', () => {
    const source = new heddle.ColumnDataSource({ data: { x: [0] } });
    expect(says(() => source.stream({ x: 1 } as never))).toBe("ColumnDataSource.stream: column 'x' must get a list, not 1.");
    expect(says(() => source.stream(undefined as never))).toContain("must be given for the columns 'x', not for (none)");
    expect(source.data).toEqual({ x: [0] });
  });

  it('by a form, of names that are not there', () => {
    expect(says((h) => h['form']!(undefined))).toBe('undefined is not a Parameterized.');
    expect(says((h) => h['form']!(counter(), { parameters: ['m'] }))).toContain("'m' is not a parameter");
    expect(heddle.form(counter().param).length).toBe(1);
  });
});

describe('what is no function is refused', () => {
  it('by those that run it in a scope', () => {
    const owned: Record<string, unknown[]> = { batch: [], hold: [], unlocked: [], discardEvents: [counter()], editConstant: [counter()] };
    for (const [name, before] of Object.entries(owned)) {
      expect(says((h) => h[name]!(...before, Promise.resolve()))).toBe(`${name}: fn must be a function, not [object Promise].`);
    }
    expect(says(() => heddle.rx(1).map(5 as never))).toBe('Rx: map needs a function, not 5.');
  });
});

it('takes several objects in one append or insert, in their order', () => {
  const column = new heddle.Column();
  column.append('b', 'c');
  column.insert(0, 'x', 'a');
  expect(column.objects.map((pane) => (pane as unknown as { object: string }).object)).toEqual(['x', 'a', 'b', 'c']);
});

it('says of what only a page has that the app runs in a worker', () => {
  const { message } = describeError(new ReferenceError('document is not defined'), 'loading the app', '');
  expect(message).toBe('document is not defined: an app runs in a worker, unless it is given run="page"');
  expect(describeError(new ReferenceError('foo is not defined'), '', '').message).toBe('foo is not defined');
});

it('has no order for a record without prototype', async () => {
  await expect(new heddle.PriorityQueue().put(Object.create(null))).rejects.toThrow('PriorityQueue.put() takes what has an order');
});
