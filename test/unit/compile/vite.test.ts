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

/** The code of a module after a build for production. */
async function bundle(text: string): Promise<string> {
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
  return (output as Rolldown.RolldownOutput).output[0].code;
}

it('a module that Vite has built and minified runs what says so on a thread', async () => {
  const code = await bundle(`import { put } from 'out';
    const rate: number = 3;
    const scale = (factor: number): number => factor * rate;
    async function multiply(first: number, second: number): Promise<number> {
      'use thread';
      return scale(first) * second;
    }
    put(await multiply(2, 7));`);
  expect(code).not.toMatch(/const scale=/);
  const rig = createRig();
  const out: unknown[] = [];
  await runCompiled(compileApp(code, 'app.js'), {
    import: async (from) => (from === 'heddle' ? rig : { put: (value: unknown) => out.push(value) }),
    meta: { url: '' },
  });
  rig.end();
  expect(out).toEqual([42]);
});

it('a build fails, with the line, for what a thread could not do', async () => {
  const built = bundle(`let n = 0;\nexport const go = () => {\n  'use thread';\n  n++;\n};`);
  await expect(built).rejects.toThrow(/'n' is assigned in 'go', which runs on a thread .*\(app\.ts:4:/);
});
