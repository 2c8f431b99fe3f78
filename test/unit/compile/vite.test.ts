import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compileApp, runCompiled } from '../../../src/compile/index.ts';
import { heddle } from '../../../src/vite.ts';
import { createRig } from '../thread/rig.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a build for production makes of a module. */
async function files(text: string): Promise<readonly Rolldown.OutputChunk[]> {
  return (await built(text)).filter((file) => file.type === 'chunk');
}

async function built(text: string): Promise<readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]> {
  const entry = join(folder, 'app.ts');
  await writeFile(entry, text);
  const [output] = (await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [heddle()],
    build: {
      write: false,
      minify: true,
      lib: { entry, formats: ['es'], fileName: 'app' },
      rolldownOptions: { external: ['heddle', 'out'], output: { minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  return (output as Rolldown.RolldownOutput).output;
}

/** Builds a module and runs it on real threads; gives what it put into `out`. */
async function run(text: string): Promise<unknown[]> {
  const [app] = await files(text);
  const rig = createRig();
  const out: unknown[] = [];
  try {
    await runCompiled(compileApp(app?.code ?? '', 'app.js'), {
      import: async (from) => (from === 'heddle' ? rig : { put: (...values: unknown[]) => out.push(...values) }),
      meta: { url: '' },
    });
    return out;
  } finally {
    rig.end();
  }
}

it('a module that Vite has built and minified runs what says so on a thread', async () => {
  const text = `import { put } from 'out';
    const rate: number = 3;
    const scale = (factor: number): number => factor * rate;
    async function multiply(first: number, second: number): Promise<number> {
      'use thread';
      return scale(first) * second;
    }
    put(await multiply(2, 7));`;
  expect((await files(text))[0]?.code).not.toMatch(/const scale=/);
  expect(await run(text)).toEqual([42]);
});

it('so does a method of an object', async () => {
  const text = `import { put } from 'out';
    const by: number = 2;
    const all = { async *times(n: number): AsyncGenerator<number> { 'use thread'; yield n * by; }, 'twice': (n: number) => n };
    for await (const one of all.times(4)) put(one);`;
  expect(await run(text)).toEqual([8]);
});

it('so does what a call gives to threads: as an argument, in an object, and in what it uses', async () => {
  const text = `import { put } from 'out';
    import * as heddle from 'heddle';
    import { thread as onThread, Thread } from 'heddle';
    const fib0 = (n: number): number => (n < 2 ? n : fib0(n - 1) + fib0(n - 2));
    class Table { rows(n: number): number { return fib0(n); } }
    const rows = (n: number): number => new Table().rows(n);
    put(await onThread(rows, { uses: { Table, fib0 } })(10));
    const uses = { deep: (n: number): number => (n > 0 ? deep(n - 1) : fib0(5)), fib0 };
    put(await heddle.thread((n: number): number => deep(n), { uses })(3));
    const queue = new heddle.Queue<number>();
    new Thread(({ queue, fib0 }) => queue.put(fib0(6)), { queue, fib0 }).start();
    put(await queue.get());
    declare const deep: (n: number) => number;`;
  expect(await run(text)).toEqual([55, 5, 8]);
});

it('stacks name the line in the author’s text, whatever was there that no thread needs', async () => {
  const text = `import { put } from 'out';
    import { thread } from 'heddle';

    interface Nothing {
      readonly never: never;
    }

    /** It has a comment, too. */
    const fail = (n: number): never => {
      const word: string = \`two

 lines \${n}\`;

      // One of these may stand inside.
      interface Inner {}
      if (word.length > 2) {
        throw new RangeError(word);
      }
      throw new Error();
    };
    const lineOf = ({ message, stack }: Error) => [message, /app\\.ts:(\\d+)/.exec(stack)[1]];
    await thread(fail)(1).catch((error) => put(lineOf(error)));
    await (async () => {
      'use thread';

      // A comment
      fail(2);
    })().catch((error) => put(lineOf(error)));`;
  expect(await run(text)).toEqual([
    ['two\n\n lines 1', '17'],
    ['two\n\n lines 2', '17'],
  ]);
});

it('classes keep their names, by which errors name the owner of a parameter', async () => {
  const text = `import { put } from 'out';
    class Runner {}
    const Expression = class extends Runner {};
    const inner = () => { class Inner extends Expression {} return new Inner(); };
    put(new Runner().constructor.name, Expression.name, inner().constructor.name);`;
  expect((await files(text))[0]?.code).not.toMatch(/inner\b/);
  expect(await run(text)).toEqual(['Runner', 'Expression', 'Inner']);
});

it('a module that runs on threads is built, with what it exports and imports, and named as it is called then', async () => {
  await writeFile(join(folder, 'sum.ts'), 'export const sum = (list: number[]): number => list.reduce((a, b) => a + b);');
  await writeFile(
    join(folder, 'stats.ts'),
    `import { sum } from './sum';\nexport const mean = (list: number[]): number => sum(list) / list.length;`,
  );
  const [app, stats] = await files(`import { threadModule } from 'heddle';
    export const stats = threadModule<typeof import('./stats')>(new URL('./stats.js', import.meta.url));`);
  expect(stats?.exports).toEqual(['mean']);
  expect(stats?.code).not.toContain('import');
  expect(app?.code).toMatch(new RegExp(`new URL\\(./${stats?.fileName}.,\\s*import\\.meta\\.url\\)`));
});

it('BokehJS lies beside what was built where a module imports from Heddle and has a word for plots, and only there', async () => {
  const names = async (text: string) => (await built(text)).map(({ fileName }) => fileName);
  expect(await names(`import { figure } from 'heddle'; export const plot = () => figure({});`)).toEqual(
    expect.arrayContaining(['assets/bokeh/bokeh.min.js', 'assets/bokeh/bokeh-api.min.js']),
  );
  expect(await names(`import { Row } from 'heddle'; export const row = () => new Row();`)).toEqual(['app.mjs']);
  expect(await names(`export const hint = () => "Bokeh: import figure from 'heddle'";`)).toEqual(['app.mjs']);
});

it('a build fails, with the line, for what a thread could not do', async () => {
  const failing = files(
    `interface Nothing {\n  readonly n: never;\n}\n\nlet n = 0;\nexport const go = () => {\n  'use thread';\n  n++;\n};`,
  );
  await expect(failing).rejects.toThrow(/'n' is assigned in 'go', which runs on a thread .*\(app\.ts:8:/);
});
