/** `npm run bench <name>`: runs test/bench/<name>.ts in Node; without a name, lists them. Needs a build. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const folder = fileURLToPath(new URL('../test/bench/', import.meta.url));
const names = readdirSync(folder).map((file) => basename(file, '.ts'));
const [name] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  console.log(`npm run bench <name>, one of: ${names.join(', ')}`);
  process.exit(name ? 1 : 0);
}
await runnerImport(`${folder}${name}.ts`, { configFile: false });
process.exit(); // the driver of WebKit ends with this process, and would keep it
