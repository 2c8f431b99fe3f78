import { spawnSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './harness/index.ts';

const folder = join(root, '.cache/typed', String(process.pid));
const config = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    strict: true,
    declaration: true,
    outDir: 'out',
    types: [],
  },
  files: ['app.ts', 'vite.config.ts'],
};
const app = `import { bind, Column, IntSlider, param, Parameterized, thread } from 'heddle';
export const count = thread((to: number): number => {
  for (let n = 0; n < to && !heddle.task.signal.aborted; n++) heddle.task.progress(n / to, heddle.task.name);
  return to;
});
const n = new IntSlider({ start: 0, end: 10 });
n.param.watch((event) => event.new.toFixed(), 'value').names.join();
export class Counter extends Parameterized.with({ n: param.integer(), names: param.list({ itemType: 'string' }), run: param.event() }) {}
n.rx().value.toFixed();
const double = bind((to) => to * 2, n);
bind((a, b) => (a + b).toFixed(), new Counter().param.n, double);
export const text = bind((to) => to.toFixed(), bind((to) => to * 2, n));
export const held = <T>(value: T) => bind(() => value);
new Column(n, bind((to) => to.toFixed(), n)).servable();
export const counted: Promise<number> = count(3);
// @ts-expect-error no name of Heddle
heddle.Buton;
`;
const vite = `import { heddle, type HeddlePlugin } from 'heddle/vite';
export default { plugins: [heddle()] satisfies HeddlePlugin[] };
`;

beforeAll(async () => {
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(root, join(folder, 'node_modules/heddle'), 'dir');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'app.ts'), app);
  await writeFile(join(folder, 'vite.config.ts'), vite);
});
afterAll(() => rm(folder, { recursive: true }));

it('an app, and its configuration of Vite, compile in strict mode to declarations against the package, whose own types are checked, too', () => {
  const { stdout, status } = spawnSync('npx', ['tsc', '-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
