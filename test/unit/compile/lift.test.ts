import { describe, expect, it } from 'vitest';
import { compileApp, CompileError, createLocate, runCompiled } from '../../../src/compile/index.ts';
import { lift } from '../../../src/compile/lift.ts';
import { createRig, rejection } from '../thread/rig.ts';

/** The lifted text, with the calls in short. */
function lifted(text: string): string {
  return lift(text, 'app.js')?.toString().replaceAll('$heddleThread', '$') ?? text;
}

/** Runs an app on real threads; gives what it put into `out`. */
async function run(text: string): Promise<unknown[]> {
  const rig = createRig();
  const out: unknown[] = [];
  try {
    const code = compileApp(lift(text, 'app.js')?.toString() ?? text, 'app.js');
    rig.client.locate = createLocate(code, 'app.js');
    await runCompiled(code, {
      import: async () => ({ ...rig, put: (value: unknown) => out.push(value) }),
      meta: { url: 'https://example.org/app.js' },
      thread: rig.$thread,
    });
    return out;
  } finally {
    rig.end();
  }
}

describe("a function that begins with 'use thread'", () => {
  it('is a thread function, with what it takes from around itself', () => {
    expect(lifted(`let n = 1; const add = (a) => { 'use thread'; return a + n; };`)).toBe(
      `let n = 1; const add = $((a) => { 'use thread'; return a + n; }, "add", () => ({ n }));`,
    );
  });

  it('may be declared, and is one from the start of its block', () => {
    expect(lifted(`fib(3);\nfunction fib(n) { 'use thread'; return n < 2 ? n : fib(n - 1) + fib(n - 2); }`)).toBe(
      `fib = $(fib, "fib", () => ({  })); fib(3);\nfunction fib(n) { 'use thread'; return n < 2 ? n : fib(n - 1) + fib(n - 2); }`,
    );
  });

  it('may be a method of an object literal, a generator, an argument', () => {
    expect(lifted(`on({ async *run() { 'use thread'; } });`)).toBe(
      `on({ run: $(Object.values({ async *run() { 'use thread'; } })[0], "run", () => ({  })) });`,
    );
    expect(lifted(`button.onClick(function () { 'use thread'; });`)).toBe(
      `button.onClick($(function () { 'use thread'; }, "onClick", () => ({  })));`,
    );
  });

  it('takes what the functions that it uses take, too', () => {
    const text = `const rate = 2; const twice = (n) => n * rate; class Table { rows = twice(1); }
const go = () => { 'use thread'; return new Table().rows; };`;
    expect(lifted(text)).toContain('"go", () => ({ twice, rate, Table })');
  });

  it('finds what Heddle exports in the thread', () => {
    const text = `import { sleep, state as mine } from 'heddle'; import * as all from 'heddle';
const go = async () => { 'use thread'; await sleep(1); return [mine, all]; };`;
    expect(lifted(text)).toContain('"go", () => ({  }), { sleep: "sleep", mine: "state", all: "*" })');
  });

  it('takes nothing that is its own: parameters, variables, names of members and labels', () => {
    const text = `let a, b, c, d, e, f, g, h;
const go = (a, { b, x: [c = 1] }, ...d) => { 'use thread'; for (const e of d) { f: for (;;) break f; } try {} catch (g) { return g; } function h() {} return it.a + { b }.b + h(); };`;
    expect(lifted(text)).toContain('"go", () => ({  })');
  });

  it('runs plainly inside another one', () => {
    const text = `const inner = () => { 'use thread'; return 1; }; const outer = () => { 'use thread'; return inner() + 1; };`;
    expect(lifted(text)).toContain('"outer", () => ({ inner: $.plain(inner) })');
  });

  it('keeps the number of every line', () => {
    const text = `import { put } from 'out';\nfunction fib() {\n  'use thread';\n}\nconst go = () => {\n  'use thread';\n};\n`;
    expect(lifted(text).split('\n').length).toBe(text.split('\n').length);
  });

  it('leaves a text alone that has none, or that cannot be read', () => {
    expect(lift(`const a = 'use thread';`, 'app.js')).toBeUndefined();
    expect(lift(`const = 'use thread';`, 'app.js')).toBeUndefined();
  });

  const refused: Readonly<Record<string, readonly [text: string, message: string]>> = {
    'assigns to a variable around it': [
      `let n = 0;\nconst go = () => { 'use thread'; n++; };`,
      `'n' is assigned in 'go', which runs on a thread and has a copy of it: return the value, or assign to a component (app.js:2:34).`,
    ],
    'has a helper that does': [
      `let n = 0;\nconst count = () => { n += 1; };\nconst go = () => { 'use thread'; count(); };`,
      `'n' is assigned in 'go', which runs on a thread and has a copy of it: return the value, or assign to a component (app.js:2:23).`,
    ],
    'uses this': [
      `const go = function () { 'use thread'; return this.x; };`,
      `'this' is not there in 'go', which runs on a thread (app.js:1:47).`,
    ],
    'stands in a case without a block': [
      `switch (1) { case 1: function go() { 'use thread'; } }`,
      `Put braces around the 'case': a thread function in it needs a block (app.js:1:22).`,
    ],
    'is a method of a class': [
      `class A { go() { 'use thread'; } }`,
      `A method of a class, a getter or a setter cannot run on a thread, where there is no 'this' (app.js:1:13).`,
    ],
    imports: [
      `const go = () => { 'use thread'; return import('./x.js'); };`,
      `'import()' is not there in 'go', which runs on a thread: use threadModule (app.js:1:41).`,
    ],
    'needs two things of one name': [
      `const x = 1; const help = () => x;\n{ const x = 2; const go = () => { 'use thread'; return help() + x; }; }`,
      `'x' means two things in what 'go' needs on a thread: rename one (app.js:2:27).`,
    ],
  };
  for (const [what, [text, message]] of Object.entries(refused)) {
    it(`is refused, with its line, when it ${what}`, () => {
      expect(() => lift(text, 'app.js')).toThrow(CompileError);
      expect(() => lift(text, 'app.js')).toThrow(message);
    });
  }
});

describe('an app with thread functions', () => {
  it('runs them on threads, with what they take as it is at each call', async () => {
    const text = `import { put } from 'out';
      let n = 1;
      const list = [1];
      const even = (k) => k === 0 || odd(k - 1);
      const odd = (k) => k !== 0 && even(k - 1);
      put(await sum(2));
      n = 10; list.push(5);
      put(await sum(2));
      put(await sum.map([1, 2]));
      async function sum(k) { 'use thread'; return [k + n + list.length, even(k), typeof put]; }`;
    expect(await run(text.replace(', typeof put', ''))).toEqual([
      [4, true],
      [14, true],
      [
        [13, false],
        [14, true],
      ],
    ]);
  });

  it('lets them use live handles, other thread functions and themselves', async () => {
    const text = `import { put, Queue } from 'heddle-like';
      const queue = new Queue();
      const fib = (n) => { 'use thread'; return n < 2 ? n : fib(n - 1) + fib(n - 2); };
      const go = async (n) => { 'use thread'; await queue.put(fib(n)); };
      await go(10);
      put(await queue.get());
      put(await fib(12));`;
    expect(await run(text)).toEqual([55, 144]);
  });

  it('have classes that extend others, and static members that need what is around them', async () => {
    const text = `import { put } from 'out';
      const rate = 3;
      class Table { static unit = twice(rate); }
      class Other { static rows = 4; }
      class Far extends Table { static other = Other; hi() { return Far.unit + Far.other.rows; } }
      function twice(n) { return 2 * n; }
      const go = () => { 'use thread'; return new Far().hi(); };
      put(await go());
      put(await go());`;
    expect(await run(text)).toEqual([10, 10]);
  });

  it('streams what those give that are generators', async () => {
    const text = `import { put } from 'out';
      const step = 2;
      function* count(n) { 'use thread'; for (let i = 0; i < n; i++) yield i * step; }
      for await (const item of count(3)) put(item);`;
    expect(await run(text)).toEqual([0, 2, 4]);
  });

  it('says what of it cannot be sent', async () => {
    const text = `const cache = new WeakMap();\nconst go = () => { 'use thread'; return cache.size; };\nawait go();`;
    expect((await rejection(run(text))).message).toBe("captured.cache of 'go' is a WeakMap and cannot be sent to a thread.");
  });

  it("shows the author's lines in stacks", async () => {
    const text = `const fail = () => {\n  'use thread';\n  throw new Error('no');\n};\nawait fail();`;
    expect((await rejection(run(text))).stack).toMatch(/app\.js:3:/);
  });

  it('ships the source that was kept, when something rewrites the code afterwards', async () => {
    const text = `import { put } from 'out';\nconst rate = 3;\nconst help = (n) => n * rate;\nconst go = (n) => { 'use thread'; return help(n); };\nput(await go(2));`;
    const kept = lift(text, 'app.ts', { keepSource: true })!.toString();
    // A minifier renames what it finds; the kept texts are data to it.
    const renamed = kept
      .replace('const help = (n) => n * rate;', 'const h1 = (n) => n * rate;')
      .replace('=> ({ help, rate })', '=> ({ help: h1, rate })');
    expect(renamed).not.toBe(kept);
    const rig = createRig();
    const out: unknown[] = [];
    await runCompiled(compileApp(renamed.replace('return help(n)', 'return h1(n)'), 'app.js'), {
      import: async () => ({ put: (value: unknown) => out.push(value) }),
      meta: { url: '' },
      thread: rig.$thread,
    });
    rig.end();
    expect(out).toEqual([6]);
  });
});
