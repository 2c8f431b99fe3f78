import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXPORT, setThreadNamespace, SHARE, type Share, type Shareable, TaskCancelled, ThreadError } from '../../../src/thread/index.ts';
import { explain } from '../../../src/thread/compile.ts';
import { createPool, createRig, type Rig, rejection } from './rig.ts';
import { numberOf } from '../../../src/thread/task-keys.ts';

/** `heddle` as code on a thread sees it. */
interface Namespace {
  readonly task: { signal: AbortSignal; name: string; progress(fraction: number, text?: string): void };
  readonly double: (n: number) => number;
}
declare const heddle: Namespace;

/** Something with values and a method, as components are. */
class Text implements Shareable {
  value = '';
  readonly log: string[] = [];
  #changed: ((values: Record<string, unknown>) => void)[] = [];

  set(value: string): void {
    if (value === 'bad') throw new RangeError("Text.value must not be 'bad'.");
    this.value = value;
    this.log.push(value);
    for (const changed of this.#changed) changed({ value });
  }

  [SHARE](): Share {
    return {
      kind: 'Text',
      values: () => ({ value: this.value, onClick: () => {} }),
      set: (_name, value) => this.set(value as string),
      methods: ['shout'],
      call: (_method, args, caller) => `${this.value}${String(args[0])} (${numberOf(Number(caller.id)) + 1})`,
      subscribe: (changed, signal) => {
        this.#changed.push(changed);
        signal.addEventListener('abort', () => this.#changed.splice(this.#changed.indexOf(changed), 1));
      },
    };
  }
}

/** A handle of a Text as its thread sees it. */
interface TextHandle {
  value: string;
  readonly onClick: unknown;
  shout(mark: string): Promise<string>;
}

let rig: Rig;
beforeEach(() => {
  setThreadNamespace(() => ({ double: (n: number) => 2 * n }));
  rig = createRig();
});
afterEach(() => rig.end());

describe('thread functions', () => {
  it('run by their source and give their results', async () => {
    const add = rig.thread((a: number, b: number) => a + b);
    const future = add(2, 3);
    expect(future.state).toBe('pending');
    expect(future.key).toMatch(/\/anonymous-1$/);
    expect(await future).toBe(5);
    expect(future.state).toBe('finished');
  });

  it('may be async, methods, classes in use, and call themselves by name', async () => {
    const host = {
      async twice(n: number) {
        return 2 * n;
      },
      *count(n: number) {
        for (let i = 0; i < n; i++) yield i;
      },
    };
    class Point {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
    }
    class Far extends Point {
      far = this.x > 10;
    }
    const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
    const { twice, count } = host;
    expect(await rig.thread(host.twice)(4)).toBe(8);
    expect(await rig.thread(fib)(10)).toBe(55);
    expect(await rig.thread(async (n: number) => [await twice(n), ...count(2)], { uses: { twice, count } })(3)).toEqual([6, 0, 1]);
    expect(await rig.thread((x: number) => new Far(x).far, { uses: { Point, Far } })(11)).toBe(true);
  });

  it('see each other, and other thread functions, in `uses`', async () => {
    const even = (n: number): boolean => (n === 0 ? true : odd(n - 1));
    const odd = (n: number): boolean => (n === 0 ? false : even(n - 1));
    const base = 10;
    const add = rig.thread((n: number) => n + base, { uses: { base } });
    const check = rig.thread(async (n: number) => [even(n), await add(n)], { uses: { even, odd, add } });
    expect(await check(7)).toEqual([false, 17]);
  });

  it('may use classes that extend each other, whatever the order in which they are given', async () => {
    const double = (n: number): number => 2 * n;
    class Base {
      hi(): string {
        return 'hi';
      }
    }
    class Far extends Base {
      static readonly unit = double(21);
    }
    const run = rig.thread(() => [new Far().hi(), Far.unit], { uses: { kinds: [Far], Far, Base, double } });
    expect(await run()).toEqual(['hi', 42]);
  });

  it('fail with what a class that they use throws when it is made', async () => {
    const limit = 2;
    const check = (n: number): number => {
      if (n > limit) throw new RangeError('too far');
      return n;
    };
    class Table {
      static readonly rows = check(1);
    }
    const error = await rejection(rig.thread(() => Table.rows, { uses: { Table, check, limit: 0 } })());
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('too far');
  });

  it('have one of a class or function that `uses` mentions twice', async () => {
    class Table {}
    const make = (): Table => new Table();
    const run = rig.thread(() => [make() instanceof kinds[0]!, kinds[0] === Table, makers.make === make], {
      uses: { kinds: [Table], makers: { make }, Table, make },
    });
    const kinds = [Table];
    const makers = { make };
    expect(await run()).toEqual([true, true, true]);
  });

  it('may use names that Heddle uses itself', async () => {
    const [$value, $source, $set, $name, $fn, set, evaluate, async] = [1, 2, 3, 4, 5, 6, 7, 8];
    const uses = { $value, $source, $set, $name, $fn, set, evaluate, async };
    const sum = rig.thread(() => [$value, $source, $set, $name, $fn, set, evaluate, async], { uses });
    expect(await sum()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const count = function heddle(n: number): number {
      return n === 0 ? 0 : 1 + heddle(n - 1);
    };
    expect(await rig.thread(count)(3)).toBe(3);
    expect(await rig.thread(() => heddle.double, { uses: { heddle: { double: 'mine' } } })()).toBe('mine');
    expect(await rig.thread(() => heddle.double(2), { uses: { heddle: rig } })()).toBe(4);
  });

  it('may be written in whatever way', async () => {
    const forms = {
      async(x: number) {
        return x + 1;
      },
      [Symbol.iterator](x: number) {
        return x + 1;
      },
      *[Symbol.asyncIterator](x: number) {
        yield x + 1;
      },
      get next() {
        return 2;
      },
    };
    // oxlint-disable-next-line eslint/no-eval -- what transforms this file drops comments
    const inOneLine: unknown = (0, eval)('[async /* c */ (x) => x + 1, x /* c */ => x + 1, function (x) { return x + 1; }]');
    const { get } = Object.getOwnPropertyDescriptor(forms, 'next') as { get: (x: number) => number };
    for (const form of [...(inOneLine as (typeof get)[]), forms.async, forms[Symbol.iterator], get])
      expect(await rig.thread(form)(1)).toBe(2);
    const items: number[] = [];
    for await (const item of rig.thread(forms[Symbol.asyncIterator])(1)) items.push(item);
    expect(items).toEqual([2]);
  });

  it('are refused clearly when they cannot be read without what is around them', async () => {
    class Counter {
      // oxlint-disable-next-line eslint/no-unused-private-class-members
      #n = 1;
      fns(): (() => unknown)[] {
        return [this.#next, () => this.#n];
      }
      #next(): number {
        return this.#n;
      }
    }
    for (const fn of new Counter().fns()) {
      const error = await rejection(rig.thread(fn, { name: 'count' })());
      expect(error.name).toBe('ThreadError');
      expect(error.message).toMatch(/^Function '.*' cannot stand alone, as it has to on a thread: /);
      expect(error.cause).toBeInstanceOf(SyntaxError);
    }
  });

  it('may have a name that is no string', async () => {
    class Table {
      static override(): string {
        return 'mine';
      }
    }
    Object.defineProperty(Table, 'name', { value: () => 'mine' });
    const one = Object.defineProperty(() => 1, 'name', { value: 5 });
    const uses = { Table, one };
    expect(await rig.thread(() => [Table.override(), one()], { uses })()).toEqual(['mine', 1]);
    expect(await rig.thread(one)()).toBe(1);
    expect(await rig.thread(one, { name: 7 as unknown as string })()).toBe(1);
  });

  it('give results in the order of the items', async () => {
    const futures = rig.thread((n: number) => n * n).map([1, 2, 3]);
    expect(await futures).toEqual([1, 4, 9]);
    expect(futures.futures.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished']);
  });

  it('say which name is missing and how to pass it', async () => {
    const fib0 = (n: number): number => n;
    const error = await rejection(rig.thread((n: number) => fib0(n))(3));
    expect(error.name).toBe('ThreadError');
    expect(error.message).toBe("'fib0' is not defined on the thread; pass it in { uses: { fib0 } }");
    expect(error.cause).toBeInstanceOf(ReferenceError);
  });

  it('say so in the words of every engine', () => {
    for (const message of ['total is not defined', "Can't find variable: total", 'assignment to undeclared variable total']) {
      const error = explain(new ReferenceError(message), {}) as Error;
      expect(error.message).toBe("'total' is not defined on the thread; pass it in { uses: { total } }");
    }
    const own = new ReferenceError('nothing');
    expect(explain(own, {})).toBe(own);
  });

  it('fail with the error of the task, and both stacks', async () => {
    const fail = function crunch(): never {
      throw Object.assign(new RangeError('too far'), { code: 7 });
    };
    const error = await rejection(rig.thread(fail)());
    expect(error).toBeInstanceOf(RangeError);
    expect(error['code']).toBe(7);
    expect(error.stack).toMatch(/thread\/crunch\.js[\s\S]*-- submitted from --[\s\S]*thread-function\.test\.ts/);
  });

  it('say what and where when a task throws something that is no Error', async () => {
    const sold = rig.thread(() => {
      throw 'sold out';
    });
    expect((await rejection(sold.with({ name: 'buy' })())).message).toBe("Task 'buy' threw 'sold out', which is no Error.");
  });

  it('refuse what cannot be sent, by its path, without throwing', async () => {
    const crunch = rig.thread((items: unknown) => items, { name: 'crunch' });
    const refused: [value: unknown, why: string][] = [
      [Symbol('s'), 'a symbol'],
      [new WeakMap(), 'a WeakMap'],
      [Promise.resolve(1), 'a Promise'],
      [class Point {}, 'a class'],
      [(function* () {})(), 'a Generator'],
    ];
    for (const [value, why] of refused) {
      expect((await rejection(crunch({ items: [{ value }] }))).message).toBe(
        `Argument 1.items[0].value of task 'crunch' is ${why} and cannot be sent to a thread.`,
      );
    }
    const give = rig.thread(() => ({ at: [() => 1] }), { name: 'give' });
    expect((await rejection(give())).message).toBe("Result.at[0] of task 'give' is a function and cannot be sent to the session.");
    const symbol = Symbol('s');
    const use = rig.thread(() => 1, { name: 'use', uses: { table: { symbol } } });
    expect((await rejection(use())).message).toBe("uses.table.symbol of 'use' is a symbol and cannot be sent to a thread.");
  });

  it('refuse instances that would lose their methods, and take those that are data', async () => {
    class Point {
      x = 1;
    }
    class Far extends Point {
      get far() {
        return this.x > 10;
      }
    }
    const get = rig.thread((point: unknown) => point, { name: 'get' });
    expect(await get(new Point())).toEqual({ x: 1 });
    expect((await rejection(get([new Far()]))).message).toBe(
      "Argument 1[0] of task 'get' is an instance of Far, which would lose its 'far', and cannot be sent to a thread. Send its data, { ...it }, and make one there.",
    );
  });

  it('say that they have no `this`', async () => {
    const counter = {
      n: 1,
      next() {
        return this.n++;
      },
    };
    expect((await rejection(rig.thread(counter.next)())).message).toBe(
      "'this.n' is not there in task 'next': a function comes to a thread without its object; use a variable.",
    );
  });

  it('say what only the page has, and what `heddle` has', async () => {
    const double = (n: number): number => n;
    expect((await rejection(rig.thread(() => document.title)())).message).toBe(
      "'document' is not defined on the thread; only the page has it",
    );
    expect((await rejection(rig.thread((n: number) => double(n))(1))).message).toBe(
      "'double' is not defined on the thread; write heddle.double, or pass it in { uses: { double } }",
    );
  });

  it('call functions that are arguments where they came from', async () => {
    const heard: number[] = [];
    const each = rig.thread(async (items: number[], tell: (item: number) => Promise<string>, options: { done(): Promise<unknown> }) => {
      const answers = [];
      for (const item of items) answers.push(await tell(item));
      await options.done();
      return answers;
    });
    const answers = await each(
      [1, 2],
      async (item) => {
        heard.push(item);
        return `got ${item}`;
      },
      { done: async () => heard.push(0) },
    );
    expect(answers).toEqual(['got 1', 'got 2']);
    expect(heard).toEqual([1, 2, 0]);
  });

  it('hear what such a function throws, and call it no more once they have ended', async () => {
    const call = rig.thread(async (fn: () => Promise<unknown>) => fn(), { name: 'call' });
    const refuse = (): Promise<unknown> => Promise.reject(new RangeError('no more'));
    const error = await rejection(call(refuse));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('no more');
    // The threads of these tests are in this realm.
    const realm = globalThis as unknown as { kept: () => Promise<unknown> };
    await rig.thread((fn: () => Promise<unknown>) => {
      (globalThis as unknown as { kept: () => Promise<unknown> }).kept = fn;
    })(async () => 1);
    expect((await rejection(realm.kept())).message).toBe('callback anonymous.call() was called after the task had ended.');
  });

  it('stand in stacks where the author wrote them', async () => {
    rig.client.locate = (source) => (source.includes('too far') ? { file: 'app.js', line: 40, column: 9 } : undefined);
    const fail = rig.thread((): never => {
      throw new Error('too far');
    });
    expect((await rejection(fail())).stack).toMatch(/app\.js:41:/);
  });

  it('refuse at once what can never run', () => {
    expect(() => rig.thread(Math.max)).toThrow("Function 'max' has no source");
    expect(() => rig.thread(() => 1, { uses: { 'a-b': 1 } })).toThrow("'a-b' in { uses } of 'anonymous' cannot be the name of a variable.");
    expect(() => rig.thread(1 as unknown as () => void)).toThrow('A thread runs a function, not number.');
    const fn = rig.thread(() => 1, { name: 'job' });
    expect(() => fn.with({ timeout: 0 })).toThrow("Option 'timeout' must be more than 0 ms and at most 24 days, not 0 (task 'job').");
    expect(() => fn.with({ retries: 1.5 })).toThrow("'retries'");
    expect(() => fn.with({ retries: 1, transfer: [new ArrayBuffer(1)] })).toThrow("'transfer' cannot go with 'retries'");
  });

  it("find Heddle's own functions by their names", async () => {
    const sleep = Object.defineProperty(() => {}, EXPORT, { value: 'double' }) as unknown as (n: number) => number;
    expect(await rig.thread((n: number) => sleep(n), { uses: { sleep } })(4)).toBe(8);
    expect(await rig.thread((n: number) => heddle.double(n))(4)).toBe(8);
  });

  it('take the events of parameters, whose class arrives as the class of Heddle that it extends', async () => {
    class Button {}
    Object.defineProperty(Button, EXPORT, { value: 'double' });
    class MyButton extends Button {}
    const event = { name: 'clicks', cls: MyButton, old: 1, new: 2 };
    expect(await rig.thread((it: typeof event) => [it.new, typeof it.cls])(event)).toEqual([2, 'function']);
  });

  it('know their task', async () => {
    const heard: unknown[] = [];
    const job = rig.thread(() => {
      for (let i = 0; i <= 100; i++) heddle.task.progress(i / 100, `step ${i}`);
      return heddle.task.name;
    });
    expect(await job.with({ name: 'count', onProgress: (...progress) => heard.push(progress) })()).toBe('count');
    expect(heard[0]).toEqual([0, 'step 0']);
    expect(heard.at(-1)).toEqual([1, 'step 100']);
  });

  it('take arguments that were scattered once', async () => {
    const table = await rig.threads.scatter({ rows: Array.from({ length: 30_000 }, (_, i) => i) });
    const sum = rig.thread((t: { rows: number[] }, n: number) => t.rows.length + n);
    expect(await Promise.all([sum(table, 1), sum(table, 2)])).toEqual([30_001, 30_002]);
  });

  it('keep what they use when they return it', async () => {
    const table = new Float64Array(1000).fill(1);
    const get = rig.thread(() => table, { uses: { table } });
    for (let i = 0; i < 3; i++) expect((await get()).length).toBe(1000);
  });

  it('run again after an error, as often as they may, with all their arguments', async () => {
    const tries = new rig.Queue<number>();
    const flaky = rig.thread(
      async (bulk: Uint8Array) => {
        await tries.put(bulk.length);
        if (tries.size < 3) throw new Error('not yet');
        return tries.size;
      },
      { uses: { tries } },
    );
    expect(await flaky.with({ retries: 2 })(new Uint8Array(100_000))).toBe(3);
    expect([await tries.get(), await tries.get(), await tries.get()]).toEqual([100_000, 100_000, 100_000]);
    expect((await rejection(flaky(new Uint8Array(1)))).message).toBe('not yet');
  });
});

describe('functions of a module', () => {
  interface Stats {
    mean(list: readonly number[]): number;
    countTo(n: number): Generator<number>;
    readonly version: string;
    Table: new () => object;
  }
  const text = `export const mean = (list) => list.reduce((a, b) => a + b) / list.length;
    let calls = 0;
    export function* countTo(n) { for (let i = 1; i <= n; i++) yield i; }
    export const version = '1';
    export class Table {}`;
  const url = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

  it('are thread functions by their names', async () => {
    const stats = rig.threadModule<Stats>(url(text));
    expect(await stats.mean([1, 2, 3])).toBe(2);
    expect(await stats.mean.map([[2, 4], [6]])).toEqual([3, 6]);
    expect(stats.mean).toBe(stats.mean);
    expect(await Promise.resolve(stats)).toBe(stats);
  });

  it('that are generators give their items', async () => {
    const stats = rig.threadModule<Stats>(new URL(url(text)));
    const items: number[] = [];
    for await (const item of stats.countTo(3)) items.push(item);
    for await (const item of await stats.countTo(2)) items.push(item);
    expect(items).toEqual([1, 2, 3, 1, 2]);
  });

  it('say which export is missing, is no function, or is no generator', async () => {
    const stats = rig.threadModule<Record<string, () => number>>(url(text));
    const message = async (name: string): Promise<string> => (await rejection(stats[name]!())).message;
    expect(await message('median')).toMatch(
      /has no export named 'median'; its functions are: mean, countTo, Table\.|Table, countTo, mean\./,
    );
    expect(await message('version')).toMatch(/^'version' of module '.*' is no function: it is 1\.$/);
    expect(await message('Table')).toMatch(/^'Table' of module '.*' is no function: it is a class\.$/);
    const { mean } = rig.threadModule<Stats>(url(text));
    const items = mean([1]) as unknown as AsyncIterable<number>;
    expect((await rejection(items[Symbol.asyncIterator]().next())).message).toMatch(/is no generator: await its result\./);
  });

  it('say what is wrong with their module', async () => {
    const broken = rig.threadModule<Stats>(url('export const = 1;'));
    expect((await rejection(broken.mean([]))).message).toMatch(/^Module '.*' cannot be loaded on a thread: Unexpected token/);
    const throws = rig.threadModule<Stats>(url("throw new RangeError('no data')"));
    const error = await rejection(throws.mean([]));
    expect(error.message).toMatch(/^Module '.*' cannot be loaded on a thread: it threw RangeError: no data$/);
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(() => rig.threadModule('file:///home/me/stats.js')).toThrow(
      "Module 'file:///home/me/stats.js' cannot be loaded on threads: browsers",
    );
  });
});

describe('giving a task up', () => {
  it('keeps a queued task from starting', async () => {
    rig.end();
    rig = createRig({ size: 1 });
    const log = new rig.Queue<string>();
    const say = rig.thread(async (word: string) => log.put(word), { uses: { log } });
    const [first, second, third] = [say('a'), say('b'), say('c')];
    second.cancel();
    expect(second.state).toBe('cancelled');
    expect(await rejection(second)).toBeInstanceOf(TaskCancelled);
    await Promise.all([first, third]);
    expect([await log.get(), await log.get(), log.size]).toEqual(['a', 'c', 0]);
  });

  it('aborts the signal of a running task, and what it waits for', async () => {
    const gate = new rig.Event();
    const log = new rig.Queue<string>();
    const wait = rig.thread(
      async () => {
        heddle.task.signal.addEventListener('abort', () => void log.put('aborted'));
        await log.put('began');
        await gate.wait();
      },
      { uses: { gate, log } },
    );
    const abort = new AbortController();
    const future = wait.with({ signal: abort.signal, name: 'wait' })();
    await log.get();
    abort.abort(new Error('enough'));
    const error = await rejection(future);
    expect(error.message).toBe("Task 'wait' was cancelled: enough.");
    expect(future.state).toBe('cancelled');
  });

  it('does not even send a task whose signal has aborted', async () => {
    const job = rig.thread(() => 1).with({ signal: AbortSignal.abort(), name: 'job' });
    expect((await rejection(job())).message).toMatch(/^Task 'job' was cancelled/);
    expect(rig.pool.threads).toBe(0);
  });

  it('happens to everything that is pending when the session ends, and to nothing else', async () => {
    const { pool, connect } = createPool({ size: 2 });
    const [mine, theirs] = [connect(), connect()];
    const gate = new theirs.Event();
    const go = theirs.thread(async () => gate.wait(), { uses: { gate } })();
    const hang = mine.thread((n: number) => new Promise(() => n)).map([1, 2, 3, 4]);
    const thread = new mine.Thread(() => new Promise(() => {})).start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    mine.end();
    const error = await rejection(hang);
    expect(error.message).toBe("Task 'anonymous' was cancelled: its session has ended.");
    for (const one of hang.futures) expect(await rejection(one), 'to make an error takes longer than all else').toBe(error);
    expect(thread.isAlive).toBe(false);
    gate.set();
    expect(await go).toBe(true);
    theirs.end();
    expect(pool.threads).toBe(0);
    expect((await rejection(mine.thread(() => 1)())).message).toBe("Task 'anonymous' cannot run: its session has ended.");
  });

  it('is what a timeout does', async () => {
    const error = await rejection(rig.thread(() => new Promise(() => {})).with({ timeout: 10, name: 'slow' })());
    expect(error.name).toBe('TaskTimeout');
    expect(error.message).toBe("Task 'slow' ran for longer than its timeout of 10 ms.");
  });

  it('is what one signal does for many at once, in one message', async () => {
    const abort = new AbortController();
    const hang = rig.thread((n: number) => new Promise(() => n)).with({ signal: abort.signal });
    const listeners = vi.spyOn(abort.signal, 'addEventListener');
    const all = [...hang.map(Array.from({ length: 100 }).keys()).futures, hang(1)];
    expect(listeners).toHaveBeenCalledOnce();
    abort.abort('enough');
    const errors = await Promise.all(all.map(rejection));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]!.message).toBe("Task 'anonymous' was cancelled: enough.");
  });

  it('is not done by a signal once the task is over', async () => {
    const abort = new AbortController();
    const gone = vi.spyOn(abort.signal, 'removeEventListener');
    expect(
      await rig
        .thread((n: number) => n)
        .with({ signal: abort.signal })
        .map([1, 2]),
    ).toEqual([1, 2]);
    expect(gone).toHaveBeenCalledOnce();
  });

  it('can be done for all before an executor shuts down', async () => {
    const hang = rig.thread(() => new Promise(() => {}))();
    await rig.threads.shutdown({ cancelFutures: true });
    expect(hang.state).toBe('cancelled');
    expect((await rejection(rig.threads.submit(() => 1))).message).toContain('the executor was shut down');
  });
});

describe('live handles', () => {
  it('read what they had when the task was sent, and show assignments in order before the result', async () => {
    const text = new Text();
    text.set('start');
    const job = rig.thread(
      (t: TextHandle) => {
        const seen = t.value;
        t.value = 'one';
        t.value = 'two';
        return [seen, t.value];
      },
      { name: 'job' },
    );
    expect(await job(text as unknown as TextHandle)).toEqual(['start', 'two']);
    expect(text.value).toBe('two');
    expect(text.log.at(-1)).toBe('two');
  });

  it('in `uses` have the values of the moment of the call', async () => {
    const text = new Text();
    const read = rig.thread(() => (label as unknown as TextHandle).value, { uses: { label: text } });
    text.set('first');
    expect(await read()).toBe('first');
    text.set('second');
    expect(await read()).toBe('second');
  });

  it('call methods in the name of their task', async () => {
    const text = new Text();
    text.set('hey');
    const job = rig.thread(async (t: TextHandle) => t.shout('!'), { name: 'job' });
    const future = job(text as unknown as TextHandle);
    expect(future.key).toMatch(/\/job-1$/);
    expect(await future).toBe('hey! (1)');
  });

  it('are kept fresh by what the session does meanwhile', async () => {
    const text = new Text();
    const gate = new rig.Event();
    const job = rig.thread(
      async (t: TextHandle) => {
        await gate.wait();
        return t.value;
      },
      { uses: { gate } },
    )(text as unknown as TextHandle);
    await vi.waitFor(() => expect(job.state).toBe('running'));
    text.set('news');
    gate.set();
    expect(await job).toBe('news');
  });

  it('answer with the newest state', async () => {
    const queue = new rig.Queue<number>();
    for (const n of [1, 2, 3]) void queue.put(n);
    const drain = rig.thread(
      async () => {
        const seen: unknown[] = [];
        while (!queue.empty) seen.push(await queue.get(), queue.size);
        return seen;
      },
      { uses: { queue } },
    );
    expect(await drain()).toEqual([1, 2, 2, 1, 3, 0]);
  });

  it('report a refused assignment in the session, and have the true value again', async () => {
    const text = new Text();
    text.set('good');
    const gate = new rig.Event();
    const job = rig.thread(
      async (t: TextHandle) => {
        t.value = 'bad';
        const before = t.value;
        await gate.wait({ timeout: 20 });
        return [before, t.value];
      },
      { uses: { gate }, name: 'job' },
    );
    expect(await job(text as unknown as TextHandle)).toEqual(['bad', 'good']);
    expect(rig.reports.map(({ error, what }) => [String(error), what])).toEqual([
      ["RangeError: Text.value must not be 'bad'.", "assigning Text.value in task 'job'"],
    ]);
  });

  it('say what cannot be read, assigned or called', async () => {
    const text = new Text() as unknown as TextHandle;
    const read = await rejection(rig.thread((t: TextHandle) => t.onClick)(text));
    expect(read.message).toMatch(/^Text\.onClick cannot be read on a thread: .* is a function/);
    const assign = await rejection(rig.thread((t: TextHandle) => ((t as unknown as { valeu: number }).valeu = 1))(text));
    expect(assign.message).toBe('Text.valeu cannot be assigned on a thread.');
    expect(assign).toBeInstanceOf(ThreadError);
  });

  it('are the object itself again when they come back', async () => {
    const text = new Text() as unknown as TextHandle;
    expect(await rig.thread((t: TextHandle) => ({ same: t }))(text)).toEqual({ same: text });
    const queue = new rig.Queue<TextHandle>();
    await rig.thread(async (t: TextHandle) => queue.put(t), { uses: { queue } })(text);
    expect(await queue.get()).toBe(text);
  });

  it('carry the classes of errors', async () => {
    const queue = new rig.Queue<number>();
    const error = await rejection(rig.thread(async () => queue.get({ block: false }), { uses: { queue } })());
    expect(error.name).toBe('Empty');
  });

  it('let go of the locks of a task that ends', async () => {
    const lock = new rig.Lock();
    await rig.thread(async () => lock.acquire(), { uses: { lock } })();
    expect(await lock.acquire({ timeout: 1000 })).toBe(true);
  });

  it('wait with a condition for what only the thread can judge', async () => {
    const condition = new rig.Condition();
    const queue = new rig.Queue<number>();
    const job = rig.thread(
      async () => {
        await condition.acquire();
        const seen = await condition.waitFor(() => queue.size);
        condition.release();
        return seen;
      },
      { uses: { condition, queue } },
    )();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await condition.acquire();
    await queue.put(1);
    condition.notifyAll();
    condition.release();
    expect(await job).toBe(1);
  });
});
declare const label: unknown;

describe('Thread', () => {
  it('gives its target one record and ends with it', async () => {
    const results = new rig.Queue<number>();
    const crunch = (n: number): number => 2 * n;
    const thread = new rig.Thread(async ({ results, crunch, n }) => results.put(crunch(n)), { results, crunch, n: 21 }, { name: 'worker' });
    expect(thread.isAlive).toBe(false);
    thread.start();
    expect(thread.isAlive).toBe(true);
    expect(await results.get()).toBe(42);
    expect(await thread.join()).toBe(true);
    expect(thread.isAlive).toBe(false);
    expect(() => thread.start()).toThrow("Thread 'worker' was started before; a thread can be started once.");
  });

  it('works through a queue that the session fills', async () => {
    const queue = new rig.Queue<number>();
    const seen = new rig.Queue<unknown>();
    const thread = new rig.Thread(
      async ({ queue, seen }) => {
        for (;;) {
          const item = await queue.get();
          await seen.put([item, queue.size, queue.empty]);
        }
      },
      { queue, seen },
    ).start();
    void queue.put(1);
    void queue.put(2);
    expect(await seen.get()).toEqual([1, 1, false]);
    expect(await seen.get()).toEqual([2, 0, true]);
    expect(await thread.join({ timeout: 5 })).toBe(false);
    thread.stop();
    expect(await thread.join()).toBe(true);
    expect(rig.reports).toEqual([]);
  });

  it('reports what its target throws', async () => {
    await new rig.Thread(
      () => {
        throw new RangeError('no');
      },
      {},
      { name: 'worker' },
    )
      .start()
      .join();
    expect(rig.reports.map(({ error, what }) => [String(error), what])).toEqual([['RangeError: no', "thread 'worker'"]]);
  });

  it('cannot be joined before its start', async () => {
    await expect(new rig.Thread(() => {}, {}, { name: 'idle' }).join()).rejects.toThrow(
      "Thread 'idle' cannot be joined before it is started.",
    );
  });
});
