/** `npm run build`: everything that is published, into dist/. */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { mergeLicenses } from './licenses.mjs';

process.env['NODE_ENV'] = 'production';
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

for (const mode of ['script', 'markup', 'bokeh', 'notifications', 'compile', 'monitor', 'site', 'esm'])
  await build({ mode, logLevel: 'warn' });
mergeLicenses('dist/licenses', 'dist/licenses.md');
copyFileSync('index.html', 'dist/index.html');

// Types are written by the compiler itself, next to the modules that they describe.
const { status } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: ['ignore', 'inherit', 'inherit'] });
process.exitCode = status ?? 1;
