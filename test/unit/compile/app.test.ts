import { describe, expect, it } from 'vitest';
import { compileApp, CompileError, originOf, runCompiled } from '../../../src/compile/index.ts';
import { bindHttp } from '../../../src/http/index.ts';
import { setThreadNamespace } from '../../../src/thread/index.ts';
import { createRig } from '../thread/rig.ts';

/** Runs an app against modules given as plain objects and returns what it put into `out`. */
async function run(text: string, modules: Record<string, Record<string, unknown>> = {}): Promise<unknown[]> {
  const out: unknown[] = [];
  const known: Record<string, Record<string, unknown>> = { out: { put: (value: unknown) => out.push(value) }, ...modules };
  await runCompiled(compileApp(text, 'app.js'), {
    import: async (specifier) => known[specifier],
    meta: { url: 'https://example.org/app.js' },
  });
  return out;
}

describe('compileApp', () => {
  it('binds named, renamed, default and namespace imports', async () => {
    const text = `import { put } from 'out';
      import standard, { a as b, c } from './x.js';
      import other, * as all from './x.js';
      put([standard, b, c, other, all.a]);`;
    expect(await run(text, { './x.js': { default: 0, a: 1, c: 2 } })).toEqual([[0, 1, 2, 0, 1]]);
  });

  it('asks the importer for the names an import needs, with its attributes and its place', async () => {
    const asked: unknown[] = [];
    await runCompiled(
      compileApp(
        `import d, { a as b,\n /* not as this */ c } from 'm'; import 'side';
      import data from './d.json' with /* { */ { type: // json
        'json' }; await import('./e.json', { with: { type: 'json' } });`,
        'app.js',
      ),
      {
        import: async (...args) => (asked.push(args), {}),
        meta: { url: '' },
      },
    );
    expect(asked).toEqual([
      ['m', {}, ['default', 'a', 'c'], { line: 1, column: 1 }],
      ['side', {}, [], { line: 2, column: 34 }],
      ['./d.json', { with: { type: 'json' } }, ['default'], { line: 3, column: 7 }],
      ['./e.json', { with: { type: 'json' } }],
    ]);
  });

  it('allows await at the top level, dynamic imports and import.meta', async () => {
    const text = `import { put } from 'out'; put((await import('./x.js')).a); put(import.meta.url);`;
    expect(await run(text, { './x.js': { a: 7 } })).toEqual([7, 'https://example.org/app.js']);
  });

  it("leaves functions on threads an import of whole addresses and of 'heddle', and says what else they lack", async () => {
    setThreadNamespace(() => ({ http: bindHttp({}) }));
    const rig = createRig();
    const put: unknown[] = [];
    const text = `import { put, thread } from 'heddle';
      const load = thread(async (address) => Object.keys(await import(address)));
      put(await load('data:text/javascript,export const a = 1, b = 2;'));
      put(await thread(async () => typeof (await import('heddle')).task.name)());
      put(await thread(async () => (await import('data:application/json,[1]', { with: { type: 'json' } })).default)());
      put(await load('./x.js').catch(String));
      put(await thread(() => import.meta.url)().catch(String));`;
    await run(text, { heddle: { ...rig, put: (value: unknown) => put.push(value) } });
    expect(put).toEqual([
      ['a', 'b'],
      'string',
      [1],
      "ThreadError: Module './x.js' cannot be imported on a thread, which has no address: give the module's whole address.",
      "ThreadError: 'import.meta' is not defined on the thread; pass what you need of it in { uses }",
    ]);
    rig.end();
  });

  it('does not join an import without a semicolon to a line that starts with a parenthesis', async () => {
    expect(await run(`import { put } from 'out'\n(() => put('ran'))()`)).toEqual(['ran']);
  });

  it('keeps the number of every line, whatever the shape of the imports', async () => {
    const text = `import {\n  put,\n} from\n  'out';\nimport 'side';\nput(new Error().stack);`;
    const [stack] = await run(text, { side: {} });
    expect(stack).toMatch(/app\.js:6:/);
  });

  it('knows the column of the author’s text, behind imports too', () => {
    const text = `import { a } from 'x'; first(); import('y'); import {\n b } from 'z'; second();`;
    const [code, origin] = [compileApp(text, 'app.js').split('\n'), originOf(text, 'app.js')];
    const column = (line: number, word: string) => origin({ line, column: (code[line - 1] ?? '').indexOf(word) + 1 }).column;
    const [one = '', two = ''] = text.split('\n');
    expect([column(1, 'first'), column(1, "('y')"), column(2, 'second')]).toEqual([
      one.indexOf('first') + 1,
      one.indexOf("('y')") + 1,
      two.indexOf('second') + 1,
    ]);
    for (const elsewhere of [
      { line: 1, column: 3 },
      { line: 1, column: 500 },
      { line: 9, column: 1 },
    ])
      expect(origin(elsewhere)).toEqual(elsewhere);
  });

  it('sees imports through comments, attributes and string names, and none in strings, patterns and comments', async () => {
    const text = `/* import 'no' */ import /* a */ { put } from 'out' // import 'no'
      import x, { 'a-b' as c } from "./x.json" with { type: 'json' };
      const quotes = /['"\`]/, half = (x.size) / 2; // the pattern's quotes open nothing
      put([c, half, 'import "no"', \`import 'no' \${(await import('./y.js')).a}\`, quotes.test('import "no"')]);`;
    const modules = { './x.json': { default: { size: 4 }, 'a-b': 1 }, './y.js': { a: 2 } };
    expect(await run(text, modules)).toEqual([[1, 2, 'import "no"', "import 'no' 2", true]]);
  });

  it('takes import and export for names where they are', async () => {
    const text = `import { put } from 'out';
      class Box { import = 1; export = 2; }
      const box = { ...new Box(), load: { import(x) { return x; }, export() { return 4; } } };
      put([box.import, box?.export, box.load.import(3), box.load.export(), { import: 5, export: 6 }]);`;
    expect(await run(text)).toEqual([[1, 2, 3, 4, { import: 5, export: 6 }]]);
  });

  it('refuses an import that it cannot read, and names its place', () => {
    expect(() => compileApp(`\n import a b from 'x';`, 'app.js')).toThrow('Cannot read the import "a b" (app.js:2:2).');
  });

  it('refuses text that closes the function it stands in', () => {
    expect(() => compileApp('}); globalThis.escaped = true; (async () => {', 'app.js')).toThrow(SyntaxError);
  });

  it('refuses an export and names its place', () => {
    expect(() => compileApp(`const a = 1;\nexport const b = a;`, 'app.js')).toThrow(CompileError);
    expect(() => compileApp(`const a = 1;\nexport const b = a;`, 'app.js')).toThrow(
      'An app has no importers: remove the export (app.js:2:1).',
    );
  });

  it('leaves the engine to find the place of other syntax errors', async () => {
    await expect(run('const = 1;')).rejects.toBeInstanceOf(SyntaxError);
    await expect(run('foo(')).rejects.toBeInstanceOf(SyntaxError);
  });
});
