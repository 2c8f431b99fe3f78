/** `npm start [-- --port 8080 --host 0.0.0.0]`: builds everything, serves dist/ and says where it opens from disk. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { preview } from 'vite';

const { port, host } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string', default: 'localhost' } } }).values;

const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const server = await preview({
  configFile: false,
  root: fileURLToPath(new URL('..', import.meta.url)),
  appType: 'mpa', // a missing file is a 404, not the start page
  logLevel: 'warn',
  preview: port === undefined ? { host } : { host, port: Number(port), strictPort: true },
});
const [url] = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])];
console.log(`\nHeddle is served at  ${url}`);
console.log(`and opens from disk: ${fileURLToPath(new URL('../dist/index.html', import.meta.url))}\n`);
